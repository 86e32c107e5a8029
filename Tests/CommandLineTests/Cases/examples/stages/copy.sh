# A copy of the example and of what it reads.
mkdir Examples
for name in stages self-instruct quickstart collection; do cp -R "$ROOT/Examples/$name" Examples/; done
rm -rf Examples/stages/out
