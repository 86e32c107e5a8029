import JSON
import Mixing
import Records
import System

/// Numbers field names in the order in which they are first met, up to a limit.
///
/// Rows mostly have the same fields in the same order: a name is first compared with the one that stood at its position
/// in the row before.
struct FieldNames {
    /// Fields beyond so many are only counted.
    static let limit = 1000
    /// Names of more bytes are only counted, too.
    static let longest = 1024

    private(set) var names: [[UInt8]] = []
    /// Open addressing by XXH3; -1 marks a free place. Never more than half full.
    private var table = [Int16](repeating: -1, count: 2048)
    /// The number of the name at each position of the last row; -1: none.
    private var expected: [Int16] = []

    /// The number of a name that stands at a position of its row, or nil when it is too long, or came after the limit was reached.
    mutating func number(of name: UnsafeRawBufferPointer, position: Int) -> Int? {
        if position < expected.count, expected[position] >= 0 {
            let guess = Int(expected[position])
            if names[guess].equals(name) { return guess }
        }
        let number = name.count <= Self.longest ? find(name) : nil
        if position < Self.limit {
            while expected.count <= position { expected.append(-1) }
            expected[position] = Int16(number ?? -1)
        }
        return number
    }

    private mutating func find(_ name: UnsafeRawBufferPointer) -> Int? {
        let mask = table.count - 1
        var place = Int(truncatingIfNeeded: XXH3.hash(name)) & mask
        while table[place] >= 0 {
            if names[Int(table[place])].equals(name) { return Int(table[place]) }
            place = (place + 1) & mask
        }
        guard names.count < Self.limit else { return nil }
        table[place] = Int16(names.count)
        names.append(Array(name))
        return names.count - 1
    }
}
