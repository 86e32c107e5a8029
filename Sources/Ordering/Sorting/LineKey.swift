import Mixing
import System

/// Where a line stands among those of its split.
struct LineKey {
    /// The dataset's place; 0 for all where datasets are mixed.
    var dataset: UInt32
    /// Its hash for order, or which pass over the dataset it is of where these stand one after the other.
    var order: UInt64
}

/// A line with its key in memory, in the form in which it stands in a spill file: the dataset and the length of the line (4
/// bytes each), the hash for order (8 bytes), and the line.
struct LineRecord {
    static let headerSize = 16

    let start: UnsafeRawPointer

    /// - Parameter start: with room for a header and the line.
    static func write(_ key: LineKey, _ line: UnsafeRawBufferPointer, to start: UnsafeMutableRawPointer) {
        start.storeBytes(of: key.dataset.littleEndian, as: UInt32.self)
        start.storeBytes(of: UInt32(line.count).littleEndian, toByteOffset: 4, as: UInt32.self)
        start.storeBytes(of: key.order.littleEndian, toByteOffset: 8, as: UInt64.self)
        if let base = line.baseAddress { (start + headerSize).copyMemory(from: base, byteCount: line.count) }
    }

    private func number<Number: FixedWidthInteger>(_ offset: Int, _ type: Number.Type) -> Number {
        Number(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: type))
    }

    var key: LineKey { LineKey(dataset: number(0, UInt32.self), order: number(8, UInt64.self)) }

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

    /// By the hashes for order, whatever the datasets; lines that have the same, which few have, by the lines' hashes, then by bytes.
    static func precedes(_ a: LineRecord, _ b: LineRecord) -> Bool {
        let (aOrder, bOrder) = (a.key.order, b.key.order)
        if aOrder != bOrder { return aOrder < bOrder }
        let (aHash, bHash) = (XXH3.hash(a.line), XXH3.hash(b.line))
        if aHash != bHash { return aHash < bHash }
        let order = compareBytes(a.line.baseAddress!, b.line.baseAddress!, min(a.lineCount, b.lineCount))
        return order != 0 ? order < 0 : a.lineCount < b.lineCount
    }

    /// How many digits both hashes have.
    private static let hashDigits = 16

    /// The digit at a place of what lines are sorted by: those of both hashes, from the highest, then the line's bytes and an end that
    /// comes before all of them.
    ///
    /// - Returns: 0...256.
    static func digit(_ place: Int, of order: UInt64, _ line: UnsafeRawBufferPointer) -> Int {
        switch place {
        case ..<8: return Int(truncatingIfNeeded: order >> UInt64(56 - 8 * place)) & 255
        case ..<hashDigits: return Int(truncatingIfNeeded: XXH3.hash(line) >> UInt64(120 - 8 * place)) & 255
        default:
            let index = place - hashDigits
            return index < line.count ? Int(line[index]) + 1 : 0
        }
    }

    /// The first place at which this record and another differ; nil if they are equal.
    func firstDifference(from other: LineRecord) -> Int? {
        let (order, otherOrder) = (key.order, other.key.order)
        if order != otherOrder { return (order ^ otherOrder).leadingZeroBitCount / 8 }
        let (hash, otherHash) = (XXH3.hash(line), XXH3.hash(other.line))
        if hash != otherHash { return 8 + (hash ^ otherHash).leadingZeroBitCount / 8 }
        let shorter = min(lineCount, other.lineCount)
        if let index = (0..<shorter).first(where: { line[$0] != other.line[$0] }) { return Self.hashDigits + index }
        return lineCount == other.lineCount ? nil : Self.hashDigits + shorter
    }
}
