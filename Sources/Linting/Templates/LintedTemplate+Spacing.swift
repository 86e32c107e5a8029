import Diagnostics
import Prompting

extension LintedTemplate {
    /// Endings that a word may get from the text behind it: plurals, ordinals, units.
    private static let endings: Set<String> = [
        "s", "es", "d", "ed", "ing", "ly", "th", "st", "nd", "rd", "x", "k", "m", "h", "km", "kg", "cm", "mm", "min",
        "am",
        "pm", "er", "n", "t",
    ]

    /// `missing-space` and `trailing-space`.
    var spacingFindings: [Diagnostic] {
        var found: [Diagnostic] = []
        var stray: [Diagnostic] = []
        for (index, piece) in pieces.enumerated() {
            let next = index + 1 < pieces.count ? pieces[index + 1] : nil
            if let next { found += runTogether(piece, next) }
            if piece.kind == .print, let joined = joinedFields(piece.content) {
                found.append(missingSpace("`\(joined)` joins two fields without a space", at: piece.start))
            }
            guard piece.kind == .text else { continue }
            found += sentences(piece)
            let isFirst = index == 0 || pieces[index - 1].kind == .separator
            stray += spaces(piece, isFirst: isFirst, isLast: next == nil || next?.kind == .separator)
        }
        return found + firsts(stray.filter { $0.severity == .warning }) + firsts(stray.filter { $0.severity == .note })
    }

    /// The first of findings of one kind, which counts the others: one is enough to look at the template.
    private func firsts(_ findings: [Diagnostic]) -> [Diagnostic] {
        guard var first = findings.first else { return [] }
        if findings.count > 1 {
            first.message += "; and in \(findings.count - 1) more place\(findings.count > 2 ? "s" : "")"
        }
        return [first]
    }

    /// The finding that two texts run together.
    func missingSpace(_ message: String, at offset: Int) -> Diagnostic {
        finding(.missingSpace, message, at: offset, help: "put a space or a line break between them")
    }

    private func runTogether(_ first: TemplatePieces.Piece, _ second: TemplatePieces.Piece) -> [Diagnostic] {
        switch (first.kind, second.kind) {
        case (.text, .print):
            guard TagContent.isPlain(second.content), let last = first.content.unicodeScalars.last else { return [] }
            let word = String(String.UnicodeScalarView(first.content.unicodeScalars.reversed().prefix { isLetter($0) }))
            // One capital numbers things: Q{{ number }}.
            let isMark = word.count == 1 && word == word.uppercased()
            if isLetter(last), !isMark {
                let shown = String(word.reversed())
                return [missingSpace("`\(shown)` runs into `{{ \(second.content) }}`", at: second.start)]
            }
            if last == "?" || last == "!" {
                return [missingSpace("`\(last)` is directly followed by `{{ \(second.content) }}`", at: second.start)]
            }
        case (.print, .text):
            guard TagContent.isPlain(first.content) else { return [] }
            let word = String(
                String.UnicodeScalarView(second.content.unicodeScalars.prefix { isLetter($0) || isDigit($0) }))
            guard !word.isEmpty, !Self.endings.contains(word.lowercased()) else { return [] }
            return [missingSpace("`{{ \(first.content) }}` runs into `\(word)`", at: second.start)]
        case (.print, .print):
            guard TagContent.isPlain(first.content), TagContent.isPlain(second.content) else { return [] }
            return [
                missingSpace(
                    "`{{ \(first.content) }}` runs into `{{ \(second.content) }}`", at: second.start)
            ]
        default: break
        }
        return []
    }

    /// `a ~ b` of two fields.
    private func joinedFields(_ content: String) -> String? {
        let operands = content.split(separator: "~", omittingEmptySubsequences: false)
            .map { $0.split(separator: " ").joined(separator: " ") }
        guard operands.count == 2, operands.allSatisfy(TagContent.isPlain) else { return nil }
        return operands.joined(separator: " ~ ")
    }

    /// The end of a sentence that is directly followed by the next one: a small letter, a mark, a capital, a small letter.
    private func sentences(_ piece: TemplatePieces.Piece) -> [Diagnostic] {
        let text = Array(piece.content.unicodeScalars)
        guard text.count > 3 else { return [] }
        for index in 1..<text.count - 2 where text[index] == "." || text[index] == "?" || text[index] == "!" {
            if text[index - 1].properties.isLowercase, text[index + 1].properties.isUppercase,
                text[index + 2].properties.isLowercase || text[index + 2] == " "
            {
                return [
                    missingSpace(
                        "a sentence ends at `\(word(before: index + 1, in: text))`, and the next begins without a space",
                        at: piece.start + index + 1)
                ]
            }
        }
        return []
    }

    /// Two spaces between words (a warning), a space at a line's end (a note: it changes the prompt, but hardly harms).
    /// What stands at the ends of a part is stripped when the prompt is made, and indentation is meant.
    private func spaces(_ piece: TemplatePieces.Piece, isFirst: Bool, isLast: Bool) -> [Diagnostic] {
        let text = Array(piece.content.unicodeScalars)
        var found: [Diagnostic] = []
        var index = isFirst ? text.prefix(while: \.properties.isWhitespace).count : 0
        var atLineStart = false
        while index < text.count {
            guard text[index] == " " else {
                atLineStart = text[index] == "\n"
                index += 1
                continue
            }
            let start = index
            while index < text.count, text[index] == " " { index += 1 }
            let endsText = index == text.count
            let rest = text[index...]
            if atLineStart || isLast && rest.allSatisfy(\.properties.isWhitespace) { continue }
            if !endsText, text[index] == "\n" {
                found.append(
                    finding(
                        .trailingSpace, "a space at the end of a line, behind `\(word(before: start, in: text))`",
                        severity: .note, at: piece.start + start,
                        help: "take it away"))
            } else if index - start == 2 {
                found.append(
                    finding(
                        .trailingSpace, "two spaces behind `\(word(before: start, in: text))`", at: piece.start + start,
                        help: "leave one"))
            }
        }
        return found
    }

    /// The word of a text that ends at a place, for messages; a tag's end if there is none.
    private func word(before end: Int, in text: [Unicode.Scalar]) -> String {
        let word = text[..<end].reversed().prefix { !$0.properties.isWhitespace }.prefix(20)
        return word.isEmpty ? "}}" : String(String.UnicodeScalarView(word.reversed()))
    }

    private func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }
    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
