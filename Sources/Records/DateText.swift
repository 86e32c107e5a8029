/// Recognises the usual ways to write a date, a time or both in digits: what loaders that guess types take for one.
///
/// Dates: `2024-02-29` (also with `/` or `.`), `29.02.2024`, `02/29/2024`. Times: `23:59`, `23:59:59.999`, behind a date
/// with `T` or a space before and perhaps `Z` or `+01:00` behind.
package struct DateText {
    private let text: UnsafeRawBufferPointer
    private var position = 0

    /// Whether a text is a date, a time or both.
    package static func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        guard (5...40).contains(text.count) else { return false }
        var date = DateText(text)
        if date.readDate() {
            if date.isAtEnd { return true }
            return (date.skip("T") || date.skip(" ")) && date.readTime() && date.readZone() && date.isAtEnd
        }
        var time = DateText(text)
        return time.readTime() && time.isAtEnd
    }

    private init(_ text: UnsafeRawBufferPointer) { self.text = text }

    private var isAtEnd: Bool { position == text.count }

    private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    /// A run of digits: its value and length, if that is allowed.
    private mutating func number(_ lengths: ClosedRange<Int>) -> (value: Int, length: Int)? {
        var value = 0
        let start = position
        while position < text.count, (0x30...0x39).contains(text[position]), position - start <= 9 {
            value = value * 10 + Int(text[position] - 0x30)
            position += 1
        }
        return lengths.contains(position - start) ? (value, position - start) : nil
    }

    private mutating func readDate() -> Bool {
        guard let first = number(1...4), let mark = (["-", "/", "."] as [Unicode.Scalar]).first(where: { skip($0) }),
            let second = number(1...2), skip(mark), let third = number(1...4)
        else { return false }
        if first.length == 4 {
            return third.length <= 2 && (1...12).contains(second.value) && (1...31).contains(third.value)
        }
        let isDayFirst = (1...31).contains(first.value) && (1...12).contains(second.value)
        let isMonthFirst = (1...12).contains(first.value) && (1...31).contains(second.value)
        return first.length <= 2 && third.length == 4 && (isDayFirst || isMonthFirst)
    }

    private mutating func readTime() -> Bool {
        guard let hour = number(2...2), hour.value < 24, skip(":"), let minute = number(2...2), minute.value < 60 else {
            return false
        }
        guard skip(":") else { return true }
        guard let second = number(2...2), second.value < 61 else { return false }
        return !skip(".") || number(1...9) != nil
    }

    private mutating func readZone() -> Bool {
        if isAtEnd || skip("Z") { return true }
        guard skip("+") || skip("-"), let hour = number(2...4) else { return false }
        return hour.length == 4 || hour.length == 2 && (!skip(":") || number(2...2) != nil)
    }
}
