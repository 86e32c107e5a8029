/// What stands between a prompt and its completion where they are one text, and how it is split between the two.
///
/// Tokenizers take a space together with the word behind it, and line feeds together with what is before them. So a space begins the
/// completion, and line feeds end the prompt: cut there, both have the tokens that they have as one text.
package struct Seam: Sendable, Equatable {
    package var promptEnd = ""
    package var completionStart = ""

    /// Nothing.
    package init() {}

    /// - Parameter separator: what divides the two; the spaces at its end begin the completion.
    package init(_ separator: String) {
        let spaces = separator.reversed().prefix { $0 == " " }.count
        (promptEnd, completionStart) = (String(separator.dropLast(spaces)), String(separator.suffix(spaces)))
    }

    /// Behind a word that asks for the answer, such as `Answer:`.
    static let afterCue = Seam(" ")
    /// Behind anything else.
    static let afterLine = Seam("\n")

    var text: String { promptEnd + completionStart }
}
