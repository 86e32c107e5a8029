extension Sequence where Element == UInt8 {
    /// How many code points UTF-8 text has: its bytes other than continuation bytes.
    @inlinable
    public var codePointCount: Int {
        reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }

    /// How many words UTF-8 text has: its runs of other bytes than ASCII white space.
    @inlinable
    public var wordCount: Int {
        var isInWord = false
        return reduce(0) { count, byte in
            let isSpace = byte == 0x20 || byte >= 0x09 && byte <= 0x0D
            defer { isInWord = !isSpace }
            return !isSpace && !isInWord ? count + 1 : count
        }
    }
}
