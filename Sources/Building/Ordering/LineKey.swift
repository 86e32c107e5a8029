import Mixing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a line stands among those of its split.
struct LineKey {
    /// The dataset's place; 0 for all where datasets are mixed.
    var dataset: UInt32
    /// Its place among those of the dataset, or of all.
    var key: SelectionKey
}

/// A line with its key in memory, in the form in which it stands in a spill file: the dataset and the length of the line (4
/// bytes each), the two numbers of the key (8 bytes each), and the line.
struct LineRecord {
    static let headerSize = 24

    /// Where it begins.
    let start: UnsafeRawPointer

    /// Writes a record.
    ///
    /// - Parameter start: with room for a header and the line.
    static func write(_ key: LineKey, _ line: UnsafeRawBufferPointer, to start: UnsafeMutableRawPointer) {
        start.storeBytes(of: key.dataset.littleEndian, as: UInt32.self)
        start.storeBytes(of: UInt32(line.count).littleEndian, toByteOffset: 4, as: UInt32.self)
        start.storeBytes(of: key.key.primary.littleEndian, toByteOffset: 8, as: UInt64.self)
        start.storeBytes(of: key.key.tie.littleEndian, toByteOffset: 16, as: UInt64.self)
        if let base = line.baseAddress { (start + headerSize).copyMemory(from: base, byteCount: line.count) }
    }

    private func number<Number: FixedWidthInteger>(_ offset: Int, _ type: Number.Type) -> Number {
        Number(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: type))
    }

    var key: LineKey {
        LineKey(
            dataset: number(0, UInt32.self),
            key: SelectionKey(primary: number(8, UInt64.self), tie: number(16, UInt64.self)))
    }

    /// How long the line is.
    var lineCount: Int { Int(number(4, UInt32.self)) }

    var line: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start + Self.headerSize, count: lineCount) }

    /// The whole of it.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: Self.headerSize + lineCount) }

    /// Hands on the records that stand one after the other.
    static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (LineRecord) -> Void) {
        var offset = 0
        while offset < bytes.count {
            let record = LineRecord(start: bytes.baseAddress! + offset)
            body(record)
            offset += headerSize + record.lineCount
        }
    }

    /// By the keys for order, whatever the datasets; lines with one key stand by their bytes.
    static func precedes(_ a: LineRecord, _ b: LineRecord) -> Bool {
        let (aKey, bKey) = (a.key.key, b.key.key)
        if aKey != bKey { return aKey < bKey }
        let order = memcmp(a.line.baseAddress!, b.line.baseAddress!, min(a.lineCount, b.lineCount))
        return order != 0 ? order < 0 : a.lineCount < b.lineCount
    }

    /// How many digits the key for order has.
    private static let keyDigits = 16

    /// The digit at a place of what lines are sorted by: those of the key, from the highest, then the line's bytes and an end that
    /// comes before all of them.
    ///
    /// - Returns: 0...256.
    static func digit(_ place: Int, of key: SelectionKey, _ line: UnsafeRawBufferPointer) -> Int {
        switch place {
        case ..<8: return Int(truncatingIfNeeded: key.primary >> UInt64(56 - 8 * place)) & 255
        case ..<keyDigits: return Int(truncatingIfNeeded: key.tie >> UInt64(120 - 8 * place)) & 255
        default:
            let index = place - keyDigits
            return index < line.count ? Int(line[index]) + 1 : 0
        }
    }

    /// The first place at which this record and another differ; nil if they are equal.
    func firstDifference(from other: LineRecord) -> Int? {
        let (key, otherKey) = (key.key, other.key.key)
        if key.primary != otherKey.primary { return (key.primary ^ otherKey.primary).leadingZeroBitCount / 8 }
        if key.tie != otherKey.tie { return 8 + (key.tie ^ otherKey.tie).leadingZeroBitCount / 8 }
        let shorter = min(lineCount, other.lineCount)
        if let index = (0..<shorter).first(where: { line[$0] != other.line[$0] }) { return Self.keyDigits + index }
        return lineCount == other.lineCount ? nil : Self.keyDigits + shorter
    }
}
