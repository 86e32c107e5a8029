/// Why bytes are not a JSON object; the raw values are the codes that reject files carry.
package enum JSONErrorCode: String, Sendable, CaseIterable {
    case trailingContent = "trailing_content"
    case unexpectedByte = "unexpected_byte"
    case unexpectedEnd = "unexpected_end"
    case invalidUTF8 = "invalid_utf8"
    case badNumber = "bad_number"
    case notAnObject = "not_an_object"
    case loneSurrogate = "lone_surrogate"
    case controlCharacter = "control_character"
    case nonJSONConstant = "non_json_constant"
    case numberOutOfRange = "number_out_of_range"
    case badEscape = "bad_escape"
    case depthExceeded = "depth_exceeded"

    /// What is wrong, in words, with the mend where there is one.
    package var explanation: String {
        switch self {
        case .trailingContent: "something follows the object; each line must hold one JSON object"
        case .unexpectedByte: "this character cannot stand here in JSON"
        case .unexpectedEnd:
            "the line ends inside a value; is the file truncated, or an object spread over several lines?"
        case .invalidUTF8: "bytes that are not UTF-8; convert the file, for example with `iconv -f cp1252 -t utf-8`"
        case .badNumber: "a number that JSON does not allow"
        case .notAnObject: "the row is not a JSON object"
        case .loneSurrogate: "a \\u escape of one half of a surrogate pair"
        case .controlCharacter: "a control character inside a string must be written as an escape"
        case .nonJSONConstant: "NaN and Infinity are not JSON; write null or a number"
        case .numberOutOfRange: "a number that no 64-bit float can hold"
        case .badEscape: "an escape that JSON does not know"
        case .depthExceeded: "nested deeper than \(JSONLimits.depth) levels"
        }
    }
}

package struct JSONError: Error, Equatable, Sendable {
    package var code: JSONErrorCode
    /// Byte offset of the fault from the start of the scanned bytes.
    package var offset: Int

    package init(_ code: JSONErrorCode, at offset: Int) { (self.code, self.offset) = (code, offset) }
}

package enum JSONLimits {
    /// How deep arrays and objects may nest, the outermost one counted as the first level.
    package static let depth = 512
}
