import TestSupport
import Testing

@testable import Mixing

@Suite struct MixtureTests {
    /// The four sizes and shares that T5's and seqio's arithmetic give.
    @Test(
        arguments: [
            (nil, 1.0, [0.839, 0.144, 0.012, 0.005]),
            (65536, 1.0, [0.470, 0.470, 0.041, 0.018]),
            (262_144, 2.0, [0.571, 0.289, 0.085, 0.056]),
        ] as [(Int?, Double, [Double])])
    func sharesOfT5(_ cap: Int?, _ temperature: Double, _ expected: [Double]) {
        let sizes = [392_702, 67_349, 5_749, 2_490]
        let entries = zip(["mnli", "sst2", "stsb", "rte"], sizes).map { MixtureEntry(name: $0, available: $1) }
        let shares = mix(entries, MixtureRules(cap: cap, temperature: temperature, size: 1000))
        for (share, expected) in zip(shares, expected) { #expect(abs(share.share - expected) < 0.0006) }
        #expect(shares.reduce(0) { $0 + $1.count } == 1000)
    }

    @Test func naturalSizeIsWhatTheCapsLeave() {
        let shares = mix(
            [
                MixtureEntry(name: "a", available: 100, cap: 30), MixtureEntry(name: "b", available: 20),
                MixtureEntry(name: "c", available: 0), MixtureEntry(name: "d", available: 500),
            ], MixtureRules(cap: 50))
        #expect(shares.map(\.count) == [30, 20, 0, 50])
    }

    @Test func weightMultipliesTheRate() {
        let entries = [MixtureEntry(name: "a", available: 1000, weight: 3), MixtureEntry(name: "b", available: 1000)]
        #expect(mix(entries, MixtureRules(size: 400)).map(\.count) == [300, 100])
    }

    @Test func nobodyGetsMoreThanItHas() {
        let entries = [MixtureEntry(name: "a", available: 10, weight: 100), MixtureEntry(name: "b", available: 1000)]
        #expect(mix(entries, MixtureRules(size: 400)).map(\.count) == [10, 390])
    }

    @Test(arguments: [0, 1, 7, 100, 10_000])
    func sizesAreMetExactlyOrAllIsTaken(_ size: Int) {
        let entries = (0..<13).map { MixtureEntry(name: "d\($0)", available: $0 * 37 % 101, weight: Double($0 % 4)) }
        let most = entries.reduce(0) { $0 + ($1.weight > 0 ? $1.available : 0) }
        #expect(mix(entries, MixtureRules(size: size)).reduce(0) { $0 + $1.count } == min(size, most))
    }

    @Test func orderOfDatasetsMakesNoDifference() {
        let entries = (0..<9).map { MixtureEntry(name: "d\($0)", available: 10 + $0 * 3) }
        let rules = MixtureRules(size: 100)
        let straight = Dictionary(uniqueKeysWithValues: mix(entries, rules).map { ($0.name, $0.count) })
        let turned = Dictionary(uniqueKeysWithValues: mix(entries.reversed(), rules).map { ($0.name, $0.count) })
        #expect(straight == turned)
    }

    @Test func fixedSharesAreFractionsOfTheResult() {
        let entries = [
            MixtureEntry(name: "a", available: 570), MixtureEntry(name: "b", available: 380),
            MixtureEntry(name: "plain", available: 9000, share: 0.05),
        ]
        // N_plain = N_instr x s / (1 - s).
        #expect(mix(entries, MixtureRules()).map(\.count) == [570, 380, 50])
        #expect(mix(entries, MixtureRules(size: 200)).map(\.count) == [114, 76, 10])
        #expect(mix(entries, MixtureRules(size: 200)).map(\.share) == [0.95 * 0.6, 0.95 * 0.4, 0.05])
        // What the others cannot fill is not filled up by the fixed one.
        #expect(mix(entries, MixtureRules(size: 100_000)).map(\.count) == [570, 380, 50])
        var poor = entries
        poor[2].available = 3
        #expect(mix(poor, MixtureRules()).map(\.count) == [570, 380, 3])
        #expect(mix(poor, MixtureRules(size: 200)).map(\.count) == [118, 79, 3])
    }

    @Test func sharesThatFillTheWholeAreKept() {
        let entries = [
            MixtureEntry(name: "a", available: 100, share: 0.75), MixtureEntry(name: "b", available: 100, share: 0.25),
        ]
        #expect(mix(entries, MixtureRules()).map(\.count) == [100, 33])
        #expect(mix(entries, MixtureRules(size: 80)).map(\.count) == [60, 20])
        #expect(mix(entries, MixtureRules(size: 200)).map(\.count) == [100, 50])
    }

    @Test func epochsBoundRepetition() {
        let entries = [MixtureEntry(name: "a", available: 10), MixtureEntry(name: "b", available: 100)]
        var rules = MixtureRules(temperature: 1000, size: 80)
        #expect(mix(entries, rules).map(\.count) == [10, 70])
        rules.epochs = 3
        #expect(mix(entries, rules).map(\.count) == [30, 50])
        rules.epochs = 9
        #expect(mix(entries, rules).map(\.count) == [40, 40])
        // One pass is what there is without a size; a cap bounds passes, too.
        rules.size = nil
        #expect(mix(entries, rules).map(\.count) == [10, 100])
        rules = MixtureRules(cap: 25, temperature: 1000, size: 80)
        rules.epochs = 9
        #expect(mix(entries, rules).map(\.count) == [25, 25])
    }

    @Test func groupsAreMixedAmongThemselvesFirst() {
        var nlp = MixtureGroup(name: "nlp")
        nlp.share = 0.8
        nlp.cap = 100
        nlp.datasets = ["a", "b"]
        var inner = MixtureGroup(name: "inner")
        inner.share = 0.5
        inner.datasets = ["c"]
        nlp.groups = [inner]
        var rules = MixtureRules(size: 1000)
        rules.epochs = 100
        rules.groups = [nlp]
        let entries = ["a": 300, "b": 50, "c": 5000, "d": 5000].sorted { $0.key < $1.key }.map {
            MixtureEntry(name: $0.key, available: $0.value)
        }
        let shares = mix(entries, rules)
        // Of 800, 400 are to be c; but all three have a cap of 100, and d has what is left.
        #expect(shares.map(\.count) == [100, 100, 100, 700])
        for (share, expected) in zip(shares.map(\.share), [0.8 / 3, 0.4 / 3, 0.4, 0.2]) {
            #expect(abs(share - expected) < 1e-12)
        }
        #expect(shares.map(\.cap) == [100, 100, 100, nil])
    }

    @Test func groupThatGetsLessThanItHasKeepsItsShares() {
        var nlp = MixtureGroup(name: "nlp")
        nlp.share = 0.2
        nlp.datasets = ["a", "p"]
        var rules = MixtureRules()
        rules.groups = [nlp]
        let entries = [
            MixtureEntry(name: "a", available: 900), MixtureEntry(name: "p", available: 500, share: 0.1),
            MixtureEntry(name: "z", available: 400),
        ]
        // 400 are 80%; so the group is 100, a tenth of which is p.
        #expect(mix(entries, rules).map(\.count) == [90, 10, 400])
    }

    /// FLAN's: at most 30,000 of each, and rates of at most 3,000.
    @Test func ratesHaveACapOfTheirOwn() {
        let entries = [MixtureEntry(name: "a", available: 100_000), MixtureEntry(name: "b", available: 1000)]
        var rules = MixtureRules(cap: 30_000, size: 4000)
        rules.rateCap = 3000
        #expect(mix(entries, rules).map(\.count) == [3000, 1000])
        rules.size = nil
        #expect(mix(entries, rules).map(\.count) == [30_000, 1000])
    }

    @Test func capsComeFromTheInnermostGroup() {
        var inner = MixtureGroup(name: "inner")
        inner.datasets = ["c"]
        var outer = MixtureGroup(name: "outer")
        (outer.cap, outer.datasets, outer.groups) = (500, ["b"], [inner])
        var free = MixtureGroup(name: "free")
        free.datasets = ["d"]
        var rules = MixtureRules(cap: 100)
        rules.groups = [outer, free]
        #expect(["a", "b", "c", "d"].map { rules.cap(of: $0) } == [100, 500, 500, 100])
        // What the shares are made with is the same.
        let entries = ["a", "b", "c", "d"].map { MixtureEntry(name: $0, available: 900) }
        #expect(mix(entries, rules).map(\.cap) == [100, 500, 500, 100])
        rules.cap = nil
        #expect(["a", "b", "d"].map { rules.cap(of: $0) } == [nil, 500, nil])
    }

    /// T0's published rule.
    @Test(
        arguments: [(500_000, 7, nil), (500_001, 7, 499_996), (900_000, 1, 500_000), (900_000, 0, nil)]
            as [(Int, Int, Int?)])
    func largeDatasetsShareACapAmongTemplates(_ rows: Int, _ templates: Int, _ cap: Int?) {
        var rules = MixtureRules()
        #expect(rules.capOfLarge(rows: rows, templates: templates) == nil)
        rules.largeDatasetCap = 500_000
        #expect(rules.capOfLarge(rows: rows, templates: templates) == cap)
    }

    @Test func scaleComesBeforeTheCap() {
        let entries = [MixtureEntry(name: "a", available: 100), MixtureEntry(name: "b", available: 1000)]
        var rules = MixtureRules(cap: 300, size: 100)
        rules.scale = 2
        #expect(mix(entries, rules).map(\.rate) == [200, 300])
    }

    /// Of a group whose parts all have fixed shares, one cannot give its own: what it leaves goes to the group's neighbours.
    @Test(arguments: [(Double?.some(0.5), 1.0, [693, 250, 57]), (nil, 10, [664, 279, 57])])
    func whatAGroupCannotGiveGoesToOthers(_ share: Double?, _ weight: Double, _ expected: [Int]) {
        var group = MixtureGroup(name: "g")
        (group.share, group.weight, group.datasets) = (share, weight, ["b", "c"])
        var rules = MixtureRules(size: 1000)
        rules.groups = [group]
        let entries = [
            MixtureEntry(name: "a", available: 3000), MixtureEntry(name: "b", available: 500, share: 0.5),
            MixtureEntry(name: "c", available: 57, share: 0.5),
        ]
        #expect(mix(entries, rules).map(\.count) == expected)
    }

    /// Where all others give what they have, a fixed share is one of that, and takes none of their room by rounding.
    @Test(arguments: [(1, 0.1, 100, 2.0, [1, 3, 0]), (100, 0.05, 1000, 3, [100, 3, 5])])
    func fixedShareLeavesOthersTheirs(
        _ rows: Int, _ share: Double, _ size: Int, _ temperature: Double, _ expected: [Int]
    ) {
        let entries = [
            MixtureEntry(name: "a", available: rows), MixtureEntry(name: "b", available: 3),
            MixtureEntry(name: "s", available: 500, share: share),
        ]
        #expect(mix(entries, MixtureRules(temperature: temperature, size: size)).map(\.count) == expected)
    }

    /// Whatever the rules: counts are whole, within bounds, sum to the size or leave it for a reason, and do not depend on
    /// the order of the recipe.
    @Test(arguments: 0..<300)
    func randomMixtures(_ round: Int) {
        var draws = Draws(seed: round)
        func draw(_ count: Int) -> Int { draws.draw(count) }
        let entries = (0..<1 + draw(9)).map { index in
            MixtureEntry(
                name: "d\(index)", available: draw(4) == 0 ? 0 : draw(1000), cap: draw(3) == 0 ? draw(300) : nil,
                weight: Double(draw(4)) / 2, share: draw(5) == 0 ? Double(1 + draw(9)) / 100 : nil)
        }
        var rules = MixtureRules(
            cap: draw(3) == 0 ? 1 + draw(500) : nil, temperature: [0.5, 1, 2, 7][draw(4)],
            size: draw(2) == 0 ? draw(3000) : nil)
        rules.epochs = 1 + draw(3)
        if draw(2) == 0 {
            for index in 0..<1 + draw(2) {
                var group = MixtureGroup(name: "g\(index)")
                group.share = draw(2) == 0 ? 0.3 : nil
                group.temperature = draw(2) == 0 ? 3 : nil
                group.datasets = entries.map(\.name).enumerated().filter { $0.offset % 3 == index }.map(\.element)
                rules.groups.append(group)
            }
        }
        let found = mix(entries, rules)
        for (entry, share) in zip(entries, found) {
            #expect(share.count >= 0 && share.count <= min(entry.available * rules.epochs, share.cap ?? Int.max))
            if entry.weight == 0, entry.share == nil { #expect(share.count == 0) }
        }
        let sum = found.reduce(0) { $0 + $1.count }
        if let size = rules.size { #expect(sum <= size) }
        let isPlain = entries.allSatisfy { $0.share == nil } && rules.groups.allSatisfy { $0.share == nil }
        if let size = rules.size, isPlain {
            let most = zip(entries, found).reduce(0) { sum, pair in
                sum + (pair.1.rate > 0 ? min(pair.0.available * rules.epochs, pair.1.cap ?? Int.max) : 0)
            }
            #expect(sum == min(size, most))
        }
        // While a dataset beside all groups, of no fixed share, has more to give, nothing of the size is missing.
        let grouped = Set(rules.groups.flatMap(\.allDatasets))
        let hasRoom = zip(entries, found).contains { entry, share in
            entry.share == nil && !grouped.contains(entry.name) && share.rate > 0
                && share.count < min(entry.available * rules.epochs, share.cap ?? Int.max)
        }
        if let size = rules.size, hasRoom { #expect(sum == size) }
        var turned = rules
        turned.groups = rules.groups.reversed().map { group in
            var group = group
            group.datasets.reverse()
            return group
        }
        let again = mix(entries.reversed(), turned)
        #expect(Array(again.reversed()) == found)
    }

    @Test func thousandsOfDatasets() {
        let entries = (0..<5000).map { MixtureEntry(name: "d\($0)", available: $0) }
        #expect(mix(entries, MixtureRules(size: 100_000)).reduce(0) { $0 + $1.count } == 100_000)
        #expect(mix(entries, MixtureRules(cap: 0, size: 100)).allSatisfy { $0.count == 0 })
        #expect(mix([], MixtureRules(size: 100)).isEmpty)
    }

    @Test func equalRemaindersGoByName() {
        #expect(apportion(total: 1, rates: [1, 1], bounds: [5, 5], names: ["b", "a"]) == [0, 1])
        #expect(apportion(total: 10, rates: [], bounds: [], names: []) == [])
        #expect(apportion(total: 10, rates: [0, 0], bounds: [5, 5], names: ["a", "b"]) == [0, 0])
    }
}

@Suite struct SelectionTests {
    static func key(_ number: UInt64) -> SelectionKey {
        SelectionKey(primary: XXH3.avalanche(number &+ 1), tie: number)
    }

    @Test(arguments: [0, 1, 5, 99, 100])
    func thresholdTakesJustSoMany(_ count: Int) {
        let all = (0..<100).map { Self.key($0) }
        var kept = SmallestKeys(limit: 100)
        for key in all { kept.add(key) }
        var selector = Selector(kept.threshold(for: count))
        #expect(all.filter { selector.takes($0) }.sorted() == Array(all.sorted().prefix(count)))
    }

    @Test func limitKeepsTheSmallest() {
        let all = (0..<5000).map { Self.key($0) }
        var kept = SmallestKeys(limit: 10)
        for key in all { kept.add(key) }
        #expect(kept.threshold(for: 10).last == all.sorted()[9])
    }

    @Test func equalKeysAreTakenAsOftenAsThereIsRoom() {
        let key = SelectionKey(primary: 5, tie: 5)
        var kept = SmallestKeys(limit: 10)
        for _ in 0..<4 { kept.add(key) }
        kept.add(SelectionKey(primary: 1, tie: 0))
        var selector = Selector(kept.threshold(for: 3))
        #expect((0..<4).filter { _ in selector.takes(key) }.count == 2)
    }
}
