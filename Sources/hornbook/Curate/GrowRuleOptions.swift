import ArgumentParser
import Building
import Diagnostics
import Growing
import Similarity

/// Which candidates `grow` refuses, and where their tasks stand.
struct GrowRuleOptions: ParsableArguments {
    @Option(help: ArgumentHelp("self-instruct or alpaca: the rules and words of that pipeline.", valueName: "name"))
    var preset: GrowPreset?

    @Option(help: ArgumentHelp("Only these rules; their order makes no difference.", valueName: "a,b,c"))
    var rules: String?

    @Option(help: ArgumentHelp("Not this rule, or these; repeatable.", valueName: "a,b,c"))
    var without: [String] = []

    @Option(help: ArgumentHelp("Rule length: fewer words are too few. (default: 4)", valueName: "n"))
    var minWords: Int?

    @Option(help: ArgumentHelp("Rule length: more words are too many. (default: 150)", valueName: "n"))
    var maxWords: Int?

    @Option(
        help: ArgumentHelp(
            "The words of the rule keywords, which this switches on. (default: Alpaca's)", valueName: "a,b,c"))
    var keywords: String?

    @Option(help: ArgumentHelp("Rule rouge-l: more than this is too like. (default: 0.7)", valueName: "t"))
    var threshold: String?

    @Option(
        help: ArgumentHelp(
            "Rule rouge-l compares runs of a-z and 0-9 (ascii, the default, as rouge-score does), or of letters and digits of any script (unicode), where of Han, Kana, Thai, Lao, Khmer and Myanmar each character is one.",
            valueName: "tokens"))
    var tokens: TokenRules?

    /// The rules that these options describe.
    func growRules() throws -> GrowRules {
        var result = GrowRules()
        if let preset { result.apply(preset) }
        if let rules {
            if preset != nil { throw usageError("--rules takes the place of --preset; --without takes rules from it") }
            result.active = Set(try Self.named(rules, "--rules"))
        }
        if let keywords {
            result.keywords = keywords.split(separator: ",").map { NormalisedText.of(String($0)) }.filter {
                !$0.isEmpty
            }
            if result.keywords.isEmpty { throw usageError("--keywords names no word") }
            result.active.insert(.keywords)
        }
        for names in without { result.active.subtract(try Self.named(names, "--without")) }
        let (least, most) = (minWords ?? result.words.lowerBound, maxWords ?? result.words.upperBound)
        guard least >= 0, least <= most else {
            throw usageError("--min-words and --max-words take numbers from 0, the least not above the most")
        }
        result.words = least...most
        if let threshold {
            guard let number = SimilarityThreshold(threshold) else {
                throw usageError("--threshold takes a number from 0 to 1 such as 0.7, not \"\(threshold)\"")
            }
            result.threshold = number
        }
        if let tokens { result.tokens = tokens }
        return result
    }

    private static func named(_ list: String, _ option: String) throws -> [GrowRule] {
        try list.split(separator: ",").map { name in
            guard let rule = GrowRule(rawValue: String(name)) else {
                let near = suggestion(for: String(name), among: GrowRule.allCases.map(\.rawValue))
                throw usageError(
                    "\(option): there is no rule `\(name)`",
                    help: near.map { "did you mean `\($0)`?" } ?? "hornbook grow --help lists the rules")
            }
            return rule
        }
    }
}

extension GrowPreset: ExpressibleByArgument {}
extension TokenRules: ExpressibleByArgument {}
