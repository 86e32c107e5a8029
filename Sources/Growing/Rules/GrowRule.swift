import Diagnostics

/// Why a candidate is not taken into a pool. The raw values are the names that users see and switch; of the rules that speak
/// against a candidate, the first one in this order counts.
package enum GrowRule: String, Rule {
    case length
    case keywords
    case writeAProgram = "write-a-program"
    case punctuationStart = "punctuation-start"
    case nonLetterStart = "non-letter-start"
    case emptyOutput = "empty-output"
    case outputEqualsInput = "output-equals-input"
    case trailingColon = "trailing-colon"
    case sameInputDifferentOutputs = "same-input-different-outputs"
    case exactDuplicate = "exact-duplicate"
    case rougeL = "rouge-l"

    /// One sentence on what is refused, and where the rule comes from.
    package var summary: String {
        switch self {
        case .length: "fewer than 4 words or more than 150, settable (Self-Instruct, Alpaca)"
        case .keywords: "a word such as image, file, plot (Self-Instruct; Alpaca has more words); off by default"
        case .writeAProgram: "begins with \"Write a program\" (Self-Instruct, Alpaca)"
        case .punctuationStart: "begins with an ASCII punctuation mark (Self-Instruct, Alpaca)"
        case .nonLetterStart:
            "begins with no ASCII letter, digit or punctuation mark (theirs: a character that is not ASCII)"
        case .emptyOutput: "an output is blank (Self-Instruct)"
        case .outputEqualsInput: "an output is the same as its input (Self-Instruct)"
        case .trailingColon: "an input or output ends with a colon, as if cut off (Self-Instruct)"
        case .sameInputDifferentOutputs:
            "the same input, not empty, has another output: in the row (Self-Instruct) or in another candidate"
        case .exactDuplicate: "the instruction is there already, but for case and white space"
        case .rougeL: "ROUGE-L to an instruction that is there already is above 0.7, settable (Self-Instruct, Alpaca)"
        }
    }
}

/// The filters of a published pipeline.
package enum GrowPreset: String, Sendable, CaseIterable {
    /// Wang et al. 2022: `bootstrap_instructions.py` and `prepare_for_finetuning.py`.
    case selfInstruct = "self-instruct"
    /// Taori et al. 2023: `generate_instruction.py`.
    case alpaca

    package var rules: Set<GrowRule> {
        let both: Set<GrowRule> = [
            .length, .keywords, .writeAProgram, .punctuationStart, .nonLetterStart, .rougeL,
        ]
        switch self {
        case .selfInstruct:
            return both.union([.emptyOutput, .outputEqualsInput, .trailingColon, .sameInputDifferentOutputs])
        case .alpaca: return both
        }
    }

    /// The words of its rule `keywords`.
    package var keywords: [String] {
        let both = [
            "image", "images", "graph", "graphs", "picture", "pictures", "file", "files", "map", "maps", "draw", "plot",
            "go to",
        ]
        return self == .selfInstruct ? both : both + ["video", "audio", "music", "flowchart", "diagram"]
    }
}

/// Why one candidate is not taken.
package struct Refusal: Sendable, Equatable {
    package var rule: GrowRule
    package var reason: String
    /// The instruction that it is like, if the rule compares.
    package var similar: String?
    /// ROUGE-L to that instruction, if it was measured.
    package var score: Double?

    package init(_ rule: GrowRule, _ reason: String, similar: String? = nil, score: Double? = nil) {
        (self.rule, self.reason, self.similar, self.score) = (rule, reason, similar, score)
    }
}
