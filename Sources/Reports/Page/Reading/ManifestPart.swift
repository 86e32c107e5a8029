import Diagnostics
import JSON

/// A value of a manifest with its place in it, read strictly: what is missing or null is nil or empty, what has another
/// type than expected is an error that names the place, such as `mixture[3].rows: expected a whole number`.
struct ManifestPart {
    /// The value; nil if there is none.
    let value: JSONValue?
    /// The way to it; empty for the whole.
    let path: String

    /// Counts beyond that are no counts of rows; doubles hold all up to it.
    static let maxCount = 1 << 53

    init(_ value: JSONValue) {
        self.value = value
        path = ""
    }

    private init(_ value: JSONValue?, path: String) {
        self.value = value == .null ? nil : value
        self.path = path
    }

    /// Whether there is something.
    var exists: Bool { value != nil }

    /// A member; absent from what is absent.
    ///
    /// - Throws: if this is no object.
    func part(_ key: StaticString) throws(Diagnostic) -> ManifestPart {
        let path = path.isEmpty ? key.description : "\(path).\(key)"
        guard let value else { return ManifestPart(nil, path: path) }
        guard case .object = value else { throw expected("an object") }
        return ManifestPart(value[key.description], path: path)
    }

    /// The elements; empty if it is absent.
    func elements() throws(Diagnostic) -> [ManifestPart] {
        guard let value else { return [] }
        guard let elements = value.elements else { throw expected("a list") }
        return elements.enumerated().map { ManifestPart($1, path: "\(path)[\($0)]") }
    }

    /// The elements, each read on its own; empty if it is absent.
    func list<Element>(
        _ key: StaticString, _ read: (ManifestPart) throws(Diagnostic) -> Element
    ) throws(Diagnostic) -> [Element] {
        var result: [Element] = []
        for element in try part(key).elements() { result.append(try read(element)) }
        return result
    }

    /// A text; empty if it is absent.
    func text(_ key: StaticString) throws(Diagnostic) -> String { try part(key).text() ?? "" }

    /// This as a text; nil if it is absent.
    func text() throws(Diagnostic) -> String? {
        guard let value else { return nil }
        guard let text = value.text else { throw expected("a string") }
        return text
    }

    /// A count; 0 if it is absent.
    func count(_ key: StaticString) throws(Diagnostic) -> Int { try part(key).count() ?? 0 }

    /// This as a count; nil if it is absent.
    func count() throws(Diagnostic) -> Int? {
        guard let value else { return nil }
        guard let count = value.integer, (0...Self.maxCount).contains(count) else {
            throw expected("a whole number, not below 0")
        }
        return count
    }

    /// A number; nil if it is absent.
    func number(_ key: StaticString) throws(Diagnostic) -> Double? {
        let part = try part(key)
        guard let value = part.value else { return nil }
        guard case .number(let text) = value, let number = Self.double(text),
            (0...Double(Self.maxCount)).contains(number)
        else { throw part.expected("a number, not below 0") }
        return number
    }

    /// A number of any sign; nil if it is absent.
    func signed(_ key: StaticString) throws(Diagnostic) -> Double? { try part(key).signed() }

    /// This as a number of any sign; nil if it is absent.
    func signed() throws(Diagnostic) -> Double? {
        guard let value else { return nil }
        guard case .number(let text) = value, let number = Self.double(text) else { throw expected("a number") }
        return number
    }

    /// Whether it is true; false if it is absent.
    func flag(_ key: StaticString) throws(Diagnostic) -> Bool {
        let part = try part(key)
        guard let value = part.value else { return false }
        guard let flag = value.bool else { throw part.expected("true or false") }
        return flag
    }

    /// The members of an object of counts, in their order; empty if it is absent.
    func counts(_ key: StaticString) throws(Diagnostic) -> [NamedCount] {
        var result: [NamedCount] = []
        let part = try part(key)
        for member in try part.members() {
            let count = try ManifestPart(member.value, path: "\(part.path).\(member.key)").count()
            result.append(NamedCount(name: member.key, count: count ?? 0))
        }
        return result
    }

    /// The members of an object of counts whose keys are whole numbers; empty if it is absent.
    func numberedCounts(_ key: StaticString) throws(Diagnostic) -> [(number: Int, count: Int)] {
        var result: [(number: Int, count: Int)] = []
        for one in try counts(key) {
            guard let number = Int(one.name), number >= 0 else {
                throw try part(key).expected("whole numbers, not below 0, as keys")
            }
            result.append((number, one.count))
        }
        return result
    }

    /// The members of an object; empty if it is absent.
    func members() throws(Diagnostic) -> [JSONValue.Member] {
        guard let value else { return [] }
        guard case .object(let members) = value else { throw expected("an object") }
        return members
    }

    /// What is wrong with the value.
    func expected(_ what: StaticString) -> Diagnostic {
        Diagnostic("\(path.isEmpty ? "the manifest" : path): expected \(what)")
    }

    private static func double(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        let number = bytes.withUnsafeBytes { JSONNumber.double($0) }
        return number.isFinite ? number : nil
    }
}
