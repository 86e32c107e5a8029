import JSON
import Jinja

/// White space at the ends of the inside of a canonical JSON string: Python's `str.strip` on text that is escaped.
enum EscapedText {
    /// Takes white space away that stands in the buffer from an offset on.
    @inline(__always)
    static func trimStart(_ output: ByteBuffer, from start: Int) {
        guard start < output.count else { return }
        let first = output.bytes[start]
        // Most texts begin with a plain character.
        if first > 0x20, first < 0x80, first != UInt8(ascii: "\\") { return }
        let end = spaceEnd(UnsafeRawBufferPointer(rebasing: output.bytes[start...]))
        if end > 0 { output.remove(start..<start + end) }
    }

    /// Takes white space away that stands at the buffer's end, but none before an offset.
    @inline(__always)
    static func trimEnd(_ output: ByteBuffer, from start: Int) {
        let end = output.count
        guard start < end else { return }
        let last = output.bytes[end - 1]
        // A mark, or a letter or digit behind which no escape ends.
        if last > 0x20, last < 0x80, !endsWithEscape(output.bytes, from: start, to: end) { return }
        output.truncate(to: start + spaceStart(UnsafeRawBufferPointer(rebasing: output.bytes[start..<end])))
    }

    /// Whether a backslash stands where it would if an escape ended here.
    @inline(__always)
    private static func endsWithEscape(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Bool {
        end - start >= 2 && bytes[end - 2] == UInt8(ascii: "\\")
            || end - start >= 6 && bytes[end - 6] == UInt8(ascii: "\\")
    }

    /// The offset of the first character that is no white space.
    @inline(never)
    static func spaceEnd(_ text: UnsafeRawBufferPointer) -> Int {
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "\\") {
                guard let length = spaceEscape(text, at: index) else { return index }
                index += length
            } else if let width = spaceWidth(text, at: index, before: text.count) {
                index += width
            } else {
                return index
            }
        }
        return index
    }

    /// The offset behind the last character that is no white space.
    @inline(never)
    static func spaceStart(_ text: UnsafeRawBufferPointer) -> Int {
        var end = text.count
        while end > 0 {
            if let length = [2, 6].first(where: { isSpaceEscape(text, of: $0, endingAt: end) }) {
                end -= length
                continue
            }
            var last = end - 1
            while last > 0, text[last] & 0xC0 == 0x80 { last -= 1 }
            guard spaceWidth(text, at: last, before: end) != nil else { break }
            end = last
        }
        return end
    }

    /// The length of an escape for white space that starts at an offset, or nil.
    private static func spaceEscape(_ text: UnsafeRawBufferPointer, at index: Int) -> Int? {
        guard index + 1 < text.count else { return nil }
        switch text[index + 1] {
        case UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "f"): return 2
        case UInt8(ascii: "u"):
            // Of those without a short escape: the vertical tab, and the separators from U+001C on.
            guard index + 6 <= text.count else { return nil }
            let digits = text[index + 2..<index + 6]
            return ["000b", "001c", "001d", "001e", "001f"].contains { $0.utf8.elementsEqual(digits) } ? 6 : nil
        default: return nil
        }
    }

    /// Whether an escape for white space of a given length ends at an offset.
    private static func isSpaceEscape(_ text: UnsafeRawBufferPointer, of length: Int, endingAt end: Int) -> Bool {
        let start = end - length
        guard start >= 0, text[start] == UInt8(ascii: "\\"), spaceEscape(text, at: start) == length else {
            return false
        }
        // A backslash that is escaped itself begins nothing.
        var backslashes = 0
        while start - backslashes - 1 >= 0, text[start - backslashes - 1] == UInt8(ascii: "\\") { backslashes += 1 }
        return backslashes.isMultiple(of: 2)
    }
}
