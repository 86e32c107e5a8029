import JSON

/// A line of the output as a card shows it.
package enum CardExample {
    /// Longer texts are cut, in code points.
    private static let maxCharacters = 400
    /// Of longer lists only the first and the last elements are shown.
    private static let maxElements = (first: 3, last: 2)

    /// A line with long texts and lists cut, `…` in the place of what was left out, and escapes for all that is hidden.
    ///
    /// - Parameter line: a JSON object.
    /// - Returns: the object on one line, without a line feed; nil if it is none.
    package static func text(of line: UnsafeRawBufferPointer) -> String? {
        guard let value = try? JSONValue(parsing: line) else { return nil }
        let text = ByteBuffer()
        shortened(value).write(to: text)
        return text.string.replacingScalars { scalar in
            guard DisplayText.isHidden(scalar) else { return nil }
            // Whatever is hidden in JSON stands in one of its strings.
            return String(scalar).utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }
    }

    private static func shortened(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null, .bool, .number: return value
        case .string(let text):
            let scalars = text.unicodeScalars
            return scalars.count > maxCharacters ? .string(String(scalars.prefix(maxCharacters)) + "…") : value
        case .array(let elements):
            guard elements.count > maxElements.first + maxElements.last else { return .array(elements.map(shortened)) }
            return .array(
                elements.prefix(maxElements.first).map(shortened) + ["…"]
                    + elements.suffix(maxElements.last).map(shortened))
        case .object(let members):
            return .object(members.map { JSONValue.Member(key: $0.key, value: shortened($0.value)) })
        }
    }
}
