# Sums up both datasets and plans.
for d in a b; do hornbook scan --recipe recipe.yaml --dataset $d $d.jsonl > $d.scan; done
hornbook plan recipe.yaml --from-scans a.scan b.scan -o plan.json > table
