import JSON
import TestSupport
import Testing

@testable import Prompting

/// The check on inversions gives the answers of its plain twin, whatever the texts.
@Suite struct InversionTwinTests {
    private static let ascii = [
        "a", "b", "A", "art", "party", "Film", "film", "FILM", "x1", "42", "4", "2", "isn't", "re-read", "snake_case",
        "@",
        "[", "`", "{", "/", ":", "\u{0}", "\u{10}", "\u{1F}", "\u{7F}", "(b)", "...", "averyverylongword",
    ]
    /// None is a word that Unicode calls equivalent to another one here.
    private static let others = [
        "Ärger", "ärger", "ÄRGER", "straße", "STRASSE", "ẞ", "İstanbul", "istanbul", "ı", "ΣΟΦΟΣ", "σοφος",
        "σοφος\u{3C2}", "Σ",
        "ς", "e\u{301}", "é", "É", "e", "n\u{303}o", "½", "²", "Ⅷ", "ⅷ", "٣", "电影", "这部电影", "。", "好", "한국어", "日本",
        "か", "\u{212A}", "k", "ﬁ", "ǅ", "ǆ", "Ⱥ", "Ꭰ", "ꭰ", "𐐀", "𐐨", "𝟜", "🙂", "👩\u{200D}💻", "“", "”", "–", "\u{A0}",
        "\u{3000}",
        "\u{FFFD}", "\u{200B}", "ʼ", "ª", "Дом", "дом", "שלום", "हिन्दी",
    ]
    private static let dividers = [" ", " ", " ", " ", "", ", ", "\n", "-", " ('", "\") ", "\t ", "  "]

    private static func text(_ pieces: [String], _ most: Int, _ draws: inout Draws) -> String {
        draws.texts(most) { pieces[$0.draw(pieces.count)] + dividers[$0.draw(dividers.count)] }.joined()
    }

    /// A row, and a target that may hold its texts or parts of them.
    private static func instance(_ pieces: [String], _ draws: inout Draws) -> (String, [String], [String]) {
        let row = draws.texts(4) { text(pieces, $0.draw(3) == 0 ? 12 : 3, &$0) }
        let inputs = draws.texts(2) { text(pieces, 2, &$0) }
        let some = row.isEmpty ? "" : row[draws.draw(row.count)]
        let target =
            switch draws.draw(8) {
            case 0: some
            case 1: String(some.dropFirst(draws.draw(4)).dropLast(draws.draw(4)))
            case 2: text(pieces, 6, &draws) + " " + some + text(pieces, 6, &draws)
            case 3: text(pieces, 1, &draws) + some.uppercased()
            case 4: " " + some + "\n"
            case 5: row.joined(separator: "; ")
            default: text(pieces, [1, 4, 30][draws.draw(3)], &draws)
            }
        return (target, row, inputs + (draws.draw(3) > 0 ? ["good"] : []) + (draws.draw(9) == 0 ? [target] : []))
    }

    @Test(arguments: 0..<40) func answersAreThoseOfTheTwin(_ round: Int) {
        var draws = Draws(seed: round)
        let all = [Self.ascii, Self.ascii + Self.others, Self.others][round % 3]
        // One for all: what an instance leaves behind is nothing to the next.
        let inversions = InversionGuard()
        var seen: [InversionRefusal?: Int] = [:]
        for _ in 0..<250 {
            // Few words, so that they come again.
            let pieces = (0..<3 + draws.draw(8)).map { _ in all[draws.draw(all.count)] }
            let (target, row, inputs) = Self.instance(pieces, &draws)
            let expected = InversionTwin.refusal(target: target, row: row, inputs: inputs)
            seen[expected, default: 0] += 1
            guard inversions.refusal(target: target, row: row, inputs: inputs) == expected else {
                Issue.record(
                    "not \(String(describing: expected)): \(target.debugDescription) of \(row), from \(inputs)")
                return
            }
        }
        #expect(seen.count == 3, "\(seen)")
    }

    @Test(
        arguments: [
            ("art", ["party"]), ("party art", ["party"]), ("", []), ("", ["a"]), ("...", ["a"]), ("!", []), ("a", [""]),
            ("a", ["…", " "]), ("a b c d e", ["a b"]), ("a b c d e", ["b c"]), ("a b c d e", ["d e"]),
            ("a b c d e", ["a c"]), ("a b c d e", ["a"]), ("a b c d", ["a", "b"]), ("a b c d e", ["a", "b", "A"]),
            ("a a a b c d e", ["a"]), ("a a a b", ["b"]), ("ab ab ab c d e f g", ["ab ab c"]),
            ("ab ab ab c d e f g h i j", ["ab ab c"]),
            ("ab ab ab c d e f g h", ["ab ab ab ab"]), ("a ab ab d e f g h", ["b ab"]), ("a ab ab d e f g h", ["ab a"]),
            ("x y", ["x y z and much more that is not asked for"]), ("½ Ⅷ", ["Ⅷ"]), ("½ x Ⅷ", ["ⅷ"]),
            ("ΟΔΟΣ x y", ["οδος"]), ("ΟΔΟΣ x", ["οδοσ"]), ("İ x y", ["i"]), ("İ", ["I\u{307}"]),
            ("STRASSE a", ["straße"]),
            ("cafe\u{301}", ["café"]), ("cafe\u{301} x", ["cafe"]), ("\u{212A}", ["k"]), ("\u{A0}a b\u{3000}", ["a b"]),
            ("a b", ["\u{A0}a b\u{85}"]), ("电影 a b", ["这部电影"]), ("电影。a", ["电影"]),
        ] as [(String, [String])])
    func cornersAreThoseOfTheTwin(_ target: String, _ row: [String]) {
        let expected = InversionTwin.refusal(target: target, row: row, inputs: ["good"])
        #expect(InversionGuard().refusal(target: target, row: row, inputs: ["good"]) == expected)
    }

    @Test func wordsAreCountedOnceEachTimeTheyAreWanted() {
        // More words than the smallest table has room for.
        let many = (0..<1000).map { "w\($0)" }
        let inversions = InversionGuard()
        for known in [0, 1, 499, 500, 501, 1000] {
            let row = [many[..<known].joined(separator: " ").uppercased(), many[..<known].joined(separator: ".")]
            let refusal = inversions.refusal(target: many.joined(separator: " "), row: row, inputs: ["good"])
            // With two words of it the row's text stands in the target.
            #expect(refusal == (known < 2 ? .targetNotInRow : nil))
            let scattered = stride(from: 0, to: known, by: 1).map { many[$0] + " x" }
            let other = inversions.refusal(target: many.joined(separator: " "), row: scattered, inputs: ["good"])
            #expect(other == (known < 500 ? .targetNotInRow : nil))
        }
    }

    @Test func wordsOfEveryScalarAreThoseOfTheTwin() {
        let words = LowerWords()
        for block in stride(from: UInt32(0), to: 0x32000, by: 64) {
            let scalars = (block..<block + 64).compactMap(Unicode.Scalar.init)
            for text in [scalars.map { "a\($0)B" }.joined(), String(String.UnicodeScalarView(scalars))] {
                let expected = InversionTwin.words(text).map { Array($0.utf8) }
                guard words.texts(of: text).map({ Array($0.utf8) }) == expected,
                    LowerWords.stand(in: text) != expected.isEmpty
                else {
                    Issue.record("words differ from U+\(String(block, radix: 16)) on")
                    return
                }
            }
        }
    }

    @Test func wordsAreComparedAsBytes() {
        // Canonically equivalent, and other words all the same: a syllable and its letters, an accent by two numbers.
        for (one, other) in [("한", "\u{1112}\u{1161}\u{11AB}"), ("ά", "\u{1F71}")] {
            #expect(one == other)
            #expect(InversionTwin.refusal(target: one, row: [other], inputs: ["good"]) == nil)
            #expect(InversionGuard().refusal(target: one, row: [other], inputs: ["good"]) == .targetNotInRow)
        }
    }

    // MARK: Rows

    private static func value(_ depth: Int, _ draws: inout Draws) -> String {
        switch draws.draw(depth > 2 ? 6 : 9) {
        case 0: return ["null", "true", "false", "0", "-1.5e3", "12"][draws.draw(6)]
        case 1: return #""a \"b\" \n\u00c4{ x""#
        case 2: return ["\"\"", "\"{\"", "\"]\"", #""[\\""#, #""\ud83d\ude42 ab""#][draws.draw(5)]
        case 3, 4, 5: return "\"" + text(["a", "B", "ä", "c"], 6, &draws).filter { $0 > "\u{1F}" && $0 != "\"" } + "\""
        case 6: return "[" + draws.texts(3) { value(depth + 1, &$0) }.joined(separator: " , ") + "]"
        default:
            return "{" + draws.texts(3) { #""k\#($0.draw(3))": "# + value(depth + 1, &$0) }.joined(separator: ",") + "}"
        }
    }

    @Test(arguments: 0..<20) func textsAndRunsOfRowsAreThoseOfTheTwin(_ round: Int) throws {
        var draws = Draws(seed: round)
        var last: (json: [UInt8], row: JSONValue)?
        for _ in 0..<50 {
            let members = draws.texts(4) { Self.value(0, &$0) }.enumerated().map { #""f\#($0)" :\#($1)"# }
            let json = Array(("{ " + members.joined(separator: ", ") + "}").utf8)
            let row = try JSONValue(parsing: String(decoding: json, as: UTF8.self))
            var found: [String] = []
            try json.withUnsafeBytes { bytes in
                let fields = JSONFields()
                var scanner = JSONScanner(bytes)
                try scanner.scanObject(into: fields)
                let values = RowValues()
                values.load(bytes, fields)
                let isFound = values.anyText { text in
                    found.append(String(decoding: text, as: UTF8.self))
                    return false
                }
                #expect(!isFound)
                #expect(values.anyText { _ in true } == !found.isEmpty)
            }
            #expect(found == RowWords.texts(row), "\(String(decoding: json, as: UTF8.self))")
            for length in 0...3 {
                let runs = json.withUnsafeBytes { RowWords.runs(of: length, in: $0) }
                let expected = length == 0 ? [] : InversionTwin.runs(of: length, in: row)
                #expect(runs.count == expected.count)
                guard length > 0, let last else { continue }
                let others = last.json.withUnsafeBytes { RowWords.runs(of: length, in: $0) }
                let shared = expected.intersection(InversionTwin.runs(of: length, in: last.row))
                #expect(runs.intersection(others).count == shared.count)
            }
            last = (json, row)
        }
    }
}

extension Draws {
    fileprivate mutating func texts(_ most: Int, _ text: (inout Draws) -> String) -> [String] {
        (0..<draw(most + 1)).map { _ in text(&self) }
    }
}
