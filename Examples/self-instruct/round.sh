#!/bin/sh
# One round of Self-Instruct, from seeds to a larger pool; README.md walks through it.
#
#   ./round.sh            with the recorded answers, which stand in for a model's
#   ./round.sh FOLDER     leaves what the steps make in this folder (default: out/round)
#
# HORNBOOK may name a binary that is not in the path. To ask a model in earnest, run the steps one by one: upload the
# requests-*.jsonl of each step as a batch, and put what comes back in the place of recorded/*.jsonl.
set -eu
cd "$(dirname "$0")"
hornbook=${HORNBOOK:-hornbook}
work=${1:-out/round}
mkdir -p "$work"

echo "== 1. ask for new instructions: eight seeds are shown, eight more tasks are wanted, four times"
$hornbook request instructions data/seed_tasks.jsonl --count 4 --temperature 0.7 --model example-model -o "$work/inventing"

echo "== 2. collect the answers; what was cut off is asked for again"
$hornbook collect "$work/inventing" recorded/instructions.jsonl -o "$work/first.jsonl" --retry "$work/again.jsonl" --quiet
wc -l < "$work/again.jsonl" | tr -d ' '
$hornbook collect "$work/inventing" recorded/instructions.jsonl recorded/instructions-again.jsonl -o "$work/invented.jsonl"

echo "== 3. let through what is usable and new"
$hornbook grow data/seed_tasks.jsonl "$work/invented.jsonl" --preset self-instruct --rejects "$work/refused.jsonl" \
    -o "$work/accepted.jsonl"

echo "== 4. is each a classification task?"
$hornbook request classify "$work/accepted.jsonl" --temperature 0 --model example-model -o "$work/classifying"
$hornbook collect "$work/classifying" recorded/classify.jsonl -o "$work/classified.jsonl"

echo "== 5. inputs and outputs: of classification tasks the label first"
$hornbook request instances "$work/classified.jsonl" --model example-model -o "$work/answering"
$hornbook collect "$work/answering" recorded/instances.jsonl -o "$work/instances.jsonl"

echo "== 6. drop broken instances, mark the others as a machine's, and add them to the seeds: the next round's pool"
sed 's/}$/,"is_machine":true}/' "$work/instances.jsonl" > "$work/marked.jsonl"
$hornbook grow data/seed_tasks.jsonl "$work/marked.jsonl" --with-pool --rejects "$work/broken.jsonl" \
    --rules empty-output,output-equals-input,trailing-colon,same-input-different-outputs -o "$work/pool.jsonl"
