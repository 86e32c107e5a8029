import JSON
import Reports

/// What a look at a dataset's rows tells.
package struct InspectionReport: Sendable {
    /// Rows that could be read.
    package var rows = 0
    /// Records that could not, by code, the codes in order.
    package var rejects: [RejectCount] = []
    /// The fields in the order in which they were first met.
    package var fields: [FieldReport] = []
    /// How many fields more there were, of which nothing else is known.
    package var otherFields = 0
    /// Whether `otherFields` is only a lower bound.
    package var otherFieldsAreMore = false
    /// Rows that equal an earlier one in content; nil: there were too many rows to tell.
    package var duplicates: Int?
    /// Up to so many rows that differ, duplicates can be told.
    package var duplicateLimit = 0
    /// What looks as if it were not meant, by rule, then by field.
    package var findings: [Finding] = []

    /// A report of nothing yet.
    package init() {}

    /// Records rejected, whatever for.
    package var rejected: Int { rejects.reduce(0) { $0 + $1.count } }

    /// Records of one code that could not be read.
    package struct RejectCount: Sendable {
        /// The code, as in reject files.
        package var code: String
        /// How many there are.
        package var count: Int
        /// Where the first one stands: `file:line`.
        package var place: RowLocation
        /// What is wrong with the first one.
        package var message: String

        /// Records of one code.
        package init(code: String, count: Int, place: RowLocation, message: String) {
            self.code = code
            self.count = count
            self.place = place
            self.message = message
        }
    }
}

/// Something in the rows that looks as if it were not meant.
package struct Finding: Sendable {
    /// What is looked for; the raw values stand in reports.
    package enum Rule: String, Sendable, CaseIterable {
        /// A byte order mark inside a value or a name.
        case byteOrderMark = "byte-order-mark"
        /// Values of several types in one field; whole and other numbers count as one.
        case mixedTypes = "mixed-types"
        /// Rows equal to an earlier one.
        case duplicateRows = "duplicate-rows"
        /// Rows whose fields are not those of the first row.
        case otherFields = "other-fields"
        /// Rows in which a key stands twice.
        case repeatedKeys = "repeated-keys"
        /// Strings that all look like a date or time: loaders may take them for one.
        case looksLikeDate = "looks-like-date"
        /// Strings that all are numbers, in a format that has numbers.
        case numbersAsStrings = "numbers-as-strings"
        /// White space at an end of one of few values.
        case outerWhiteSpace = "outer-white-space"
        /// Few values, of which some differ in case or white space only.
        case valueVariants = "value-variants"
    }

    /// What was looked for.
    package var rule: Rule
    /// The field's name; nil when it concerns whole rows.
    package var field: String?
    /// In how many rows.
    package var count: Int
    /// Where the first of them stands.
    package var place: RowLocation
    /// More about it, for people; may be empty.
    package var note: String

    /// A finding in `count` rows, of which `place` is the first.
    package init(_ rule: Rule, field: String? = nil, count: Int, place: RowLocation, note: String = "") {
        self.rule = rule
        self.field = field
        self.count = count
        self.place = place
        self.note = note
    }
}
