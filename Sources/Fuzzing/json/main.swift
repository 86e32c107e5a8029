import FuzzDriver
import JSON
import Records
import ReferenceParsers

// Reads the input as one to three JSON records that go through one row, one after the other, as its first byte asks for.
// Whatever the input, the fast reader gives what its slow twin gives: the same row, or the same fault at the same byte.

/// Holds the records against the twin; what stands behind them in the input may be read, or is not there.
func tryRecords(_ bytes: [UInt8], count: Int, isReadableBehind: Bool) {
    let rows = FastRows()
    var rest = bytes[...]
    for number in 1...count where !rest.isEmpty || number == 1 {
        let end = number == count ? rest.endIndex : rest.firstIndex(of: 0x0A) ?? rest.endIndex
        let record = Array(rest[..<end])
        let difference = rows.difference(record, behind: isReadableBehind ? Array(rest[end...]) : [])
        if let difference { fatalError("record \(number): \(difference)") }
        rest = rest[end...].dropFirst()
    }
}

fuzz { input in
    guard let first = input.first else { return }
    let bytes = Array(input.dropFirst())
    if first & 3 == 3 {
        let difference =
            FastStrings.difference(inside: bytes)
            ?? FastStrings.difference(text: String(decoding: bytes, as: UTF8.self))
        if let difference { fatalError(difference) }
    } else {
        tryRecords(bytes, count: Int(first & 3) + 1, isReadableBehind: first & 4 != 0)
    }
}
