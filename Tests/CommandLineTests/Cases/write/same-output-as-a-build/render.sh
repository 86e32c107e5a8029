# Renders both datasets by two processes each, and sorts the lines.
for i in 1 2; do
    hornbook render --plan plan.json --recipe recipe.yaml --dataset a --keyed --shard $i/2 -o a$i.lines a.jsonl
    hornbook render --plan plan.json --recipe recipe.yaml --dataset b --keyed < b$i.csv > b$i.lines
done 2> render-messages
LC_ALL=C sort *.lines > sorted
grep '^!' sorted > counts
