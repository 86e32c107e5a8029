import Diagnostics
import JSON
import Mixing

/// A line that stands behind its key: `KEY TAB LINE`. Sorted by their bytes, as `LC_ALL=C sort` does it, such lines stand as in the output.
///
/// The key of an instance is its split, from 0, in two hexadecimal digits, and its hash for order and that of its line in 16 each. Where a
/// plan takes only so many of equal rows, their lines have `+` and that number behind the key. A key that begins with `!` belongs to
/// counts, as JSON: those of a process, or of one of such lines.
enum KeyedLine {
    /// What counts begin with; it comes before all digits.
    static let counts = UInt8(ascii: "!")
    static let shared = UInt8(ascii: "+")
    static let separator = UInt8(ascii: "\t")
    static let keyLength = 34
    /// As many as two digits tell.
    static let maxSplits = 256

    /// Writes the key of a line.
    ///
    /// - Parameters:
    ///   - order: its hash for order.
    ///   - most: how many of equal lines are taken; nil: all.
    static func write(
        _ order: UInt64, _ line: UnsafeRawBufferPointer, split: Int, most: Int? = nil, to output: ByteBuffer
    ) {
        write(UInt64(split), digits: 2, to: output)
        write(order, digits: 16, to: output)
        write(XXH3.hash(line), digits: 16, to: output)
        if let most {
            output.append(shared)
            output.append(String(most))
        }
    }

    /// Writes the lowest digits of a number; as a text it would take longer than the line that follows.
    private static func write(_ number: UInt64, digits: Int, to output: ByteBuffer) {
        for place in (0..<digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(4 * place)) & 15
            output.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    /// The value of a hexadecimal digit; nil if it is none.
    private static func value(of digit: UInt8) -> Int? {
        switch digit {
        case 0x30...0x39: Int(digit) - 0x30
        case 0x61...0x66: Int(digit) - 0x57
        default: nil
        }
    }

    /// The position of the split that a key begins with, after `most` has accepted it.
    static func split(of key: some Collection<UInt8>) -> Int {
        key.prefix(2).reduce(0) { $0 << 4 | (value(of: $1) ?? 0) }
    }

    /// How many of the lines with a key are taken, if not all.
    ///
    /// - Throws: that it is no key.
    static func most(of key: some Collection<UInt8>, name: @autoclosure () -> String) throws(Diagnostics) -> Int? {
        if key.isEmpty { return nil }
        let (digits, rest) = (key.prefix(keyLength), key.dropFirst(keyLength))
        guard digits.count == keyLength, digits.allSatisfy({ value(of: $0) != nil }),
            [nil, shared].contains(rest.first)
        else {
            throw Diagnostics(
                Diagnostic("\(name()): a line does not begin with a key that hornbook render --keyed has written"))
        }
        guard !rest.isEmpty else { return nil }
        guard let most = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), most > 0 else {
            throw Diagnostics(Diagnostic("\(name()): a key ends with `+`, but without a number"))
        }
        return most
    }
}
