/// What is wrong with a JSON document between its records.
package enum DocumentFault: Sendable, Equatable {
    /// The input ends before the document does.
    case cutOff
    /// Something follows the document.
    case textBehindEnd
    /// A comma stands before a closing bracket.
    case trailingComma
    /// Something else than a comma or a closing bracket follows a value.
    case noSeparator
    /// A comma, colon or closing bracket stands where a value belongs.
    case noValue
    /// Something else than a key in quotes stands where one belongs.
    case noKey
    /// Something else than a colon follows a key.
    case noColon

    /// The code that reject files carry.
    package var code: RowCode {
        switch self {
        case .cutOff: .unexpectedEnd
        case .textBehindEnd: .trailingContent
        case .trailingComma, .noSeparator, .noValue, .noKey, .noColon: .unexpectedByte
        }
    }

    /// What is wrong, in words.
    package var message: String {
        switch self {
        case .cutOff: "the file ends before the JSON document does; is it truncated?"
        case .textBehindEnd:
            "something follows the end of the JSON document; one object a line is --input-format jsonl"
        case .trailingComma: "a comma before the closing bracket; take it away"
        case .noSeparator: "a comma or the closing bracket is missing here"
        case .noValue: "a value is missing here"
        case .noKey: "a key in double quotes belongs here"
        case .noColon: "a colon is missing here"
        }
    }

    /// Whether it can be told how the document goes on, or that nothing more comes.
    var leavesTheRestClear: Bool {
        switch self {
        case .cutOff, .textBehindEnd, .trailingComma: true
        case .noSeparator, .noValue, .noKey, .noColon: false
        }
    }
}
