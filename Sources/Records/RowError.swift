import Diagnostics
import JSON

/// Why a record is no row; the raw values are the codes that reject files carry.
package enum RowCode: String, Rule {
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
    case csvTooFewFields = "csv_too_few_fields"
    case csvTooManyFields = "csv_too_many_fields"
    case csvUnterminatedQuote = "csv_unterminated_quote"
    case csvTextAfterQuote = "csv_text_after_quote"
    case conllColumns = "conll_columns"
    case nulByte = "nul_byte"
    case rowTooLong = "row_too_long"

    package var summary: String {
        switch self {
        case .trailingContent, .unexpectedByte, .unexpectedEnd, .invalidUTF8, .badNumber, .notAnObject, .loneSurrogate,
            .controlCharacter, .nonJSONConstant, .numberOutOfRange, .badEscape, .depthExceeded:
            JSONErrorCode(rawValue: rawValue)!.explanation
        case .csvTooFewFields: "fewer fields than columns"
        case .csvTooManyFields: "more fields than columns"
        case .csvUnterminatedQuote: "a quoted field that never closes"
        case .csvTextAfterQuote: "text between a closing quote and the next delimiter"
        case .conllColumns: "a line with another number of columns than the others"
        case .nulByte: "a NUL byte"
        case .rowTooLong: "a row that is longer than --max-row-bytes allows"
        }
    }

    init(_ code: JSONErrorCode) {
        // The JSON room's codes are a subset of these; a test holds them so.
        self = RowCode(rawValue: code.rawValue) ?? .unexpectedByte
    }
}

/// A fault in one record.
package struct RowError: Error, Equatable, Sendable {
    /// What kind of fault.
    package var code: RowCode
    /// What is wrong, and how to mend it.
    package var message: String
    /// Where: a byte offset from the record's start.
    package var offset: Int

    /// - Parameter offset: in bytes, from the record's start.
    package init(_ code: RowCode, at offset: Int, _ message: String) {
        (self.code, self.message, self.offset) = (code, message, offset)
    }

    init(_ error: JSONError) { self.init(RowCode(error.code), at: error.offset, error.code.explanation) }
}

/// A fault that shows while records are cut apart.
package enum RowFault: Sendable, Equatable {
    /// The record is longer than allowed (in bytes); the span covers its first bytes only.
    case rowTooLong(limit: Int)
    /// The input ends inside a quoted field that opened at an offset (in bytes) from the record's start.
    case unterminatedQuote(offset: Int)
    /// The document breaks off or goes wrong here; the span covers the text at the fault.
    case document(DocumentFault)

    /// The fault as the error of the row.
    package var error: RowError {
        switch self {
        case .rowTooLong(let limit):
            RowError(
                .rowTooLong, at: 0,
                "the row is longer than \(limit) bytes; raise --max-row-bytes, or look for a quote that never closes")
        case .unterminatedQuote(let offset):
            RowError(
                .csvUnterminatedQuote, at: offset,
                "a quoted field opens here and never closes; double the quotes inside fields, or read with --quote ''")
        case .document(let fault): RowError(fault.code, at: 0, fault.message)
        }
    }
}
