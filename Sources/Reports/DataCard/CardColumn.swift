import Diagnostics
import JSON

/// A key of a line, or of an object in it, with its type.
struct CardColumn {
    /// What a value can be.
    enum Kind {
        /// A type by its name, such as `string`.
        case value(String)
        /// An object with these keys.
        case object([CardColumn])
    }

    var name: String, kind: Kind
    /// Whether there is any number of such values.
    var isList = false

    /// The keys that a manifest names; none if it names none.
    ///
    /// - Throws: what is no type, and where.
    static func all(of part: ManifestPart) throws(Diagnostic) -> [CardColumn] { try columns(part.members(), of: part) }

    private static func columns(
        _ members: [JSONValue.Member], of part: ManifestPart
    ) throws(Diagnostic) -> [CardColumn] {
        var columns: [CardColumn] = []
        for member in members {
            var (value, isList) = (member.value, false)
            if let elements = value.elements, elements.count == 1 { (value, isList) = (elements[0], true) }
            columns.append(CardColumn(name: member.key, kind: try kind(value, of: part), isList: isList))
        }
        return columns
    }

    // Depth is bounded: JSON that is deeper than a limit cannot be read.
    private static func kind(_ value: JSONValue, of part: ManifestPart) throws(Diagnostic) -> Kind {
        switch value {
        case .string(let name): return .value(name)
        case .object(let members): return .object(try columns(members, of: part))
        default: throw part.expected("names of types, objects of types, and lists of one of these")
        }
    }

    /// The column as the library `datasets` writes its features.
    var feature: CardYAML {
        switch kind {
        case .value(let type): .mapping([("name", .text(name)), (isList ? "list" : "dtype", .text(type))])
        case .object(let columns):
            .mapping([("name", .text(name)), (isList ? "list" : "struct", .list(columns.map(\.feature)))])
        }
    }

    /// The type in words.
    var type: String {
        let words =
            switch kind {
            case .value(let type): type
            case .object(let columns):
                "object (" + columns.map { "\($0.name): \($0.type)" }.joined(separator: ", ") + ")"
            }
        return isList ? "list of " + words : words
    }
}
