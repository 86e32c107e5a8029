import JSON

/// The fields of a row, and which of them somebody has read.
final class RowFields {
    private let members: [JSONValue.Member]
    private var read: Set<String> = []
    /// Whether numbers and truth values count as texts.
    private let stringifies: Bool

    /// - Parameter ignored: the names of fields that are passed over.
    init(_ members: [JSONValue.Member], ignored: Set<String>, stringifies: Bool) {
        self.members = members.filter { !ignored.contains($0.key) }
        self.stringifies = stringifies
    }

    /// The fields that say something and that nobody has read, in the order of the row.
    var unread: [String] { members.filter { $0.value != .null && !read.contains($0.key) }.map(\.key) + unreadInside }
    /// What inside of fields that were read nobody has read.
    private var unreadInside: [String] = []

    /// Tells that members of an object inside of a field stay behind.
    ///
    /// - Parameter read: the names of those that are read.
    func leave(_ object: JSONValue, in field: String, but read: Set<String>) {
        guard case .object(let members) = object else { return }
        for member in members where !read.contains(member.key) && member.value != .null {
            let name = field + "." + member.key
            if !unreadInside.contains(name) { unreadInside.append(name) }
        }
    }

    /// Whether there is such a field, and it is not null.
    func has(_ name: String) -> Bool { members.contains { $0.key == name && $0.value != .null } }

    /// Reads a field; nil if it is absent or null.
    func value(_ name: String) -> JSONValue? {
        guard let value = peek(name) else { return nil }
        read.insert(name)
        return value == .null ? nil : value
    }

    /// A field's value, which is not read by that.
    func peek(_ name: String) -> JSONValue? { members.first { $0.key == name }?.value }

    /// Reads a field only if something can be made of it: what is merely tried has not been read.
    func value<Result>(_ name: String, as make: (JSONValue) -> Result?) -> Result? {
        guard let value = peek(name), let result = make(value) else { return nil }
        read.insert(name)
        return result
    }

    /// Reads a field that must be a text; nil if it is absent or null.
    func text(_ name: String) throws(ConversationError) -> String? {
        try value(name).map { value throws(ConversationError) in try text(value, of: name) }
    }

    /// The text of a field's value.
    ///
    /// - Parameter isNeeded: whether there would be no conversation without it.
    func text(_ value: JSONValue, of name: String, isNeeded: Bool = false) throws(ConversationError) -> String {
        if let text = value.text { return text }
        if stringifies, let text = value.pythonText { return text }
        let ignoring = isNeeded ? "" : ", or `ignore: [\(name)]` leaves it out"
        throw ConversationError(
            .wrongType,
            value.pythonText == nil
                ? "`\(name)` is \(value.typeWords), and a text is wanted; `fields` can make one of it\(ignoring)"
                : "`\(name)` is \(value.typeWords), and a text is wanted; `stringify: true` makes one of it, or `fields` can",
            field: name)
    }
}

extension StringProtocol {
    /// Whether there is nothing but white space.
    package var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension JSONValue {
    /// The text of a number or truth value, as Python's `str` gives it; nil of others.
    var pythonText: String? {
        switch self {
        case .bool(let flag): flag ? "True" : "False"
        case .number(let text):
            text.contains { ".eE".contains($0) }
                ? JSONNumber.text(Array(text.utf8).withUnsafeBytes { JSONNumber.double($0) }) : text
        default: nil
        }
    }

    /// What messages call its type.
    var typeWords: String {
        switch self {
        case .null: "null"
        case .bool: "a truth value"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
