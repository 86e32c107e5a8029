/// What `hornbook inspect` and the filters notice in rows; the raw values are the names that users see.
package enum DataRule: String, Rule {
    case byteOrderMark = "byte-order-mark"
    case mixedTypes = "mixed-types"
    case duplicateRows = "duplicate-rows"
    case otherFields = "other-fields"
    case repeatedKeys = "repeated-keys"
    case looksLikeDate = "looks-like-date"
    case numbersAsStrings = "numbers-as-strings"
    case outerWhiteSpace = "outer-white-space"
    case valueVariants = "value-variants"

    package var severity: Severity { .warning }

    package var summary: String {
        switch self {
        case .byteOrderMark: "U+FEFF inside a value or a name"
        case .mixedTypes: "strings beside numbers, and the like"
        case .duplicateRows: "rows equal to an earlier one"
        case .otherFields: "rows whose fields are not the first row's"
        case .repeatedKeys: "rows in which a key stands twice"
        case .looksLikeDate: "strings that loaders may turn into timestamps"
        case .numbersAsStrings: "strings that all are numbers (not in CSV)"
        case .outerWhiteSpace: "white space at an end of one of few values"
        case .valueVariants: "few values, some alike but for case or space"
        }
    }
}
