import JSON
import Jinja
import System

/// Lists that stand in row after row, as answer choices do: each is decoded once.
struct RepeatedLists {
    private var known: [(bytes: [UInt8], items: ContiguousArray<Value>)] = []
    /// How many lists in a row were not known; after some of them it is no use to look any more.
    private var misses = 0

    private static let maxBytes = 512
    private static let maxLists = 4
    private static let maxMisses = 64

    /// The value of a JSON array: a list of its own, since a template may change it.
    mutating func list(_ json: UnsafeRawBufferPointer) -> Value {
        guard misses < Self.maxMisses, json.count <= Self.maxBytes else { return Value(json: json) }
        for index in known.indices where known[index].bytes.equals(json) {
            misses = 0
            return .list(List(known[index].items))
        }
        misses += 1
        let value = Value(json: json)
        guard case .list(let list) = value, list.isFlat else { return value }
        if known.count == Self.maxLists { known.removeFirst() }
        known.append((Array(json), list.items))
        return value
    }
}
