#!/bin/sh
# Makes judged.jsonl: builds the mixture without stages, asks for each instance how difficult it is, and collects the answers. Here
# stand-in.jinja answers, which counts words; a model's answers would come from a batch (see README.md).
#
#   ./judge.sh [FILE]      HORNBOOK may name a binary that is not in the path
set -eu
cd "$(dirname "$0")"
hornbook=${HORNBOOK:-hornbook}
judged=${1:-judged.jsonl}
trap 'rm -f plain.yaml' EXIT

sed '/^stages:/,$d' recipe.yaml > plain.yaml
$hornbook build plain.yaml -o out/plain --quiet
grep -v '"dataset":"passages"' out/plain/train-*.jsonl > out/instances.jsonl      # plain text asks nothing that could be difficult
$hornbook request difficulty out/instances.jsonl --key meta.key --model stand-in -o out/judging
$hornbook jinja stand-in.jinja out/judging/requests-*.jsonl > out/answers.jsonl
$hornbook collect out/judging out/answers.jsonl -o "$judged" --strict
