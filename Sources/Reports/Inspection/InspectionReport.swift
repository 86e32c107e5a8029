import JSON

/// What a look at a dataset's rows tells.
public struct InspectionReport: Sendable {
    /// Rows that could be read.
    public var rows = 0
    /// Records that could not, by code, the codes in order.
    public var rejects: [RejectCount] = []
    /// The fields in the order in which they were first met.
    public var fields: [FieldReport] = []
    /// How many fields more there were, of which nothing else is known.
    public var otherFields = 0
    /// Whether `otherFields` is only a lower bound.
    public var otherFieldsAreMore = false
    /// Rows that equal an earlier one in content; nil: there were too many rows to tell.
    public var duplicates: Int?
    /// Up to so many rows that differ, duplicates can be told.
    public var duplicateLimit = 0
    /// What looks as if it were not meant, by rule, then by field.
    public var findings: [Finding] = []

    /// A report of nothing yet.
    public init() {}

    /// Records rejected, whatever for.
    public var rejected: Int { rejects.reduce(0) { $0 + $1.count } }

    /// Records of one code that could not be read.
    public struct RejectCount: Sendable {
        /// The code, as in reject files.
        public var code: String
        /// How many there are.
        public var count: Int
        /// Where the first one stands: `file:line`.
        public var place: RowPlace
        /// What is wrong with the first one.
        public var message: String

        /// Records of one code.
        public init(code: String, count: Int, place: RowPlace, message: String) {
            self.code = code
            self.count = count
            self.place = place
            self.message = message
        }
    }
}

/// Where a row stands.
public struct RowPlace: Sendable, Equatable {
    /// The input's name.
    public var source: String
    /// The line on which the row starts, from 1.
    public var line: Int

    /// A line, from 1, of an input.
    public init(source: String, line: Int) {
        self.source = source
        self.line = line
    }

    /// `file:line`
    public var text: String { "\(source):\(line)" }
}

/// Something in the rows that looks as if it were not meant.
public struct Finding: Sendable {
    /// What is looked for; the raw values stand in reports.
    public enum Rule: String, Sendable, CaseIterable {
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
    public var rule: Rule
    /// The field's name; nil when it concerns whole rows.
    public var field: String?
    /// In how many rows.
    public var count: Int
    /// Where the first of them stands.
    public var place: RowPlace
    /// More about it, for people; may be empty.
    public var note: String

    /// A finding in `count` rows, of which `place` is the first.
    public init(_ rule: Rule, field: String? = nil, count: Int, place: RowPlace, note: String = "") {
        self.rule = rule
        self.field = field
        self.count = count
        self.place = place
        self.note = note
    }
}
