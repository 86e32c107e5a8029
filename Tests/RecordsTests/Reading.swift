import ReferenceParsers

@testable import Records

/// The block sizes that must all give the same.
let blockSizes = [1, 7, 64, 4096, 1 << 20]

/// Reads a whole input, in blocks of one size.
func read(_ source: ByteSource, _ format: RecordFormat, blockSize: Int = 4096) -> Outcome {
    Outcome(reading: source, format, blockSize: blockSize)
}

func read(_ text: String, _ format: RecordFormat, blockSize: Int = 4096) -> Outcome {
    read(ByteSource(bytes: Array(text.utf8)), format, blockSize: blockSize)
}

func read(_ bytes: [UInt8], _ format: RecordFormat, blockSize: Int = 4096) -> Outcome {
    read(ByteSource(bytes: bytes), format, blockSize: blockSize)
}

/// A format with some settings changed.
func format(_ kind: RecordFormat.Kind, _ change: (inout RecordFormat) -> Void = { _ in }) -> RecordFormat {
    var format = RecordFormat(kind)
    change(&format)
    return format
}
