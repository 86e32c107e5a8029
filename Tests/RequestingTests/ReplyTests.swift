import JSON
import Testing

@testable import Requesting

/// Lines of answer and error files.
@Suite struct ReplyTests {
    private static func answer(_ message: String, _ reason: String = "stop", status: Int = 200) -> String {
        """
        {"id":"b","custom_id":"answers-0123456789abcdef","response":{"status_code":\(status),"request_id":"r","body":\
        {"choices":[{"index":0,"message":\(message),"finish_reason":"\(reason)"}]}},"error":null}
        """
    }

    @Test(arguments: [
        (answer(#"{"role":"assistant","content":"Hi","refusal":null}"#), ModelReply.Outcome.answered),
        (answer(#"{"content":[{"type":"text","text":"H"},{"type":"text","text":"i"}]}"#), .answered),
        (answer(#"{"content":""}"#), .unparsed), (answer(#"{"content":null}"#), .unparsed),
        (answer(#"{"content":"Hi"}"#, "length"), .cut),
        (answer(#"{"content":null,"refusal":"I cannot"}"#), .refused),
        (answer(#"{"content":"Hi"}"#, "content_filter"), .filtered),
        (answer(#"{"content":"Hi"}"#, status: 500), .failed),
        (#"{"custom_id":"x","response":{"status_code":200,"body":{"choices":[]}},"error":null}"#, .failed),
        (#"{"custom_id":"x","response":{"status_code":400,"body":{"error":{"code":"content_filter"}}}}"#, .filtered),
        (#"{"custom_id":"x","response":{"status_code":400,"body":{"error":{"code":"invalid"}}}}"#, .failed),
        (#"{"custom_id":"x","response":null,"error":{"code":"batch_expired","message":"late"}}"#, .expired),
        (#"{"custom_id":"x","response":null,"error":{"code":"batch_cancelled"}}"#, .failed),
        (#"{"custom_id":"x"}"#, .failed), (#"{"custom_id":"x","response":[1],"error":7}"#, .failed),
    ])
    func outcomesAreToldApart(_ line: String, _ outcome: ModelReply.Outcome) throws {
        let reply = try #require(ModelReply(try JSONValue(parsing: line), to: .answers))
        #expect(reply.outcome == outcome)
        if outcome == .answered { #expect(reply.text == "Hi") }
    }

    @Test(arguments: ["{}", #"{"custom_id":7}"#, #"{"custom_id":null}"#, "[]"])
    func linesWithoutRequestAreNoReplies(_ line: String) throws {
        #expect(ModelReply(try JSONValue(parsing: line), to: .answers) == nil)
    }

    @Test func identifiersAreReadAsWritten() {
        for kind in RequestKind.allCases {
            #expect(kind.id(kind.customID(0xAB)) == 0xAB)
            #expect(kind.customID(0xAB) == "\(kind.rawValue)-00000000000000ab")
        }
        for wrong in [
            "answers-ab", "answers-00000000000000AB", "answers-+0000000000000ab", "difficulty-00000000000000ab",
        ] {
            #expect(RequestKind.answers.id(wrong) == nil)
        }
    }

    @Test func orderOfRepliesDecidesNothing() throws {
        let lines = [
            Self.answer(#"{"content":"a"}"#), Self.answer(#"{"content":"b"}"#), Self.answer(#"{"content":"b"}"#),
            Self.answer(#"{"content":"c"}"#, "length"), Self.answer("{}", status: 500),
        ]
        let replies = try lines.map { try #require(ModelReply(try JSONValue(parsing: $0), to: .answers)) }
        var chosen: Set<String> = []
        for rotation in replies.indices {
            for order in [replies[rotation...] + replies[..<rotation], replies[..<rotation] + replies[rotation...]] {
                for replies in [Array(order), order.reversed()] {
                    var state = ReplyState()
                    var text = ""
                    for reply in replies where state.add(reply) { text = reply.text }
                    #expect(state.outcome == .answered)
                    #expect(state.isConflicting)
                    var ledger = CollectLedger()
                    ledger.add(state)
                    #expect(ledger.duplicates == 2 && ledger.superseded == 2 && ledger.lines == 5)
                    chosen.insert(text)
                }
            }
        }
        #expect(chosen.count == 1)
        var state = ReplyState()
        for reply in replies[1...2] { _ = state.add(reply) }
        #expect(!state.isConflicting)
    }
}
