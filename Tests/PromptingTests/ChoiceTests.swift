import Mixing
import Testing

@testable import Prompting

@Suite struct ChoiceTests {
    static let keys = (0..<4000).map { XXH3.avalanche(UInt64($0)) }
    static let hasher = RowHasher(seed: 1, dataset: "d")

    private func set(_ ids: [String], inverted: [String] = [], share: Double? = nil) throws -> PromptSet {
        try PromptSet(
            ids.map { makeTemplate("a|||b", id: $0) } + inverted.map { makeTemplate("a|||b", id: $0, inverted: true) },
            options: PromptOptions(), invertedShare: share)
    }

    @Test func templatesAreDrawnEvenly() throws {
        let prompts = try set(["a", "b", "c", "d"])
        var counts = [Int](repeating: 0, count: 4)
        for key in Self.keys { counts[prompts.choose(1, for: key, Self.hasher)[0]] += 1 }
        // Chi-square with 3 degrees of freedom; 16.3 is exceeded once in a thousand.
        #expect(counts.reduce(0.0) { $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000 } < 16.3)
    }

    @Test func templateThatGoesChangesNoOtherChoice() throws {
        let all = try set(["a", "b", "c", "d"])
        let fewer = try set(["a", "b", "d"])
        for key in Self.keys {
            let name = all.name(all.choose(1, for: key, Self.hasher)[0])
            if name != "c" { #expect(fewer.name(fewer.choose(1, for: key, Self.hasher)[0]) == name) }
        }
    }

    @Test func severalTemplatesARowAreDifferent() throws {
        let prompts = try set(["a", "b", "c", "d"])
        for key in Self.keys.prefix(100) {
            #expect(Set(prompts.choose(3, for: key, Self.hasher)).count == 3)
            #expect(prompts.choose(1, for: key, Self.hasher)[0] == prompts.choose(3, for: key, Self.hasher)[0])
            #expect(prompts.choose(Int.max, for: key, Self.hasher) == [0, 1, 2, 3])
        }
    }

    @Test func invertedShareHolds() throws {
        let prompts = try set(["a", "b"], inverted: ["c"], share: 0.2)
        let inverted = Self.keys.filter {
            prompts.prompts[prompts.choose(1, for: $0, Self.hasher)[0]].template.isInverted
        }
        // 800 expected, standard deviation 25.
        #expect((700...900).contains(inverted.count))
        #expect(try set(["a"], inverted: ["c"], share: 0).prompts.count == 1)
    }
}
