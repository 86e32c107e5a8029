import Mixing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a line stands among those of its split.
struct LineKey: Comparable {
    /// The dataset's place; 0 for all where datasets are mixed.
    var dataset: UInt32
    var key: SelectionKey

    static func < (a: LineKey, b: LineKey) -> Bool {
        a.dataset != b.dataset ? a.dataset < b.dataset : a.key < b.key
    }
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

    /// By the keys; lines with one key stand by their bytes.
    static func precedes(_ a: LineRecord, _ b: LineRecord) -> Bool {
        let (aKey, bKey) = (a.key, b.key)
        return aKey != bKey ? aKey < bKey : bytesPrecede(a, b)
    }

    /// By the bytes of the lines alone.
    static func bytesPrecede(_ a: LineRecord, _ b: LineRecord) -> Bool {
        let order = memcmp(a.line.baseAddress!, b.line.baseAddress!, min(a.lineCount, b.lineCount))
        return order != 0 ? order < 0 : a.lineCount < b.lineCount
    }
}
