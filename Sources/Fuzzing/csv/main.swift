import FuzzDriver
import Records
import ReferenceParsers

// Reads the input as CSV or TSV, in the dialect and the blocks that its first three bytes ask for. Whatever the input,
// the fast reader gives what its slow twin gives: the same rows, the same rejects at the same bytes.

/// The dialect that two bytes ask for.
func dialect(_ first: UInt8, _ second: UInt8) -> RecordFormat {
    var format = RecordFormat(first & 1 == 0 ? .csv : .tsv)
    format.hasHeader = first & 2 == 0
    if !format.hasHeader { format.columns = [[], ["a"], ["a", "b"], ["column_2", "é\""]][Int(first >> 2 & 3)] }
    format.ragged = first & 16 != 0
    format.doubleQuote = first & 32 == 0
    if first & 64 != 0 { format.escape = UInt8(ascii: "\\") }
    if first & 128 != 0 { format.comment = UInt8(ascii: "#") }
    format.quote = [UInt8(ascii: "\""), UInt8(ascii: "\""), UInt8(ascii: "'"), nil][Int(second & 3)]
    if second & 4 != 0 { format.delimiter = UInt8(ascii: ";") }
    if second & 8 != 0 { format.maxRowBytes = 1 + Int(second >> 4) * 3 }
    return format
}

/// Whether bytes would be taken for compressed data, which other programs read.
func isCompressed(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
        || bytes.count >= 4 && bytes[1...3].elementsEqual([0x2A, 0x4D, 0x18])
}

fuzz { input in
    guard input.count >= 3 else { return }
    let bytes = Array(input.dropFirst(3))
    if isCompressed(bytes) { return }
    let format = dialect(input[0], input[1])
    let blockSize = [1, 2, 3, 7, 16, 64, 4096, 1 + Int(input[2] >> 3)][Int(input[2] & 7)]
    let fast = Outcome(reading: ByteSource(bytes: bytes), format, blockSize: blockSize)
    let slow = CSVTwin.read(bytes, format)
    if fast != slow { fatalError("\(format), blocks of \(blockSize):\nfast: \(fast)\ntwin: \(slow)") }
}
