import Diagnostics
import JSON

/// A value of a manifest with its place in it, read strictly: what is missing or null is absent, what has another type than
/// expected is an error that names the place, such as `mixture[3].rows: expected a whole number`.
struct ManifestPart {
    /// The value; nil if there is none.
    let value: JSONValue?
    /// The way to it; empty for the whole.
    let path: String

    init(_ value: JSONValue?, path: String = "") {
        (self.value, self.path) = (value == .null ? nil : value, path)
    }

    /// A member; absent from what is absent.
    ///
    /// - Throws: if this is no object.
    func part(_ key: String) throws(Diagnostic) -> ManifestPart {
        let path = path.isEmpty ? key : "\(path).\(key)"
        guard let value else { return ManifestPart(nil, path: path) }
        guard case .object = value else { throw expected("an object") }
        return ManifestPart(value[key], path: path)
    }

    /// The elements; empty if it is absent.
    func elements() throws(Diagnostic) -> [ManifestPart] {
        guard let value else { return [] }
        guard let elements = value.elements else { throw expected("a list") }
        return elements.enumerated().map { ManifestPart($1, path: "\(path)[\($0)]") }
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
}
