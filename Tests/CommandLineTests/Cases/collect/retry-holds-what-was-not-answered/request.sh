# Asks for the scores of nine rows, of which answers.jsonl and errors.jsonl hold all kinds of replies.
hornbook request difficulty rows.jsonl --key id --model m -o judging --max-requests 4 --quiet
