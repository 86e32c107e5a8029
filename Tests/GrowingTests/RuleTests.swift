import Testing

@testable import Growing

/// What each rule says of a candidate by itself.
@Suite struct RuleTests {
    private func refused(
        _ instruction: String, _ instances: [(String, String?)]? = nil, by rules: Set<GrowRule>,
        _ change: (inout GrowRules) -> Void = { _ in }
    ) -> GrowRule? {
        var all = GrowRules()
        all.active = rules
        change(&all)
        return all.refusal(
            of: InstructionTask(
                instruction: instruction,
                instances: instances?.map { InstructionTask.Instance(input: $0.0, output: $0.1) }))?.rule
    }

    @Test func length() {
        func words(_ count: Int) -> String { Array(repeating: "word", count: count).joined(separator: " \n") }
        for (count, isRefused) in [(0, true), (3, true), (4, false), (150, false), (151, true)] {
            #expect((refused(words(count), by: [.length]) != nil) == isRefused, "\(count)")
        }
        #expect(refused(words(3), by: [.length], { $0.words = 1...3 }) == nil)
        #expect(refused(words(4), by: [.length], { $0.words = 1...3 }) == .length)
    }

    @Test(arguments: [
        ("Describe the image below", true), ("Draw: a cat", true), ("Imagine it", false), ("Go  to\nthe shop", true),
        ("Go-to list", false), ("mapped files_x", false), ("the map", true), ("MAPS", true), ("émap", false),
        ("a video", true),
        ("music", true), ("profile", false), ("", false),
    ])
    func keywords(_ text: String, _ isRefused: Bool) {
        #expect((refused(text, by: [.keywords]) != nil) == isRefused)
    }

    @Test func wordsOfThePresets() {
        for (preset, isRefused) in [(GrowPreset.selfInstruct, false), (.alpaca, true)] {
            var rules = GrowRules()
            rules.apply(preset)
            let task = InstructionTask(instruction: "Describe your favourite music in words")
            #expect((rules.refusal(of: task) != nil) == isRefused)
        }
    }

    @Test(arguments: [
        ("Write a program that sorts", true), (" write  a PROGRAM", true), ("Write a programme", true),
        ("Please write a program", false),
    ])
    func writeAProgram(_ text: String, _ isRefused: Bool) {
        #expect((refused(text, by: [.writeAProgram]) != nil) == isRefused)
    }

    @Test(arguments: [
        ("- item", GrowRule.punctuationStart), (" \n\"quoted\"", .punctuationStart), ("~x", .punctuationStart),
        ("`x", .punctuationStart),
        ("été", .nonLetterStart), ("東京", .nonLetterStart), ("«x»", .nonLetterStart), ("\u{1}x", .nonLetterStart),
        ("1 apple", nil), ("Zebra", nil), ("a", nil), ("", nil),
    ])
    func starts(_ text: String, _ rule: GrowRule?) {
        #expect(refused(text, by: [.punctuationStart, .nonLetterStart]) == rule)
        // Either rule leaves to the other what is the other's.
        for other in [GrowRule.punctuationStart, .nonLetterStart] where other != rule {
            #expect(refused(text, by: [other]) == nil)
        }
    }

    @Test func outputs() {
        #expect(refused("x", [("a", " \n")], by: [.emptyOutput]) == .emptyOutput)
        #expect(refused("x", [], by: [.emptyOutput]) == .emptyOutput)
        #expect(refused("x", [("a", "b"), ("c", "")], by: [.emptyOutput]) == .emptyOutput)
        #expect(refused("x", [("a", nil)], by: [.emptyOutput]) == nil)
        #expect(refused("x", nil, by: [.emptyOutput]) == nil)
        #expect(refused("x", [("a", "b"), ("c", "c")], by: [.outputEqualsInput]) == .outputEqualsInput)
        #expect(refused("x", [("a", "A")], by: [.outputEqualsInput]) == nil)
        #expect(refused("x", [("a", "Here it is: ")], by: [.trailingColon]) == .trailingColon)
        #expect(refused("x", [("Text:", "b")], by: [.trailingColon]) == .trailingColon)
        #expect(refused("x:", [("a: b", "c")], by: [.trailingColon]) == nil)
        let rule: Set<GrowRule> = [.sameInputDifferentOutputs]
        #expect(refused("x", [("a", "b"), ("c", "d"), ("a", "e")], by: rule) == .sameInputDifferentOutputs)
        #expect(refused("x", [("a", "b"), ("a", "b")], by: rule) == nil)
        #expect(refused("x", [("", "b"), ("", "c")], by: rule) == nil)
    }

    @Test func theFirstRuleCounts() {
        let all = Set(GrowRule.allCases)
        #expect(refused("- image", [("", "")], by: all) == .length)
        #expect(refused("- image of a cat", [("", "")], by: all) == .keywords)
        #expect(refused("- a cat is here", [("", "")], by: all) == .punctuationStart)
        #expect(refused("A cat is here", [("", "")], by: all) == .emptyOutput)
        #expect(refused("A cat is here", [("b", "b")], by: all) == .outputEqualsInput)
        #expect(refused("- image", [("", "")], by: []) == nil)
    }
}
