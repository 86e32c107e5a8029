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
