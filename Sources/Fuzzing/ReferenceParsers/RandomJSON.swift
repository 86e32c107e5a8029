/// Random rows, and ways to spoil them.
package struct RandomJSON {
    /// Where the choices come from.
    package var random: Random

    /// - Parameter seed: the same one gives the same texts.
    package init(seed: UInt64) { random = Random(seed: seed) }

    /// Keys that are equal in several spellings, that begin alike, and of the lengths about a word's.
    package static let keys = [
        "a", "b", #"\u0061"#, "é", #"\u00E9"#, "", "text", "tex", "texts", "label_1", "label_12", "seventeen_letters",
        "e\u{301}", #"\""#, "a b", ":",
    ]

    private static let scalars = [
        #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\n"#, #"\r"#, #"\t"#, #"\u0000"#, #"\u001f"#, #"\u0022"#,
        #"\u005C"#, #"\u002f"#, #"\u007F"#, #"\u20Ac"#, #"\uFFFF"#, #"\ud83D\uDe00"#, "x", "é", "😀", "\u{2028}",
        "\u{7F}", "{", "]",
        ",", ":", "plain text", "a longer run of plain text, over blocks",
    ]

    private static let numbers = [
        "0", "-0", "1.50", "2E+7", "-12345678901234567890", "1e-400", "0e999999999999999999999",
        "1.7976931348623157e308",
        "17976931348623158.07937e292", "123456789.000", "5e-324",
    ]

    /// An object on one line.
    package mutating func row() -> String { object(depth: 1) }

    /// An object whose keys are given, in their order.
    package mutating func row(keys: [String]) -> String {
        let isTight = random.below(3) > 0
        let members = keys.map { key in
            let (before, behind) = isTight ? ("", "") : (space(), space())
            let value = isTight ? random.pick(["1", "\"x\"", "[2]", "\"é\"", "{}", "\"\""]) : value(depth: 2)
            return "\(before)\"\(key)\"\(behind):\(value)"
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    private mutating func object(depth: Int) -> String {
        // Now and then more keys than are compared in pairs.
        let count = random.below(20) == 0 ? 20 : random.below(5)
        let members = (0..<count).map { _ in
            space() + "\"" + random.pick(Self.keys) + "\"" + space() + ":" + value(depth: depth + 1)
        }
        return "{" + (members.isEmpty ? space() : members.joined(separator: ",")) + "}"
    }

    private mutating func value(depth: Int) -> String {
        let text: String
        switch random.below(depth > 4 ? 5 : 8) {
        case 0: text = random.pick(["null", "true", "false"])
        case 1: text = random.pick(Self.numbers)
        case 2, 3, 4: text = "\"" + (0..<random.below(6)).map { _ in random.pick(Self.scalars) }.joined() + "\""
        case 5: text = "[" + (0..<random.below(4)).map { _ in value(depth: depth + 1) }.joined(separator: ",") + "]"
        default: text = object(depth: depth)
        }
        return space() + text + space()
    }

    private mutating func space() -> String { random.pick(["", "", "", " ", "\t", "  \r"]) }

    /// Changes a few bytes: other ones, ones less, ones more, the end cut off.
    package mutating func spoil(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.below(3) {
            let place = random.below(bytes.count + 1)
            switch random.below(8) {
            case 0: bytes.removeLast(bytes.count - place)
            case 1, 2: if place < bytes.count { bytes.remove(at: place) }
            case 3, 4: bytes.insert(random.pick(Array("{}[]\",:\\u0e-.tN \u{1}é".utf8)), at: place)
            case 5: if place < bytes.count { bytes[place] = UInt8(random.below(256)) }
            case 6: if place < bytes.count { bytes[place] ^= 1 << UInt8(random.below(8)) }
            default: bytes.insert(UInt8(0x80 + random.below(128)), at: place)
            }
        }
        return bytes
    }
}

/// A linear congruential generator (Knuth's MMIX constants): the same numbers everywhere.
package struct Random {
    private var state: UInt64

    /// - Parameter seed: the same one gives the same numbers.
    package init(seed: UInt64) { state = seed }

    /// A number from 0 to below a bound.
    package mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    /// One of several.
    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
