import BigInt

/// One token of a template's source.
struct Token {
    enum Kind: Equatable {
        /// Text outside of tags.
        case data(String)
        case variableBegin, variableEnd, blockBegin, blockEnd
        case name(String)
        case string(String)
        case integer(BigInt)
        case float(Double)
        /// An operator or a bracket.
        case op(String)
        case endOfTemplate
    }

    let kind: Kind
    /// Byte offset in the source.
    let offset: Int
}

extension Token.Kind {
    /// How messages name the token.
    var description: String {
        switch self {
        case .data: "template data / text"
        case .variableBegin: "begin of print statement"
        case .variableEnd: "end of print statement"
        case .blockBegin: "begin of statement block"
        case .blockEnd: "end of statement block"
        case .name(let name): name
        case .string: "string"
        case .integer: "integer"
        case .float: "float"
        case .op(let text): text
        case .endOfTemplate: "end of template"
        }
    }
}
