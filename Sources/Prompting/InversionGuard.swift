import JSON
import Jinja

/// Why an instance of an inverted template is refused; the raw values are the names in reports.
public enum InversionRefusal: String, Sendable, CaseIterable {
    /// What is to be learnt does not come from the row.
    case targetNotInRow = "target_not_in_row"
    /// What it is to be learnt from says nothing: it is blank, or the mere letter of an option.
    case inputUndetermined = "input_undetermined"

    /// The reason in words.
    public var reason: String {
        switch self {
        case .targetNotInRow: "what it asks for does not come from the row"
        case .inputUndetermined: "what it asks from says nothing"
        }
    }
}

/// How many inversions were refused, by reason.
public struct RefusalCounts: Sendable, Equatable {
    private var targets = 0
    private var inputs = 0

    /// None yet.
    public init() {}

    /// How many were refused for a reason.
    public subscript(refusal: InversionRefusal) -> Int {
        get { refusal == .targetNotInRow ? targets : inputs }
        set { if refusal == .targetNotInRow { targets = newValue } else { inputs = newValue } }
    }

    /// How many were refused, whatever for.
    public var total: Int { targets + inputs }
}

/// Looks whether an inverted instance still asks for something that can be learnt.
struct InversionGuard {
    /// Whether an inverted instance is refused.
    ///
    /// - Parameters:
    ///   - target: its completion.
    ///   - row: the row that it was made of.
    ///   - inputs: what the prompt is made from, as texts: the values of the fields that it reads, or the answer that was
    ///     turned around.
    static func refusal(target: String, row: [String], inputs: [String]) -> InversionRefusal? {
        if !inputs.contains(where: { tells($0, besides: target) }) { return .inputUndetermined }
        return comesFrom(row, target) ? nil : .targetNotInRow
    }

    /// Whether a text says something that the target can depend on.
    private static func tells(_ input: String, besides target: String) -> Bool {
        !RowWords.words(input).isEmpty && !isAnswerLetter(input) && !input.utf8.elementsEqual(target.utf8)
    }

    /// Whether the target comes from the row: half of its words do, or it holds one of the row's texts. Templates change values
    /// on their way (case, punctuation, lists), so that it need not stand there as it is.
    private static func comesFrom(_ row: [String], _ target: String) -> Bool {
        let wanted = RowWords.words(target)
        var known: Set<Substring> = []
        for text in row { known.formUnion(RowWords.words(text)) }
        let found = wanted.filter(known.contains).count
        if wanted.isEmpty || found * 2 >= wanted.count { return true }
        let spaced = " " + wanted.joined(separator: " ") + " "
        return row.contains { text in
            let words = RowWords.words(text)
            return words.count > 1 && spaced.contains(" " + words.joined(separator: " ") + " ")
        }
    }
}
