import Conversations
import JSON
import Prompting
import TestSupport
import Testing

@testable import Formats

/// There is one text of an instance, and its prompt and completion are cuts of it.
@Suite struct SeamTests {
    private static func member(_ name: String, of line: String) throws -> String {
        try #require(try JSONValue(parsing: line)[name]?.text)
    }

    private static func line(_ instance: Instance, _ format: OutputFormat, _ separator: String?) throws -> String {
        var style = OutputStyle(format, metadata: false)
        style.seam = separator.map { Seam($0) }
        let output = ByteBuffer()
        try InstanceWriter(style, dataset: "d").write(instance, to: output)
        return output.string
    }

    @Test(arguments: 0..<200, [nil, "", " ", "\n\n", "\n ", "###"])
    func promptAndCompletionAreTheText(_ seed: Int, _ separator: String?) throws {
        let instance = Instance()
        instance.set(ConversationRoundTripTests.conversation(seed, [.reasoning, .turns]))
        let pair = try Self.line(instance, .promptCompletion, separator)
        let (prompt, completion) = (try Self.member("prompt", of: pair), try Self.member("completion", of: pair))
        #expect(try prompt + completion == Self.member("text", of: Self.line(instance, .text, separator)))
        #expect(separator != nil || prompt.hasSuffix("\n") || completion.hasPrefix(" "))
        // What trainers of other forms put there is their own affair.
        let other = try Self.line(instance, .inputsTargets, separator)
        #expect(try Self.member("targets", of: other) == instance.completionText)
    }

    @Test(arguments: [
        ("", "", ""), (" ", "", " "), ("\n", "\n", ""), ("\n\n ", "\n\n", " "), (" \n", " \n", ""), ("a  ", "a", "  "),
    ])
    func spacesBeginTheCompletion(_ separator: String, _ promptEnd: String, _ completionStart: String) {
        let seam = Seam(separator)
        #expect(seam.promptEnd == promptEnd && seam.completionStart == completionStart)
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a\u{85}b", "a\\u0085b"), ("\u{2028}\u{2029}", "\\u2028\\u2029"),
        ("“é”\u{A0}\u{2027}\u{202A}", "“é”\u{A0}\u{2027}\u{202A}"), ("\u{2028}é\u{85}", "\\u2028é\\u0085"),
    ])
    func whatReadersTakeForLineEndsIsEscaped(_ text: String, _ escaped: String) {
        let output = ByteBuffer()
        output.append("\u{2028}kept: ")
        let start = output.count
        output.append(text)
        output.escapeLineSeparators(from: start)
        #expect(output.string == "\u{2028}kept: " + escaped)
    }
}
