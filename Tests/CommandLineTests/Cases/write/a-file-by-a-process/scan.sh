# Sums up both datasets, each by processes of its own, and plans.
for i in 1 2 3; do
    hornbook scan --recipe recipe.yaml --dataset a --shard $i/3 a.jsonl > a$i.scan
done
for i in 1 2; do
    hornbook scan --recipe recipe.yaml --dataset b --on-bad-row skip --max-rejects 1 -o b$i.scan < b$i.csv
done 2> scan-messages
hornbook scan --recipe recipe.yaml --merge b1.scan b2.scan a2.scan > some.scan
hornbook plan recipe.yaml --on-bad-row skip --from-scans some.scan a1.scan a3.scan -o plan.json > table 2> plan-messages
