import System

/// Counts lines and columns up to an offset in bytes that come in pieces.
struct TextPosition {
    /// How far has been counted.
    private(set) var offset = 0
    /// The physical line of the byte at `offset`, from 1.
    private(set) var line = 1
    /// Its column in Unicode scalars, from 1.
    private(set) var column = 1

    init() {}

    init(offset: Int, line: Int, column: Int) { (self.offset, self.line, self.column) = (offset, line, column) }

    /// Counts up to an offset; not back.
    mutating func advance(to target: Int, in bytes: UnsafeRawBufferPointer) {
        guard target > offset, let base = bytes.baseAddress else { return }
        var start = offset
        while let found = findByte(0x0A, in: base, from: start, to: target) {
            start = found + 1
            line += 1
            column = 1
        }
        for index in start..<target where bytes[index] & 0xC0 != 0x80 { column += 1 }
        offset = target
    }

    /// Moves the offset after `count` bytes were dropped from the front.
    mutating func drop(_ count: Int) { offset -= count }
}
