/// How answer choices are shown as options to choose from, and how the answer is given then.
package struct OptionRules: Sendable, Equatable {
    package enum Style: String, Sendable, CaseIterable {
        /// `A. sports`, each on a line of its own.
        case letters
        /// `1. sports`, each on a line of its own.
        case numbers
        /// `- sports`, each on a line of its own.
        case bullets
        /// `sports, business, science` on one line.
        case inline

        /// Whether options have marks that an answer can be given by.
        package var hasMarks: Bool { self == .letters || self == .numbers }
    }

    package enum Order: String, Sendable, CaseIterable {
        /// That of the answer choices.
        case given
        /// Another one for each row, by its key.
        case shuffled
    }

    package enum Answer: String, Sendable, CaseIterable {
        /// The option's text: `sports`.
        case word
        /// The option's mark, its letter or number: `A`.
        case letter
        /// Mark and text, as the option is shown: `A. sports`.
        case both
    }

    /// One of these is drawn for each instance; nil: of all that can carry the answers.
    package var styles: [Style]?
    /// Nil: as given.
    package var order: Order?
    /// One of these is drawn for each instance; nil: the word.
    package var answers: [Answer]?

    package init() {}

    /// These rules, and what they leave open by others.
    package func completed(by others: OptionRules) -> OptionRules {
        var result = self
        result.order = order ?? others.order
        result.answers = answers ?? others.answers
        // A style of one's own that has no marks leaves only words to answer with.
        if answers == nil, styles?.contains(where: { !result.canCarryAnswers($0) }) == true { result.answers = nil }
        result.styles = styles ?? others.styles.flatMap { $0.allSatisfy(result.canCarryAnswers) ? $0 : nil }
        return result
    }

    /// What makes the rules impossible, in words; nil if nothing does.
    package var problem: String? {
        guard let bare = styles?.first(where: { !canCarryAnswers($0) }) else { return nil }
        return "options of the style `\(bare.rawValue)` have no letters or numbers to answer with"
    }

    private func canCarryAnswers(_ style: Style) -> Bool { style.hasMarks || drawnAnswers == [.word] }

    var drawnAnswers: [Answer] { answers ?? [.word] }
    var drawnStyles: [Style] { styles ?? Style.allCases.filter(canCarryAnswers) }
}

/// How the options of one instance are shown: what its demonstrations have in common with it.
package struct OptionForm: Hashable, Sendable {
    package internal(set) var style: OptionRules.Style
    var answer: OptionRules.Answer
    /// The words above a list that is appended to a prompt; nil where the template says where the list stands.
    var heading: String?
}

package enum OptionFormChoice: Hashable, Sendable {
    /// One drawn for the row.
    case drawn
    /// This one, or none.
    case given(OptionForm?)
}

/// Which options a template shows.
package struct OptionPlan: Sendable {
    var rules: OptionRules
    /// The share of rows for which they are appended to the prompt; nil: the template prints them itself.
    var appended: Double?
    /// The choices of a template that has none of its own.
    var labelWords: [String] = []

    private static let headings = ["Options:", "Choose from:", "Possible answers:"]

    /// The form for a row; nil if it gets no options.
    ///
    /// - Parameter hash: the row's for options, ranked by the template.
    func form(for hash: UInt64) -> OptionForm? {
        if let appended, hash.unitInterval >= appended { return nil }
        func draw<Choice>(_ number: UInt64, _ choices: [Choice]) -> Choice {
            choices[hash.rank(of: number).index(below: choices.count)]
        }
        return OptionForm(
            style: draw(1, rules.drawnStyles), answer: draw(2, rules.drawnAnswers),
            heading: appended == nil ? nil : draw(3, Self.headings))
    }
}
