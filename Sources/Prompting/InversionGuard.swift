import Mixing

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
        wanted.take(target)
        return wanted.halfAreFound
            || anyText { text in
                words.take(text)
                let areAllWanted = wanted.find(words)
                return wanted.halfAreFound || areAllWanted && words.count > 1 && wanted.hold(words)
            }
    }

    /// Whether a text is another one, white space at its ends aside. Then it has the same words.
    private static func isSame(_ text: UnsafeRawBufferPointer, as other: UnsafeRawBufferPointer) -> Bool {
        guard text.count >= other.count else { return false }
        return text[trimmedText(text, 0..<text.count)].elementsEqual(other)
    }
}

/// The words of a target, which are looked for in texts. Reused from target to target.
private final class WantedWords {
    private let words = LowerWords()
    /// Open addressing by XXH3: the first place of each word among the words, plus 1; 0 marks a free slot. Never more than half
    /// full.
    @exclusivity(unchecked) private var slots: [Int] = []
    /// How often each word is wanted, at its first place; 0 once it is found.
    @exclusivity(unchecked) private var counts: [Int] = []
    /// How many words are found, each as often as it is wanted.
    @exclusivity(unchecked) private var found = 0

    /// Whether half of the words are found; of none they are.
    var halfAreFound: Bool { found * 2 >= words.count }

    /// Wants the words of a text, UTF-8.
    func take(_ target: UnsafeRawBufferPointer) {
        words.take(target)
        found = 0
        var size = 16
        while size < words.count * 2 { size *= 2 }
        slots.removeAll(keepingCapacity: true)
        slots.append(contentsOf: repeatElement(0, count: size))
        counts.removeAll(keepingCapacity: true)
        counts.append(contentsOf: repeatElement(0, count: words.count))
        for place in 0..<words.count {
            let slot = slot(of: words.run(from: place))
            if slots[slot] == 0 { slots[slot] = place + 1 }
            counts[slots[slot] - 1] += 1
        }
    }

    /// Where a word stands, or would stand.
    private func slot(of word: UnsafeRawBufferPointer) -> Int {
        var slot = Int(truncatingIfNeeded: XXH3.hash(word)) & (slots.count - 1)
        while slots[slot] != 0, !words.run(from: slots[slot] - 1).elementsEqual(word) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    /// Looks for words among those that are wanted.
    ///
    /// - Returns: whether all of them are.
    func find(_ others: LowerWords) -> Bool {
        var areAllWanted = true
        for place in 0..<others.count {
            let position = slots[slot(of: others.run(from: place))] - 1
            if position < 0 {
                areAllWanted = false
            } else {
                found += counts[position]
                counts[position] = 0
            }
        }
        return areAllWanted
    }

    /// Whether words stand among the wanted ones in a row; in time of their lengths (Knuth, Morris and Pratt).
    func hold(_ others: LowerWords) -> Bool {
        let part = others.bytes
        // Of each beginning of the part: how long a beginning stands at its end, too.
        var repeated = [0]
        var length = 0
        func follow(_ byte: UInt8) {
            while length > 0, part[length] != byte { length = repeated[length - 1] }
            if part[length] == byte { length += 1 }
        }
        for byte in part.dropFirst() {
            follow(byte)
            repeated.append(length)
        }
        length = 0
        return words.bytes.contains { byte in
            follow(byte)
            return length == part.count
        }
    }
}
