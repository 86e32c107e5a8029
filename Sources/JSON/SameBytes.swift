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
