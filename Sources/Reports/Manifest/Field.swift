import Diagnostics
import JSON

/// A member of an object in a manifest. The table of an object's fields is all that is known of its form: by it the object is
/// written, read, added up over parts, shown and described.
struct Field<Root>: Sendable {
    /// What of a field is shown beside the manifest itself.
    struct Uses: OptionSet, Sendable {
        let rawValue: Int
        static var metrics: Uses { Uses(rawValue: 1) }
        /// In the lines of the mixture's groups.
        static var groups: Uses { Uses(rawValue: 2) }
        /// Where two outputs differ in it.
        static var difference: Uses { Uses(rawValue: 4) }
        static var lock: Uses { Uses(rawValue: 8) }
    }

    let key: String, meaning: String, parts: PartRule, uses: Uses
    /// What became of the rows that the field counts.
    let fate: RowFate?
    let unit: CountUnit?, isOptional: Bool
    /// Whether the value is one that the manifest shows; nil: always.
    let isWritten: (@Sendable (Root) -> Bool)?
    /// The member; nil if there is no value.
    let member: @Sendable (Root) -> JSONValue.Member?
    /// Reads the value of the object's member, if there is one.
    let read: @Sendable (inout Root, ManifestPart) throws(Diagnostic) -> Void
    /// A count; nil where that is absent.
    let number: @Sendable (Root) -> Int?
    /// Adds the value of another part, if the values of parts add up; false if the sum is too large.
    let add: @Sendable (inout Root, Root) -> Bool
    /// The field and those of the objects in it, for the schema.
    let descriptions: [FieldDescription]

    init<Value>(
        _ key: String, _ type: FieldType<Value>, _ path: WritableKeyPath<Root, Value> & Sendable, _ meaning: String,
        parts: PartRule = .none, in uses: Uses = [], fate: RowFate? = nil,
        if isWritten: (@Sendable (Root) -> Bool)? = nil
    ) {
        (self.key, self.meaning, self.parts, self.uses, self.fate) = (key, meaning, parts, uses, fate)
        (unit, isOptional, self.isWritten) = (type.unit, type.isOptional, isWritten)
        member = { type.write($0[keyPath: path]).map { JSONValue.Member(key: key, value: $0) } }
        read = { (root, object) throws(Diagnostic) in
            let part = try object.part(key)
            if part.value != nil { root[keyPath: path] = try type.read(part) }
        }
        number = { $0[keyPath: path] as? Int }
        add = { root, other in
            guard parts == .sum, let sum = type.sum else { return true }
            guard let value = sum(root[keyPath: path], other[keyPath: path]) else { return false }
            root[keyPath: path] = value
            return true
        }
        let note = type.isOptional || isWritten != nil ? ", may be absent" : ""
        descriptions =
            [FieldDescription(key: key, type: type.name + note, meaning: meaning, parts: parts)]
            + type.fields().map { $0.inside(key) }
    }

    /// A field of an object whose members stand among those of another one.
    init<Inner>(_ field: Field<Inner>, of path: WritableKeyPath<Root, Inner> & Sendable) {
        (key, meaning, parts, uses, fate) = (field.key, field.meaning, field.parts, [], nil)
        (unit, isOptional, isWritten, descriptions) = (field.unit, field.isOptional, nil, field.descriptions)
        member = { field.member($0[keyPath: path]) }
        read = { (root, object) throws(Diagnostic) in try field.read(&root[keyPath: path], object) }
        number = { field.number($0[keyPath: path]) }
        add = { field.add(&$0[keyPath: path], $1[keyPath: path]) }
    }

    /// The key in words.
    var title: String { key.replacing("_", with: " ") }
}

/// How the values that parts of a dataset have give that of the whole.
enum PartRule: String {
    /// They add up.
    case sum
    /// All parts have the same.
    case same
    /// The plan, which knows all parts, has it.
    case plan
    /// It is computed from what adds up.
    case computed
    /// A build in parts leaves it out or empty.
    case none = "–"
}

/// An object of a manifest with the table of its fields.
protocol ManifestRecord: Sendable {
    /// What stands in an object without members.
    init()
    static var fields: [Field<Self>] { get }
    /// Looks at what was read as a whole.
    mutating func check(_ part: ManifestPart) throws(Diagnostic)
}

extension ManifestRecord {
    /// Reads an object. What is missing stays empty, what is unknown is passed over.
    ///
    /// - Throws: what is not as expected, and where.
    init(_ part: ManifestPart) throws(Diagnostic) {
        self.init()
        for field in Self.fields { try field.read(&self, part) }
        try check(part)
    }

    mutating func check(_ part: ManifestPart) throws(Diagnostic) {}

    /// The object as the manifest shows it.
    var object: JSONValue { .object(Self.fields.filter { $0.isWritten?(self) ?? true }.compactMap { $0.member(self) }) }
}
