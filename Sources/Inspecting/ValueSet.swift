import JSON
import Running
import System

/// The scalar values of a field, as long as they are few: label values. Whether they are does not depend on the order
/// in which they come.
struct ValueSet: Sendable {
    /// More values than that are not few.
    static let limit = 20
    /// Longer values (in bytes) are no labels.
    static let longest = 1024

    /// What tells `"1"`, `1` and `true` apart.
    enum Kind: Sendable { case string, number, boolean }

    struct Entry: Sendable {
        let kind: Kind
        /// The text of a string, the JSON text of others.
        let bytes: [UInt8]
        var sighting = FirstOccurrence()

        var text: String { String(decoding: bytes, as: UTF8.self) }

        var json: JSONValue {
            switch kind {
            case .string: .string(text)
            case .number: .number(text)
            case .boolean: .bool(bytes.first == UInt8(ascii: "t"))
            }
        }
    }

    /// The values in the order in which they were met; empty when they are many.
    private(set) var entries: [Entry] = []
    /// Whether there are few so far.
    private(set) var isSmall = true

    /// The most frequent first, equally frequent ones by their bytes.
    var sorted: [Entry] {
        entries.sorted { a, b in
            if a.sighting.count != b.sighting.count { return a.sighting.count > b.sighting.count }
            if a.bytes != b.bytes { return a.bytes.lexicographicallyPrecedes(b.bytes) }
            return a.kind == .string
        }
    }

    mutating func add(_ kind: Kind, _ bytes: UnsafeRawBufferPointer, at place: RecordLocation) {
        guard isSmall else { return }
        for index in entries.indices where entries[index].kind == kind && entries[index].bytes.equals(bytes) {
            entries[index].sighting.add(place)
            return
        }
        guard entries.count < Self.limit, bytes.count <= Self.longest else {
            isSmall = false
            entries = []
            return
        }
        var entry = Entry(kind: kind, bytes: Array(bytes))
        entry.sighting.add(place)
        entries.append(entry)
    }
}
