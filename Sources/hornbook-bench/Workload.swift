/// A kind of rows that benchmarks are run on.
enum Workload: String, CaseIterable {
    /// Title, text and a number for a label: 300 bytes.
    case news
    /// Two sentences and a word for a label: 200 bytes.
    case pairs
    /// An article of several paragraphs and its summary: 4 KB.
    case documents

    /// How many rows a full run takes.
    var usualRows: Int { self == .documents ? 60_000 : 1_000_000 }

    /// The fields' names, in order.
    var fields: [StaticString] {
        switch self {
        case .news: ["title", "text", "label"]
        case .pairs: ["premise", "hypothesis", "label"]
        case .documents: ["article", "summary"]
        }
    }

    /// Writes a row's values; the numbers and texts are the same in every run.
    func writeRow(_ row: Int, from text: inout SyntheticText, to output: inout RowWriter) {
        switch self {
        case .news:
            output.string { text.sentence(of: 5...9, to: &$0) }
            output.string { text.sentence(of: 28...46, to: &$0) }
            output.number(text.below(4))
        case .pairs:
            output.string { text.sentence(of: 12...20, to: &$0) }
            output.string { text.sentence(of: 6...12, to: &$0) }
            output.string { $0 += Self.relations[text.below(3)] }
        case .documents:
            output.string { bytes in
                for paragraph in 0..<8 {
                    if paragraph > 0 { bytes += [0x0A, 0x0A] }
                    for sentence in 0..<4 {
                        if sentence > 0 { bytes.append(0x20) }
                        text.sentence(of: 14...24, to: &bytes)
                    }
                }
            }
            output.string { text.sentence(of: 20...30, to: &$0) }
        }
    }

    private static let relations = ["entailment", "neutral", "contradiction"].map { Array($0.utf8) }

    /// A recipe for a file beside it, through the template that only puts fields between words.
    ///
    /// - Parameter cap: how many of its rows are taken at most; nil: all.
    func recipe(_ file: String, cap: Int?) -> String {
        let cap = cap.map { ", cap: \($0)" } ?? ""
        return """
            seed: 1
            datasets:
              - {name: \(rawValue), data: \(file), templates: {pack: \(rawValue).yaml, use: [splice]}\(cap)}

            """
    }

    /// Two templates: `splice` only puts fields between words, `general` needs more of the template language.
    var pack: String {
        let (splice, general) =
            switch self {
            case .news:
                (
                    #"{{ title }}\n{{ text }}\nWhich topic is this? ||| {{ label }}"#,
                    #"{% if label | string == '0' %}World: {% endif %}{{ title | upper }}\n{{ text }}\nTopic? ||| {{ label }}"#
                )
            case .pairs:
                (
                    #"{{ premise }}\nDoes it follow that {{ hypothesis }}? ||| {{ label }}"#,
                    #"{% if label == 'neutral' %}Think. {% endif %}{{ premise | trim }}\nSo {{ hypothesis | lower }}? ||| {{ label }}"#
                )
            case .documents:
                (
                    #"Summarise this.\n\n{{ article }} ||| {{ summary }}"#,
                    #"{% if summary %}Summarise this.{% endif %}\n\n{{ article | trim }} ||| {{ summary | capitalize }}"#
                )
            }
        return """
            dataset: \(rawValue)
            templates:
              splice: {id: splice, name: splice, jinja: "\(splice)"}
              general: {id: general, name: general, jinja: "\(general)"}

            """
    }
}

/// Text that reads like news and is the same in every run.
struct SyntheticText {
    private var state: UInt64 = 1

    private static let words = """
        the of and to in a for on said that by with from at as new its will after has was market company year
        government president oil prices shares million quarter percent report police minister election world first
        week Monday Friday London China Reuters Internet software game season coach team victory trade bank growth
        research scientists space people talks against before during between officials expected announced record
        """.split { $0 == " " || $0 == "\n" }.map { Array($0.utf8) }
    private static let odd = [
        "\"so-called\"", "café", "Zürich", "—", "AT&T", "C:\\files", "東京", "naïve", "(AP)", "3.5%,",
    ]
    .map { Array($0.utf8) }

    /// A number from 0 up to but not including a bound. A linear congruential generator (Knuth's MMIX constants).
    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(truncatingIfNeeded: state >> 33) % bound
    }

    /// Appends a sentence. About one in six holds something that must be escaped or is no ASCII.
    mutating func sentence(of lengths: ClosedRange<Int>, to bytes: inout [UInt8]) {
        let length = lengths.lowerBound + below(lengths.count)
        let oddPlace = below(6) == 0 ? below(length) : -1
        for place in 0..<length {
            if place > 0 { bytes.append(0x20) }
            bytes += place == oddPlace ? Self.odd[below(Self.odd.count)] : Self.words[below(Self.words.count)]
        }
        bytes.append(UInt8(ascii: "."))
    }
}
