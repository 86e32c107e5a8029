import Mixing

/// Answer choices as options of one instance. The list and the answer are made of the same order, so that they cannot disagree.
struct RenderedOptions {
    private let form: OptionForm
    /// The options in the order in which they are shown; none is blank, no two are equal.
    let texts: [String]

    /// - Parameters:
    ///   - choices: the answer choices; of equal ones the first is shown.
    ///   - hash: the row's for options, ranked by the template.
    init(_ choices: [String], _ form: OptionForm, _ order: OptionRules.Order, hash: UInt64) {
        self.form = form
        var texts: [String] = []
        for choice in choices where !choice.isEmpty && !texts.contains(where: { Self.isSame($0, choice) }) {
            texts.append(choice)
        }
        if order == .shuffled {
            // Each option's rank is its own, so that one that comes or goes changes the order of no others.
            let ranked = texts.map { (rank: hash.rank(of: XXH3.hash($0)), text: $0) }
            texts = ranked.sorted { $0.rank < $1.rank }.map(\.text)
        }
        self.texts = texts
    }

    private static func isSame(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

    /// The list as it stands in the prompt.
    var list: String {
        switch form.style {
        case .inline: texts.joined(separator: ", ")
        case .bullets: texts.map { "- " + $0 }.joined(separator: "\n")
        case .letters, .numbers: texts.indices.map(marked).joined(separator: "\n")
        }
    }

    /// The list with a heading and, unless words are wanted, with how to answer, as it is appended to a prompt.
    var appendix: String {
        let mark = form.style == .numbers ? "number" : "letter"
        let request =
            switch form.answer {
            case .word: ""
            case .letter: "\nAnswer with the \(mark) only."
            case .both: "\nAnswer with the \(mark) and the option."
            }
        return "\n\n" + (form.heading ?? "") + (form.style == .inline ? " " : "\n") + list + request
    }

    /// A prompt with the list at its end; where its last line is a cue for the answer, such as `Topic:`, above that line.
    func appended(to prompt: String) -> String {
        guard prompt.hasSuffix(":"), let end = prompt.lastIndex(of: "\n") else { return prompt + appendix }
        let cue = prompt[prompt.index(after: end)...]
        return trimmedText(prompt[..<end]) + appendix + "\n\n" + cue
    }

    /// The answer that a word is as one of these options; nil if it is none of them.
    func answer(_ word: String) -> String? {
        guard let index = texts.firstIndex(where: { Self.isSame($0, word) }) else { return nil }
        return switch form.answer {
        case .word: word
        case .letter: mark(index)
        case .both: marked(index)
        }
    }

    private func marked(_ index: Int) -> String { mark(index) + ". " + texts[index] }

    /// `A` to `Z`, then `AA`, `AB` and so on; or `1`, `2` …
    private func mark(_ index: Int) -> String {
        if form.style == .numbers { return String(index + 1) }
        let letter = String(Unicode.Scalar(UInt8(ascii: "A") + UInt8(index % 26)))
        return index < 26 ? letter : mark(index / 26 - 1) + letter
    }
}
