import Conversations
import Testing

/// Why rows are rejected: the code, the field that is to blame, and help that helps.
@Suite struct ErrorTests {
    /// A row, why it is rejected, and rules by which it is read.
    struct Case: Sendable, CustomTestStringConvertible {
        var row: String
        var code: ConversationError.Code
        var field: String?
        /// What the message says.
        var words: String
        /// What the recipe may say, and the conversation then.
        var help: (@Sendable (inout ReadingRules) -> Void)?
        var told: [String] = ["user: q", "assistant: a"]

        var testDescription: String { "\(words) \(row)" }
    }

    private static func ignoring(_ name: String) -> @Sendable (inout ReadingRules) -> Void {
        { $0.ignored = [name] }
    }
    private static let stringifying: @Sendable (inout ReadingRules) -> Void = { $0.stringifies = true }

    static let cases: [Case] = [
        // Not a conversation.
        Case(row: #"{"a":"b"}"#, code: .notAConversation, words: "in none of the forms"),
        Case(row: #"{"text":"Hello. Human: no"}"#, code: .notAConversation, words: "in none of the forms"),
        Case(
            row: #"{"prompt":"q","chosen":"a","rejected":"b"}"#, code: .notAConversation, field: "chosen",
            words: "is a preference"),
        Case(
            row: #"{"chosen":[\#(question),\#(answer)],"rejected":[\#(question),\#(answer)]}"#, code: .notAConversation,
            field: "chosen", words: "is a preference"),
        Case(
            row: #"{"conversations":[\#(question)],"chosen":\#(answer),"rejected":\#(answer)}"#,
            code: .notAConversation, field: "chosen", words: "is a preference"),
        Case(
            row: #"{"prompt":"q","completions":["x"],"labels":[true]}"#, code: .notAConversation, field: "completions",
            words: "an answer in steps"),
        Case(
            row: #"{"question":"q","choices":["x","y"],"answer":"a"}"#, code: .notAConversation, field: "choices",
            words: "`ignore: [choices]` leaves it out", help: ignoring("choices")),
        Case(
            row: #"{"instruction":"q","options":"x","output":"a"}"#, code: .notAConversation, field: "options",
            words: "`ignore: [options]` leaves it out", help: ignoring("options")),
        Case(
            row: #"{"instruction":"q","instances":[]}"#, code: .notAConversation, field: "instances",
            words: "has 0 `instances`"),
        Case(
            row: row([question, answer], #""system":"S","system_prompt":"T""#), code: .notAConversation,
            field: "system_prompt", words: "`ignore: [system_prompt]` leaves it out", help: ignoring("system_prompt"),
            told: ["system: S", "user: q", "assistant: a"]),
        Case(
            row: row([#"{"role":"system","content":"S"}"#, question, answer], #""system":"T""#),
            code: .notAConversation,
            field: "system", words: "`ignore: [system]` leaves it out", help: ignoring("system"),
            told: ["system: S", "user: q", "assistant: a"]),
        Case(
            row: row([question, #"{"text":"a"}"#]), code: .notAConversation, field: "messages",
            words: "turn 2 in `messages` has no role"),
        Case(
            row: #"{"conversations":["q","a"]}"#, code: .notAConversation, field: "conversations",
            words: "turn 1 in `conversations` has no role"),
        Case(
            row: #"{"prompt":[{"role":"narrator","content":"q"}],"completion":"a"}"#, code: .notAConversation,
            field: "prompt", words: "turn 1 in `prompt` is that of `narrator`"),
        // No answer.
        Case(
            row: #"{"prompt":"q"}"#, code: .noAnswer, field: "prompt", words: "has `prompt` and no answer to it"),
        Case(
            row: #"{"prompt":[\#(question)],"ground_truth":"a"}"#, code: .noAnswer, field: "prompt",
            words: "no answer to it"),
        Case(
            row: #"{"instruction":"q","output":null}"#, code: .noAnswer, field: "instruction", words: "no answer to it"),
        Case(row: #"{"question":"q"}"#, code: .noAnswer, field: "question", words: "no answer to it"),
        Case(row: #"{"query":"q","answer":"a"}"#, code: .noAnswer, field: "query", words: "no answer to it"),
        Case(row: #"{"inputs":"q","outputs":"a"}"#, code: .noAnswer, field: "inputs", words: "no answer to it"),
        Case(row: #"{"prompt":"q","outputs":[]}"#, code: .noAnswer, field: "outputs", words: "an empty list"),
        // Of a wrong type.
        Case(
            row: #"{"question":"q","answer":42}"#, code: .wrongType, field: "answer",
            words: "`answer` is a number, and a text is wanted; `stringify: true`", help: stringifying,
            told: ["user: q", "assistant: 42"]),
        Case(
            row: #"{"question":"q","answer":true}"#, code: .wrongType, field: "answer",
            words: "`answer` is a truth value", help: stringifying, told: ["user: q", "assistant: True"]),
        Case(
            row: #"{"prompt":1e2,"completion":"a"}"#, code: .wrongType, field: "prompt", words: "`stringify: true`",
            help: stringifying, told: ["user: 100.0", "assistant: a"]),
        Case(
            row: #"{"instruction":"q","input":0.50,"output":"a"}"#, code: .wrongType, field: "input",
            words: "`stringify: true`", help: stringifying, told: ["user: q\n\n0.5", "assistant: a"]),
        Case(
            row: #"{"instruction":"q","input":{"x":1},"output":"a"}"#, code: .wrongType, field: "input",
            words: "`ignore: [input]` leaves it out", help: ignoring("input")),
        Case(
            row: #"{"instruction":"q","context":["c"],"output":"a"}"#, code: .wrongType, field: "context",
            words: "`context` is a list, and a text is wanted; `fields` can make one of it, or `ignore: [context]`",
            help: ignoring("context")),
        Case(
            row: #"{"instruction":"q","output":["a"]}"#, code: .wrongType, field: "output", words: "`output` is a list"),
        Case(
            row: row([question, answer], #""system":7"#), code: .wrongType, field: "system", words: "`stringify: true`",
            help: stringifying, told: ["system: 7", "user: q", "assistant: a"]),
        Case(
            row: row([question, answer], #""system":{"x":1}"#), code: .wrongType, field: "system",
            words: "`ignore: [system]` leaves it out", help: ignoring("system")),
        Case(
            row: row([question, #"{"role":"assistant","content":5}"#]), code: .wrongType, field: "messages",
            words: "`stringify: true`", help: stringifying, told: ["user: q", "assistant: 5"]),
        Case(
            row: row([#"{"role":"user","content":["q"]}"#, answer]), code: .wrongType, field: "messages",
            words: "turn 1 in `messages` has a content part"),
        Case(row: #"{"messages":"q"}"#, code: .wrongType, field: "messages", words: "`messages` is a text"),
        Case(row: #"{"conversation":{"x":1}}"#, code: .wrongType, field: "conversation", words: "is an object"),
        Case(
            row: #"{"instruction":"q","output":"a","history":[["x"]]}"#, code: .wrongType, field: "history",
            words: "`ignore: [history]` leaves it out", help: ignoring("history")),
        Case(
            row: #"{"instruction":"q","output":"a","history":{"x":"y"}}"#, code: .wrongType, field: "history",
            words: "`ignore: [history]` leaves it out", help: ignoring("history")),
        Case(
            row: row([question, answer], #""tools":"f(x)""#), code: .wrongType, field: "tools",
            words: "`tools` is a text that is no JSON", help: ignoring("tools")),
        Case(
            row: row([question, answer], #""functions":{"name":"f"}"#), code: .wrongType, field: "functions",
            words: "`functions` is an object, and a list is wanted", help: ignoring("functions")),
        Case(
            row: row([question, #"{"from":"function_call","value":"f(1)"}"#]), code: .wrongType, field: "messages",
            words: "turn 2 in `messages` is a call of a tool"),
        Case(
            row: row([question, #"{"role":"assistant","content":"a","tool_calls":[{"id":"c"}]}"#]), code: .wrongType,
            field: "messages", words: "turn 2 in `messages` has `tool_calls`", help: ignoring("tool_calls")),
        Case(
            row: row([question, #"{"role":"assistant","content":"a","function_call":"f"}"#]), code: .wrongType,
            field: "messages", words: "turn 2 in `messages` has `function_call`", help: ignoring("function_call")),
        // Bad answers.
        Case(
            row: #"{"prompt":"q","completion":"a","label":false}"#, code: .badAnswer, field: "label",
            words: "`where: label` takes only the good ones", help: ignoring("label")),
        Case(
            row: row([question, answer], #""kto_tag":"False""#), code: .badAnswer, field: "kto_tag",
            words: "`where: kto_tag | lower == 'true'` takes only the good ones", help: ignoring("kto_tag")),
    ]

    @Test(arguments: cases)
    func errorsTellWhatHelps(_ row: Case) throws {
        let error = try error(row.row)
        #expect(error.code == row.code)
        #expect(error.field == row.field)
        #expect(error.message.contains(row.words), "\(error.message)")
        if let help = row.help { #expect(try read(row.row, help).conversation.told == row.told) }
    }

    /// What the messages about turns advise, done.
    @Test(arguments: [
        ([question, question, answer], Repair.mergeNeighbours), ([answer, question, answer], .dropLeadingAssistant),
        ([question, answer, question], .dropTrailingUser),
        ([question, #"{"role":"system","content":"S"}"#, answer], .systemFirst),
    ])
    func repairsThatAreNamedHelp(_ messages: [String], _ repair: Repair) throws {
        #expect(try error(row(messages)).message.contains("`repair: [\(repair.rawValue)]`"))
        #expect(try read(row(messages)) { $0.repairs = [repair] }.repairs == [repair])
    }
}
