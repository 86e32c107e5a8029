/// Tells from the start of an input that is read as JSONL whether it is one JSON document.
///
/// Takes the bytes one by one, so that it answers alike however they come, and asks for no more than it needs: of
/// nearly every JSONL input, the first byte that is no white space.
struct ContentGuess {
    enum Answer {
        /// One object a line, as far as can be told.
        case lines
        /// An array that does not end on its line, or one of objects that is all there is.
        case array
        /// An object over several lines.
        case object
    }

    /// So many bytes are looked at; a longer line is no usual row.
    static let most = 1 << 20

    private enum State {
        case start, firstLine, behindFirstLine
    }

    /// Whether an object over several lines is looked for, too.
    private let looksAtObjects: Bool
    private var state = State.start
    private var count = 0
    private var opening: UInt8 = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// The array's first byte that is no white space.
    private var first: UInt8?
    /// Whether all that opens on the first line closes there.
    private var isClosed = false

    init(looksAtObjects: Bool) { self.looksAtObjects = looksAtObjects }

    /// Takes the next byte; the answer if that tells it.
    mutating func take(_ byte: UInt8) -> Answer? {
        count += 1
        if count > Self.most { return atLimit }
        switch state {
        case .start:
            if JSONSplitter.isWhiteSpace(byte) { return nil }
            guard byte == UInt8(ascii: "[") || looksAtObjects && byte == UInt8(ascii: "{") else { return .lines }
            opening = byte
            depth = 1
            state = .firstLine
        case .firstLine:
            if byte == 0x0A {
                isClosed = depth <= 0 && !isInString
                if opening == UInt8(ascii: "[") {
                    if !isClosed { return .array }
                    if first != UInt8(ascii: "{") { return .lines }
                } else if isClosed {
                    return .lines
                }
                state = .behindFirstLine
            } else {
                follow(byte)
            }
        case .behindFirstLine:
            if JSONSplitter.isWhiteSpace(byte) { return nil }
            if opening == UInt8(ascii: "[") { return .lines }
            // A broken line is followed by the next row, the first line of an object by a key.
            return byte == UInt8(ascii: "{") ? .lines : .object
        }
        return nil
    }

    /// The answer if no byte follows.
    var atEnd: Answer {
        guard opening == UInt8(ascii: "[") else { return .lines }
        return !isOneLine || first == UInt8(ascii: "{") ? .array : .lines
    }

    /// Whether all that was looked at closes on its first line.
    var isOneLine: Bool { state == .firstLine ? depth <= 0 && !isInString : isClosed }

    private var atLimit: Answer { state == .start ? .lines : opening == UInt8(ascii: "[") ? .array : .lines }

    private mutating func follow(_ byte: UInt8) {
        if depth == 1, first == nil, !JSONSplitter.isWhiteSpace(byte) { first = byte }
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
}
