import Requesting
import TestSupport
import Testing

/// Whatever a model writes, what is read from it keeps its promises.
@Suite struct OddTextTests {
    /// What texts are made of besides: pieces that mean something to one parser or another.
    private static let pieces = [
        "Task 1:", "1.", "2)", "3:", "0", "5", "4.5", "/5", "-", "**", "_", "```", "```json", "<think>", "</think>",
        "none", " ",
        "\n", "\r\n", "\n\n", "\t", "é", "e\u{301}", "٣", "🙂", "\u{0}", "\u{2028}", "###", "Example 2", "...", "word",
    ]

    /// What makes a text readable.
    private static func words(_ kind: RequestKind) -> [String] {
        switch kind {
        case .difficulty:
            [
                "\nInstruction difficulty: 3", "\nAnswer difficulty: 2.5", "{\"answer_difficulty\":1,",
                "\"instruction_difficulty\":2}",
            ]
        case .answers, .refusals: ["word"]
        case .instructions: ["\n1. ", "\n2. ", "\n3) "]
        case .classify: ["yes", "No", " "]
        case .templates: ["\nName: a", "\nChoices: b ||| c", "\nTemplate:", "\n---\n", "|||", "{{ d }}"]
        case .instances, .alpaca: ["\nInstruction: a", "\nInput: b", "\nOutput: c", "\nOutput:"]
        }
    }

    @Test(arguments: RequestKind.allCases)
    func promisesHold(_ kind: RequestKind) {
        var draws = Draws(seed: kind.rawValue.utf8.count)
        var readable = 0
        func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
        let words = Self.words(kind)
        for _ in 0..<800 {
            let text = (0..<draws.draw(14)).map { _ in
                draws.draw(3) == 0 ? words[draws.draw(words.count)] : Self.pieces[draws.draw(Self.pieces.count)]
            }.joined()
            guard let answer = ModelAnswer(text, to: kind) else { continue }
            readable += 1
            #expect(ModelAnswer(" " + text + "\n", to: kind) == answer, "\(text.debugDescription)")
            switch answer {
            case .difficulty(let instruction, let judged):
                #expect((1...5).contains(instruction) && (1...5).contains(judged))
            case .text(let text): #expect(!isBlank(text))
            case .instructions(let items): #expect(!items.isEmpty && !items.contains(where: isBlank))
            case .verdict: #expect(text.lowercased().contains("yes") || text.lowercased().contains("no"))
            case .templates(let drafts):
                #expect(!drafts.isEmpty)
                for draft in drafts { #expect(draft.jinja.contains("|||") && !isBlank(draft.name)) }
            case .tasks(let tasks):
                #expect(!tasks.isEmpty)
                for task in tasks {
                    #expect(!isBlank(task.output) && (kind == .instances || !isBlank(task.instruction)))
                }
            }
        }
        #expect(readable > 20, "\(readable)")
    }
}
