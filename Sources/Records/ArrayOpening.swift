/// What can be told of a line that begins with `[` without reading it as JSON.
struct ArrayOpening {
    /// Whether all brackets and strings that open on the line close on it.
    let isClosed: Bool
    /// Whether the array's first element is an object.
    let holdsObjects: Bool

    /// - Parameter line: begins with `[` or white space before it.
    init(_ line: ArraySlice<UInt8>) {
        var depth = 0
        var isInString = false
        var isEscaped = false
        var second: UInt8?
        for byte in line {
            if depth == 1, second == nil, !LineSplitter.isWhiteSpace(byte) { second = byte }
            if isEscaped {
                isEscaped = false
            } else if isInString {
                isEscaped = byte == UInt8(ascii: "\\")
                isInString = byte != UInt8(ascii: "\"")
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                default: break
                }
            }
        }
        isClosed = depth <= 0 && !isInString
        holdsObjects = second == UInt8(ascii: "{")
    }
}
