import System

/// Whether two runs of bytes are equal. Names and keys are short: up to 16 bytes are compared as words, which may overlap,
/// because a call costs more.
@inlinable
package func sameBytes(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Bool {
    func words<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type) -> Bool {
        let last = count &- MemoryLayout<Word>.size
        return a.loadUnaligned(as: Word.self) == b.loadUnaligned(as: Word.self)
            && a.loadUnaligned(fromByteOffset: last, as: Word.self)
                == b.loadUnaligned(fromByteOffset: last, as: Word.self)
    }
    if count > 16 { return compareBytes(a, b, count) == 0 }
    if count >= 8 { return words(UInt64.self) }
    if count >= 4 { return words(UInt32.self) }
    for index in 0..<count
    where a.load(fromByteOffset: index, as: UInt8.self) != b.load(fromByteOffset: index, as: UInt8.self) {
        return false
    }
    return true
}

/// The offset of the first byte of a block for which a mask holds, or nil if it holds for none.
///
/// Each mask that is handed in should have a type of its own where it is made: one inferred expression over several picks
/// scalar generic loops (19 times slower).
@inline(__always)
func firstSet(_ mask: SIMDMask<SIMD16<Int8>>) -> Int? {
    let halves = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    if halves[0] != 0 { return UInt64(littleEndian: halves[0]).trailingZeroBitCount / 8 }
    if halves[1] != 0 { return 8 + UInt64(littleEndian: halves[1]).trailingZeroBitCount / 8 }
    return nil
}
