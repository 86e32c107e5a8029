import JSON

/// A record that gave no row or no instance, as reject files hold it: one JSON object a line.
package struct Reject: Sendable {
    /// The input's name.
    package var source: String
    /// The record's number in its input, from 1.
    package var record: Int
    /// The physical line on which the record starts, from 1.
    package var line: Int
    /// The byte offset of the fault in the (decompressed) input, from 0.
    package var byte: Int
    /// The column of the fault in its line, in Unicode scalars from 1; nil when the fault has no place.
    package var column: Int?
    /// What kind of fault; one of a closed list.
    package var code: String
    /// What is wrong, and how to mend it.
    package var message: String
    /// The template involved, if one is.
    package var template: String?
    /// The field involved, if one is.
    package var field: String?
    /// The record's bytes.
    package var raw: [UInt8]
    /// The physical line of the fault, from 1; for messages, not in the file.
    package var faultLine: Int
    /// The text of the fault's line, if the record's bytes stand so in the file; for messages, not in the file.
    package var excerpt: Excerpt?

    /// A reject; records, lines and columns count from 1, bytes from 0.
    package init(
        source: String, record: Int, line: Int, byte: Int, column: Int?, code: String, message: String,
        template: String? = nil, field: String? = nil, raw: [UInt8]
    ) {
        (self.source, self.record, self.line, self.byte, self.column) = (source, record, line, byte, column)
        (self.code, self.message, self.template, self.field, self.raw) = (code, message, template, field, raw)
        faultLine = line
    }

    /// Appends the reject's line.
    package func write(to output: ByteBuffer) {
        let isText = raw.withUnsafeBytes { firstInvalidUTF8(in: $0) == nil }
        JSONValue.object([
            "source": .string(source), "record": .int(record), "line": .int(line), "byte": .int(byte),
            "column": column.map { .int($0) }, "code": .string(code), "message": .string(message),
            "template": template.map { .string($0) }, "field": field.map { .string($0) },
            "raw": isText ? .string(String(decoding: raw, as: UTF8.self)) : nil,
            "raw_base64": isText ? nil : .string(base64(raw)),
        ]).write(to: output)
        output.append("\n")
    }
}

/// A piece of an input's line.
package struct Excerpt: Sendable {
    /// So many bytes are enough for a message.
    package static let most = 400

    /// The bytes, which need not be UTF-8.
    package var text: [UInt8]
    /// The column at which they start, from 1.
    package var column: Int

    /// - Parameter column: at which the text starts, from 1.
    package init(text: [UInt8], column: Int) { (self.text, self.column) = (text, column) }
}

/// Base64 with padding (RFC 4648, section 4).
func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
        for digit in 0..<4 {
            result.append(digit <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * digit) & 63)] : UInt8(ascii: "="))
        }
    }
    return String(decoding: result, as: UTF8.self)
}
