# Scans, plans and renders by processes of their own, and sorts the lines.
for i in 1 2; do
    hornbook scan --recipe recipe.yaml --dataset chats --on-bad-row skip --shard $i/2 chats.jsonl > chats$i.scan
done 2> scan-messages
hornbook scan --recipe recipe.yaml --dataset reviews reviews.jsonl > reviews.scan
hornbook plan recipe.yaml --on-bad-row skip --from-scans chats1.scan reviews.scan chats2.scan -o plan.json > table 2> plan-messages
for i in 1 2; do
    hornbook render --plan plan.json --recipe recipe.yaml --dataset chats --keyed --shard $i/2 -o chats$i.lines chats.jsonl
done 2> render-messages
hornbook render --plan plan.json --recipe recipe.yaml --dataset reviews --keyed -o reviews.lines reviews.jsonl
LC_ALL=C sort *.lines > sorted
