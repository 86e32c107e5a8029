# Plays the model: gives each request of a folder the same text, whose JSON is $2.
for id in $(sed 's/.*"custom_id":"\([^"]*\)".*/\1/' $1/requests-*.jsonl); do
    printf '%s\n' "{\"id\":\"x\",\"custom_id\":\"$id\",\"response\":{\"status_code\":200,\"request_id\":\"r\",\"body\":{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":$2,\"refusal\":null},\"finish_reason\":\"stop\"}]}},\"error\":null}"
done > $1/answers.jsonl
