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

    @Test func equalRemaindersGoByName() {
        #expect(apportion(total: 1, rates: [1, 1], bounds: [5, 5], names: ["b", "a"]) == [0, 1])
        #expect(apportion(total: 10, rates: [], bounds: [], names: []) == [])
        #expect(apportion(total: 10, rates: [0, 0], bounds: [5, 5], names: ["a", "b"]) == [0, 0])
    }
}

@Suite struct SelectionTests {
    static func key(_ number: UInt64) -> SelectionKey {
        SelectionKey(primary: XXH64.avalanche(number &+ 1), tie: number)
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
