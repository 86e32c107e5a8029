extension Sequence where Element == UInt8 {
    /// How many code points UTF-8 text has: its bytes other than continuation bytes.
    @inlinable
    public var codePointCount: Int {
        reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
}
