import Conversations
import Testing

/// The order of turns, and what repairs make of another.
@Suite struct OrderTests {
    /// Messages by letters: s(ystem), d(eveloper), u(ser), a(ssistant), c(all), t(ool); each says its letter and place.
    private static func row(_ letters: String) -> String {
        ConversationsTests.row(
            letters.enumerated().map { index, letter in
                let names: [Character: String] = [
                    "s": "system", "d": "developer", "u": "user", "a": "assistant", "c": "assistant", "t": "tool",
                ]
                let call = letter == "c" ? #","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]"# : ""
                return #"{"role":"\#(names[letter]!)","content":"\#(letter)\#(index + 1)"\#(call)}"#
            })
    }

    private static func texts(_ letters: String, _ repairs: [Repair] = []) throws -> [String] {
        try read(row(letters)) { $0.repairs = repairs }.conversation.messages.map(\.text)
    }

    @Test(arguments: [
        "ua", "uaua", "sua", "dua", "suauaua", "ucta", "ucttta", "uctcta", "uauctaua",
        "ucua".replacing("cu", with: "ctau"),
        "uc", "uauc", "uctc",
    ])
    func ordersThatAreRight(_ letters: String) throws {
        #expect(try Self.texts(letters) == letters.enumerated().map { "\($1)\($0 + 1)" })
    }

    @Test(arguments: [
        // The turn that is named, and the repair.
        ("us", "turn 2", "system-first"), ("usa", "turn 2", "system-first"), ("uas", "turn 3", "system-first"),
        ("uad", "turn 3", "system-first"), ("uua", "turn 2", "merge-neighbours"),
        ("suua", "turn 3", "merge-neighbours"),
        ("uaa", "turn 3", "merge-neighbours"), ("auua", "turn 1", "drop-leading-assistant"),
        ("saua", "turn 2", "drop-leading-assistant"), ("uau", "ends with the user's turn", "drop-trailing-user"),
        ("ucu", "turn 3", nil), ("ucua", "turn 3", nil), ("uctua", "turn 4", nil), ("ta", "turn 1", nil),
        ("sta", "turn 2", nil), ("uta", "turn 2", nil), ("uct", "ends with a tool's turn", nil),
    ])
    func ordersThatAreWrong(_ letters: String, _ place: String, _ repair: String?) throws {
        let error = try error(Self.row(letters))
        #expect(error.code == .turnOrder)
        #expect(error.message.contains(place))
        #expect(error.message.contains("repair") == (repair != nil))
        if let repair { #expect(error.message.contains("`repair: [\(repair)]`")) }
    }

    @Test(arguments: ["s", "d", ""])
    func noAnswer(_ letters: String) throws {
        let error = try error(Self.row(letters))
        #expect(error.code == .notAConversation)
        #expect(error.message == "the conversation holds no answer")
    }

    @Test(arguments: [
        (Repair.systemFirst, "usa", ["s2", "u1", "a3"]), (.systemFirst, "uas", ["s3", "u1", "a2"]),
        (.systemFirst, "uda", ["d2", "u1", "a3"]),
        (.mergeNeighbours, "uua", ["u1\n\nu2", "a3"]), (.mergeNeighbours, "uuuaa", ["u1\n\nu2\n\nu3", "a4\n\na5"]),
        (.mergeNeighbours, "ssua", ["s1\n\ns2", "u3", "a4"]),
        (.mergeNeighbours, "suuauaa", ["s1", "u2\n\nu3", "a4", "u5", "a6\n\na7"]),
        (.dropLeadingAssistant, "aua", ["u2", "a3"]),
        (.dropLeadingAssistant, "saua", ["s1", "u3", "a4"]),
        (.dropTrailingUser, "uau", ["u1", "a2"]),
    ])
    func repairs(_ repair: Repair, _ letters: String, _ texts: [String]) throws {
        let read = try read(Self.row(letters)) { $0.repairs = [repair] }
        #expect(read.conversation.messages.map(\.text) == texts)
        #expect(read.repairs == [repair])
        // Whatever the order in which the recipe names them; those that were not needed are not told of.
        for repairs in [Repair.allCases, Repair.allCases.reversed()] {
            let read = try ConversationsTests.read(Self.row(letters)) { $0.repairs = repairs }
            #expect(read.conversation.messages.map(\.text) == texts)
            #expect(read.repairs == [repair])
        }
        // None of the others makes that of it.
        #expect(throws: ConversationError.self) {
            try Self.texts(letters, Repair.allCases.filter { $0 != repair })
        }
    }

    @Test func asManyTurnsAsThereAreGo() throws {
        #expect(try Self.texts("saaua", [.dropLeadingAssistant]) == ["s1", "u4", "a5"])
        #expect(try Self.texts("uauuu", [.dropTrailingUser]) == ["u1", "a2"])
    }

    @Test(arguments: ["ua", "sua", "dua", "uauctaua"])
    func whatIsInOrderIsLeftAlone(_ letters: String) throws {
        let read = try read(Self.row(letters)) { $0.repairs = Repair.allCases }
        #expect(read.conversation.messages.map(\.text) == letters.enumerated().map { "\($1)\($0 + 1)" })
        #expect(read.repairs == [])
    }

    @Test func whatOneRepairLeavesIsForTheNext() throws {
        let read = try read(Self.row("auusauu")) { $0.repairs = Repair.allCases }
        #expect(read.conversation.messages.map(\.text) == ["s4", "u2\n\nu3", "a5"])
        #expect(read.repairs == [.systemFirst, .mergeNeighbours, .dropLeadingAssistant, .dropTrailingUser])
    }

    /// A conversation that is dropped to nothing is none.
    @Test(arguments: [("a", Repair.dropLeadingAssistant), ("u", .dropTrailingUser), ("sa", .dropLeadingAssistant)])
    func nothingIsLeft(_ letters: String, _ repair: Repair) throws {
        #expect(try error(Self.row(letters)) { $0.repairs = [repair] }.code == .notAConversation)
    }

    @Test(arguments: [#""""#, #"" \n""#, "null", "[]", #"[{"type":"text","text":" "}]"#])
    func emptyTurns(_ content: String) throws {
        let asked = try error(ConversationsTests.row([#"{"role":"user","content":\#(content)}"#, answer]))
        #expect(asked.code == .emptyTurn)
        #expect(asked.message == "turn 1 of the conversation is empty")
        let answered = try error(ConversationsTests.row([question, #"{"role":"assistant","content":\#(content)}"#]))
        #expect(answered.code == .emptyTurn)
        #expect(answered.message == "turn 2 of the conversation is empty")
    }

    /// A tool may answer nothing.
    @Test func toolsMayAnswerNothing() throws {
        let call = #"{"role":"assistant","content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}"#
        let told = try read(ConversationsTests.row([question, call, #"{"role":"tool","content":""}"#, answer]))
            .conversation.told
        #expect(told[2] == "tool: ")
    }
}
