import JSON

/// The functions of `JSONString` held against the twin.
package enum FastStrings {
    /// How they differ on the inside of a JSON string; nil if they do not, or if it is none.
    package static func difference(inside: [UInt8]) -> String? {
        guard let text = StringTwin.decode(inside) else { return nil }
        let hasEscapes = inside.contains(UInt8(ascii: "\\"))
        let output = ByteBuffer()
        let decoded = inside.withUnsafeBytes { bytes in
            JSONString.writeCanonical(bytes, to: output)
            return JSONString.decode(bytes, hasEscapes: hasEscapes)
        }
        if !decoded.unicodeScalars.elementsEqual(text) { return "decode gives \(decoded.debugDescription)" }
        if !output.bytes.elementsEqual(StringTwin.contents(text)) { return "writeCanonical gives \(output.string)" }
        return difference(text: decoded)
    }

    /// How they differ on a text; nil if they do not.
    package static func difference(text: String) -> String? {
        let expected = StringTwin.contents(text.unicodeScalars)
        let output = ByteBuffer()
        JSONString.writeContents(text, to: output)
        let ofText = Array(output.bytes)
        output.removeAll()
        Array(text.utf8).withUnsafeBytes { JSONString.writeContents($0, to: output) }
        let agrees = ofText == expected && output.bytes.elementsEqual(expected)
        return agrees ? nil : "writeContents of \(text.debugDescription) gives \(output.string)"
    }
}
