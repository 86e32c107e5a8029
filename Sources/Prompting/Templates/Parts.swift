import Jinja
import System

/// Divides rendered text at the separator mark, and trims each part.
///
/// - Parameter found: gets the ranges of the parts, without the white space at their ends (Python's `str.strip`).
@inline(__always)
func splitParts(_ text: UnsafeRawBufferPointer, mark: [UInt8], _ found: (Range<Int>) -> Void) {
    var start = 0
    var index = 0
    while let base = text.baseAddress, let place = findByte(mark[0], in: base, from: index, to: text.count) {
        index = place
        if index + mark.count <= text.count, compareBytes(base + index, mark, mark.count) == 0 {
            found(trimmedText(text, start..<index))
            index += mark.count
            start = index
        } else {
            index += 1
        }
    }
    found(trimmedText(text, start..<text.count))
}

/// The parts of rendered text as ranges without the white space at their ends.
func splitParts(_ text: UnsafeRawBufferPointer, mark: [UInt8]) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    splitParts(text, mark: mark) { parts.append($0) }
    return parts
}

/// A range of a text without the white space at its ends.
func trimmedText(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, let width = spaceWidth(text, at: start, before: end) { start += width }
    while end > start {
        var last = end - 1
        while last > start, text[last] & 0xC0 == 0x80 { last -= 1 }
        guard spaceWidth(text, at: last, before: end) != nil else { break }
        end = last
    }
    return start..<end
}

/// A text without the white space at its ends.
func trimmedText(_ text: some StringProtocol) -> String {
    var text = String(text)
    return text.withUTF8 { bytes in
        let bytes = UnsafeRawBufferPointer(bytes)
        return String(
            decoding: UnsafeRawBufferPointer(rebasing: bytes[trimmedText(bytes, 0..<bytes.count)]), as: UTF8.self)
    }
}

/// The length of a white space character in bytes, or nil if another one stands there.
func spaceWidth(_ text: UnsafeRawBufferPointer, at index: Int, before end: Int) -> Int? {
    let first = text[index]
    if first < 0x80 { return isPythonSpace(Unicode.Scalar(first)) ? 1 : nil }
    // The others are U+0085, U+00A0 and ones of three bytes.
    guard first == 0xC2 || first == 0xE1 || first == 0xE2 || first == 0xE3 else { return nil }
    var iterator = text[index..<end].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator), isPythonSpace(scalar) else { return nil }
    return UTF8.width(scalar)
}

/// Where the parts of an instance stand; a list that is filled anew for every row, and so keeps its memory.
struct PartRanges: ~Copyable {
    private var base: UnsafeMutablePointer<Range<Int>>
    private var capacity = 8
    private(set) var count = 0

    init() { base = .allocate(capacity: capacity) }

    deinit { base.deallocate() }

    subscript(index: Int) -> Range<Int> {
        get {
            precondition(index >= 0 && index < count)
            return base[index]
        }
        set {
            precondition(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    mutating func removeAll() { count = 0 }

    @inline(__always)
    mutating func append(_ range: Range<Int>) {
        if count == capacity { grow() }
        (base + count).initialize(to: range)
        count &+= 1
    }

    private mutating func grow() {
        let grown = UnsafeMutablePointer<Range<Int>>.allocate(capacity: capacity * 2)
        grown.moveInitialize(from: base, count: count)
        base.deallocate()
        base = grown
        capacity *= 2
    }
}
