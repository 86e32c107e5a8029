# What one command reads, all of them do: each that has the options on how files are read.
for command in "rows" "render --templates pack.yaml" "jinja n.jinja" "inspect" "preview --templates pack.yaml -n 1" "templates new"; do
    hornbook $command "$@" > out 2> err; status=$?
    echo "$command: $status, $(wc -l < out | tr -d ' ') lines, $(grep -c "two's\|first\|x\|one\|short" out) of them with a value"
done
for last; do :; done
hornbook check pack.yaml --data "$last" $(echo "$*" | sed "s/ [^ ]*$//") 2>&1 | tail -n 1
