/// Numbers drawn from a seed, the same in every run: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014).
package struct Draws {
    private var state: UInt64

    /// Draws of a seed; other seeds give others.
    package init(seed: Int) { state = UInt64(seed) << 32 }

    /// A number from 0 up to but not including `count`, which is above 0.
    package mutating func draw(_ count: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(count))
    }

    /// Yes or no.
    package mutating func flip() -> Bool { draw(2) == 0 }

    /// One of some choices, of which there is at least one.
    package mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[draw(choices.count)] }

    /// The same elements in another order.
    package mutating func shuffle<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for index in elements.indices.reversed() { elements.swapAt(index, draw(index + 1)) }
        return elements
    }
}
