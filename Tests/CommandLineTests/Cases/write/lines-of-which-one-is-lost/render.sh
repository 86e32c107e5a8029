# Renders both datasets by a plan, and sorts the lines.
for d in a b; do hornbook render --plan plan.json --keyed --dataset $d $d.jsonl > $d.lines; done
LC_ALL=C sort a.lines b.lines > sorted
