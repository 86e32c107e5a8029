import Diagnostics
import Mixing
import Testing

@testable import Prompting

@Suite struct SystemMessageTests {
    private func messages(_ texts: [String], share: Double = 1) throws -> SystemMessages {
        try SystemMessages(
            texts.map { PromptTemplate(id: $0, name: "s.yaml:\($0)", jinja: $0) }, share: share)
    }

    /// What rows with these numbers get; nil where they get none.
    private func drawn(_ messages: SystemMessages, kind: DatasetKind = .task, seed: UInt64 = 0) throws -> [String?] {
        var task = try makeTask([makeTemplate("{{instruction}}|||{{output}}")], seed: seed)
        task.kind = kind
        task.system = messages
        return try (0..<1000).map { number in
            let found = try task.taking(#"{"instruction":"\#(number)","output":"x"}"#) { prompter, _ in
                let instance = Instance()
                _ = try prompter.renderTemplates(key: UInt64(number), into: instance) { _ in }
                return instance.system
            }
            return try #require(found)
        }
    }

    @Test(arguments: [DatasetKind.task, .instructions])
    func oneIsDrawnForEach(_ kind: DatasetKind) throws {
        let all = try drawn(messages(["a", "b", "c"]), kind: kind)
        for text in ["a", "b", "c"] {
            // 333 expected, standard deviation 15.
            #expect((275...391).contains(all.filter { $0 == text }.count))
        }
        // The order of the file does not count, and one that goes changes no other row's.
        #expect(try drawn(messages(["c", "a", "b"]), kind: kind) == all)
        for (before, after) in zip(all, try drawn(messages(["a", "c"]), kind: kind)) where before != "b" {
            #expect(before == after)
        }
        #expect(try drawn(messages(["a", "b", "c"]), kind: kind, seed: 1) != all)
    }

    @Test(arguments: [(0.0, 0...0), (0.25, 195...305), (1.0, 1000...1000)])
    func shareTellsHowManyGetOne(_ share: Double, _ expected: ClosedRange<Int>) throws {
        let some = try drawn(messages(["a", "b"], share: share))
        #expect(expected.contains(some.filter { $0 != nil }.count))
        // Those that get one get the same as with a share of 1.
        for (one, all) in zip(some, try drawn(messages(["a", "b"]))) where one != nil { #expect(one == all) }
        #expect(expected.contains(try drawn(messages(["a"], share: share)).filter { $0 != nil }.count))
    }

    @Test func messagesAreTemplates() throws {
        let all = try drawn(messages(["Row {{ instruction }}."]))
        #expect(all.prefix(2) == ["Row 0.", "Row 1."])
        let error = #expect(throws: PromptError.self) { try drawn(messages(["{{ nothing }}"])) }
        #expect(error?.code == .undefinedField)
        #expect(error?.template == "s.yaml:{{ nothing }}")
    }

    @Test func allThatDoNotCompileAreTold() {
        let error = #expect(throws: Diagnostics.self) { try messages(["{{ a", "b", "{% if %}"]) }
        #expect(error?.all.count == 2)
    }
}
