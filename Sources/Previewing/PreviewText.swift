import Conversations
import Diagnostics
import JSON
import Reports

/// An instance as people read it. Every line that holds anything of the data is indented behind a bar, so that no text of
/// a row can pass for a heading.
package struct PreviewText {
    /// Longer prompts, completions and messages are cut, in code points.
    package var maxCharacters = 2000
    /// Whether values of the row are shown in colour, and headings in bold.
    package var isColoured = false
    /// Whether values of the row stand in ⟦…⟧.
    package var isBracketed = false

    /// Longer values of fields are cut, in code points.
    static let fieldLimit = 200

    private static let bar = "  | "
    private static let plain = "\u{1B}[0m"
    private static let bold = "\u{1B}[1m"
    private static let valueColour = "\u{1B}[36m"

    package init() {}

    package func text(_ preview: InstancePreview) -> String {
        let pack = preview.pack.isEmpty ? "" : " (\(DisplayText.line(preview.pack, limit: 200)))"
        var result = heading(
            "\(DisplayText.name(preview.dataset))  template \(DisplayText.name(preview.template))\(pack)  "
                + "\(DisplayText.line(preview.place.text, limit: 1000))  record \(preview.record)")
        result += heading("row")
        for member in preview.row { result += field(member.key, member.value) }
        if !preview.computed.isEmpty { result += heading("computed") }
        for (name, text) in preview.computed { result += field(name, .string(text)) }
        if let system = preview.system { result += block("system", MarkedText(system, values: [])) }
        for (index, example) in preview.demonstrations.enumerated() {
            result += block("demonstration \(index + 1): prompt", MarkedText(example.prompt, values: []))
            result += block("demonstration \(index + 1): completion", MarkedText(example.completion, values: []))
        }
        if let problem = preview.problem { return result + block("no instance", MarkedText(problem, values: [])) }
        if let conversation = preview.conversation { return result + turns(conversation) }
        return result + block("prompt", preview.prompt) + block("completion", preview.completion)
    }

    /// A conversation as such: who says what, what he thought, which tools he calls.
    private func turns(_ conversation: Conversation) -> String {
        func block(_ title: String, _ text: String) -> String { self.block(title, MarkedText(text, values: [])) }
        var result = ""
        if let tools = conversation.tools { result += block("tools", tools.text ?? tools.line) }
        for (index, message) in conversation.turns.enumerated() {
            let unlearnt = message.role == .assistant && !message.isTarget ? ", not to be learnt" : ""
            let title = "turn \(index + 1): \(message.role.rawValue)\(unlearnt)"
            if let reasoning = message.reasoning { result += block(title + ", reasoning", reasoning) }
            if !message.text.isEmpty { result += block(title, message.text) }
            if !message.calls.isEmpty { result += block(title + ", calls", message.callsText) }
            for type in message.otherParts { result += block(title, "[\(type)]") }
        }
        return result
    }

    private func heading(_ text: String) -> String { isColoured ? "\(Self.bold)\(text)\(Self.plain)\n" : text + "\n" }

    private func field(_ name: String, _ value: JSONValue) -> String {
        "\(Self.bar)\(DisplayText.name(name)): \(DisplayText.value(value, limit: Self.fieldLimit))\n"
    }

    private func block(_ title: String, _ text: MarkedText) -> String {
        heading(title) + lines(text).map { ($0.isEmpty ? "  |" : Self.bar + $0) + "\n" }.joined()
    }

    /// The lines of a text, with its values marked. A value over several lines is marked on each of them, so that no
    /// colour reaches beyond a line.
    private func lines(_ marked: MarkedText) -> [String] {
        var lines: [String] = []
        var line = ""
        var spans = marked.spans[...]
        var isInside = false
        func open() { if isColoured { line += Self.valueColour } }
        func close() { if isColoured { line += Self.plain } }
        let scalars = marked.text.unicodeScalars
        for (index, scalar) in scalars.enumerated() {
            if isInside, let span = spans.first, span.range.upperBound == index {
                if isBracketed { line += "⟧" }
                close()
                isInside = false
                spans.removeFirst()
            }
            if index == maxCharacters {
                if isInside { close() }
                lines.append(line + "… (\(grouped(scalars.count - index)) characters more)")
                return lines
            }
            if let span = spans.first, span.range.lowerBound == index {
                isInside = true
                open()
                if isBracketed { line += "⟦" }
            }
            if scalar == "\n" {
                if isInside { close() }
                lines.append(line)
                line = ""
                if isInside { open() }
            } else if isBracketed, scalar == "⟦" || scalar == "⟧" {
                // Brackets of the text itself must not pass for marks.
                line += DisplayText.escape(scalar)
            } else {
                line += DisplayText.visible(scalar)
            }
        }
        if isInside {
            if isBracketed { line += "⟧" }
            close()
        }
        return lines + [line]
    }
}
