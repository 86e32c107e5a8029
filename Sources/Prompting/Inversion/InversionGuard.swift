import JSON

/// Why an instance of an inverted template is refused; the raw values are the names in reports.
package enum InversionRefusal: String, Sendable, CaseIterable {
    /// What is to be learnt does not come from the row.
    case targetNotInRow = "target_not_in_row"
    /// What it is to be learnt from says nothing: it is blank, or the mere letter of an option.
    case inputUndetermined = "input_undetermined"

    package var reason: String {
        switch self {
        case .targetNotInRow: "what it asks for does not come from the row"
        case .inputUndetermined: "what it asks from says nothing"
        }
    }
}

/// How many inversions were refused, by reason.
package struct RefusalCounts: Sendable, Equatable {
    private var targets = 0
    private var inputs = 0

    package init() {}

    package subscript(refusal: InversionRefusal) -> Int {
        get { refusal == .targetNotInRow ? targets : inputs }
        set { if refusal == .targetNotInRow { targets = newValue } else { inputs = newValue } }
    }

    package var total: Int { targets + inputs }
}

/// Looks whether an inverted instance still asks for something that can be learnt. One per thread.
final class InversionGuard {
    /// Looks at texts one by one until one of them is what is searched for, and tells whether one is.
    typealias Search<Text> = ((Text) -> Bool) -> Bool

    private let wanted = WantedWords()
    private let words = LowerWords()

    /// Whether an inverted instance is refused.
    ///
    /// - Parameters:
    ///   - target: its completion, UTF-8.
    ///   - anyInput: searches what the prompt is made from: the values of the fields that it reads, or the answer that was
    ///     turned around.
    ///   - anyText: searches the texts of the row that it was made of, UTF-8; always the same ones.
    func refusal(
        target: UnsafeRawBufferPointer, anyInput: Search<String>, anyText: Search<UnsafeRawBufferPointer>
    ) -> InversionRefusal? {
        if !anyInput({ tells($0, besides: target) }) { return .inputUndetermined }
        return comesFrom(anyText, target) ? nil : .targetNotInRow
    }

    /// Whether a text says something that the target can depend on.
    private func tells(_ input: String, besides target: UnsafeRawBufferPointer) -> Bool {
        LowerWords.stand(in: input) && !isAnswerLetter(input) && !input.utf8.elementsEqual(target)
    }

    /// Whether the target comes from the row: half of its words do, or it holds one of the row's texts. Templates change values
    /// on their way (case, punctuation, lists), so that it need not stand there as it is.
    private func comesFrom(_ anyText: Search<UnsafeRawBufferPointer>, _ target: UnsafeRawBufferPointer) -> Bool {
        // Most targets are a field as it stands, which is told without words.
        if anyText({ Self.isSame($0, as: target) }) { return true }
        wanted.load(target)
        return wanted.halfAreFound
            || anyText { text in
                words.load(text)
                let areAllWanted = wanted.find(words)
                return wanted.halfAreFound || areAllWanted && words.count > 1 && wanted.hold(words)
            }
    }

    /// Whether a text is another one, white space at its ends aside. Then it has the same words.
    private static func isSame(_ text: UnsafeRawBufferPointer, as other: UnsafeRawBufferPointer) -> Bool {
        guard text.count >= other.count else { return false }
        return WantedWords.areEqual(UnsafeRawBufferPointer(rebasing: text[trimmedText(text, 0..<text.count)]), other)
    }
}

/// Whether a text is only the letter of an option: `B`, `b)`, `(b).`.
package func isAnswerLetter(_ text: String) -> Bool {
    guard text.unicodeScalars.count <= 6 else { return false }
    let letters = text.unicodeScalars.filter { $0.properties.isAlphabetic }
    let others = text.unicodeScalars.filter { !$0.properties.isAlphabetic }
    return letters.count == 1 && letters.allSatisfy { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
        && others.allSatisfy { "().:[] \n\"'".unicodeScalars.contains($0) }
}
