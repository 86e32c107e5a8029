/// A linear congruential generator (Knuth's MMIX constants): the same numbers everywhere.
package struct Random {
    private var state: UInt64

    /// - Parameter seed: the same one gives the same numbers.
    package init(seed: UInt64) {
        state = seed
    }

    /// A number from 0 to below a bound.
    package mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    /// One of several.
    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}
