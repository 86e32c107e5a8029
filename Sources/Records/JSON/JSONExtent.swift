/// Follows one JSON value to its end by strings, escapes and brackets alone, in bytes that come in pieces.
///
/// Whether the value is well-formed is the decoder's to say; but whatever ends too early, or has a bracket closed by one
/// of the other kind, is no JSON either.
struct JSONExtent {
    enum Progress {
        /// The value goes on.
        case open
        /// The value has ended.
        case ended
        /// A bracket was closed by one of the other kind: where the value ends cannot be told.
        case mismatched
    }

    private(set) var progress = Progress.open
    /// How many brackets are open.
    private var depth = 0
    /// For each open bracket a bit, set for `{`; deeper ones than the decoder takes are only counted.
    private var isObject = SIMD8<UInt64>()
    private var isInString = false
    private var isEscaped = false
    private var isScalar = false

    private static let most = 8 * UInt64.bitWidth

    /// Whether a byte stands between values, and begins none.
    static func isMark(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "}"): true
        default: false
        }
    }

    /// Goes on from an offset: at first, that of the value's first byte, which is neither white space nor a mark.
    ///
    /// - Returns: the offset behind the value's last byte if it has ended; behind the bracket that does not match, if
    ///   one does not; else the end of the bytes.
    mutating func follow(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < bytes.count, progress == .open {
            if isInString {
                index = followString(bytes, from: index)
                continue
            }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                if isScalar { return end(at: index) }
                isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if isScalar { return end(at: index) }
                if depth < Self.most { mark(isObject: bytes[index] == UInt8(ascii: "{")) }
                depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return end(at: index) }
                depth -= 1
                if depth < Self.most, wasObject != (bytes[index] == UInt8(ascii: "}")) {
                    progress = .mismatched
                } else if depth == 0 {
                    progress = .ended
                }
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
                if depth == 0 { return end(at: index) }
            default:
                if depth == 0 { isScalar = true }
            }
            index += 1
        }
        return index
    }

    /// Whether what has been seen, and no more, is a whole value: only a scalar can end at the end of the input.
    var mayEndHere: Bool { progress == .open && isScalar }

    private mutating func followString(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        if isEscaped, index < bytes.count {
            isEscaped = false
            index += 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") {
                isInString = false
                if depth == 0 { progress = .ended }
                return index
            }
            if byte == UInt8(ascii: "\\") {
                guard index < bytes.count else {
                    isEscaped = true
                    return index
                }
                index += 1
            }
        }
        return index
    }

    private mutating func end(at index: Int) -> Int {
        progress = .ended
        return index
    }

    private mutating func mark(isObject: Bool) {
        let bit: UInt64 = 1 << UInt64(depth & 63)
        if isObject { self.isObject[depth >> 6] |= bit } else { self.isObject[depth >> 6] &= ~bit }
    }

    /// Whether the bracket closed last was opened by `{`.
    private var wasObject: Bool { isObject[depth >> 6] >> UInt64(depth & 63) & 1 != 0 }
}
