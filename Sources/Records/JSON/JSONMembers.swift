/// Walks over the members of an object, or the elements of an array, that was cut out but not checked.
///
/// Takes whatever could be JSON: what it refuses is none, while what it accepts may still be wrong inside its values.
struct JSONMembers {
    /// One member or element.
    struct Item {
        /// The key's bytes between its quotes; empty for an element.
        var key: Range<Int>
        var value: Range<Int>
    }

    /// What is wrong, and where.
    struct Malformed: Error {
        var fault: DocumentFault
        var offset: Int
    }

    private let bytes: UnsafeRawBufferPointer
    private let isObject: Bool
    private(set) var position: Int
    /// Behind the closing bracket.
    private let end: Int
    private var isFirst = true

    /// - Parameter value: begins with `{` or `[`.
    init(_ bytes: UnsafeRawBufferPointer, _ value: Range<Int>) {
        self.bytes = bytes
        isObject = bytes[value.lowerBound] == UInt8(ascii: "{")
        position = value.lowerBound + 1
        end = value.upperBound
    }

    /// The next member or element; nil at the end.
    mutating func next() throws(Malformed) -> Item? {
        skipWhiteSpace()
        let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        if try byte() == closing { return nil }
        if !isFirst {
            guard try byte() == UInt8(ascii: ",") else { throw Malformed(fault: .noSeparator, offset: position) }
            position += 1
            skipWhiteSpace()
            if try byte() == closing { throw Malformed(fault: .trailingComma, offset: position) }
        }
        isFirst = false
        var key = position..<position
        if isObject {
            guard try byte() == UInt8(ascii: "\"") else { throw Malformed(fault: .noKey, offset: position) }
            let quoted = try value()
            key = quoted.lowerBound + 1..<quoted.upperBound - 1
            skipWhiteSpace()
            guard try byte() == UInt8(ascii: ":") else { throw Malformed(fault: .noColon, offset: position) }
            position += 1
            skipWhiteSpace()
        }
        return Item(key: key, value: try value())
    }

    private mutating func value() throws(Malformed) -> Range<Int> {
        if JSONExtent.isMark(try byte()) { throw Malformed(fault: .noValue, offset: position) }
        let start = position
        var extent = JSONExtent()
        let whole = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        position = extent.follow(whole, from: start)
        guard extent.progress == .ended else { throw Malformed(fault: .noSeparator, offset: start) }
        return start..<position
    }

    private func byte() throws(Malformed) -> UInt8 {
        guard position < end else { throw Malformed(fault: .cutOff, offset: position) }
        return bytes[position]
    }

    private mutating func skipWhiteSpace() {
        while position < end, JSONSplitter.isWhiteSpace(bytes[position]) { position += 1 }
    }
}
