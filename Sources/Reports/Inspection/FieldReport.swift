import JSON

/// What the rows hold in one field.
public struct FieldReport: Sendable {
    /// The field's name.
    public var name: String
    /// Rows that have the field, be it null or empty.
    public var present = 0
    /// Rows that lack it.
    public var missing = 0
    /// Rows in which it is null.
    public var nulls = 0
    /// Rows in which it is an empty string.
    public var empty = 0
    /// How many values of which type: those that occur, in the order string, integer, float, boolean, null, array, object.
    public var types: [(name: String, count: Int)] = []
    /// The values, when they are few: the most frequent first, equally frequent ones by their bytes.
    public var values: [ValueCount]?
    /// The strings' lengths, if there are strings.
    public var lengths: Lengths?
    /// The least and the greatest number, if there are numbers.
    public var numbers: NumberSpan?

    /// A report of nothing yet.
    public init(name: String) {
        self.name = name
    }

    /// One of few values.
    public struct ValueCount: Sendable {
        /// A string, a number or a boolean.
        public var value: JSONValue
        /// In how many rows it stands.
        public var count: Int

        /// A value that stands in so many rows.
        public init(value: JSONValue, count: Int) {
            self.value = value
            self.count = count
        }
    }

    /// Lengths of strings, in code points.
    public struct Lengths: Sendable {
        /// The least one.
        public var min: Int
        /// At least half of the strings are no longer than this.
        public var median: Estimate
        /// At least 95 of 100 strings are no longer than this.
        public var p95: Estimate
        /// The greatest one.
        public var max: Int

        /// Lengths in code points.
        public init(min: Int, median: Estimate, p95: Estimate, max: Int) {
            self.min = min
            self.median = median
            self.p95 = p95
            self.max = max
        }
    }

    /// A number that may be known nearly.
    public struct Estimate: Sendable, Equatable {
        /// The number.
        public var value: Int
        /// Whether it is just that; else it is no more than 0.2% away.
        public var isExact: Bool

        /// A number, known exactly or nearly.
        public init(_ value: Int, isExact: Bool) {
            self.value = value
            self.isExact = isExact
        }
    }

    /// The least and the greatest number, as JSON text.
    public struct NumberSpan: Sendable {
        /// The least one.
        public var min: String
        /// The greatest one.
        public var max: String
        /// Whether these are strings, all of which are numbers.
        public var areStrings: Bool

        /// A span of numbers given as JSON text.
        public init(min: String, max: String, areStrings: Bool) {
            self.min = min
            self.max = max
            self.areStrings = areStrings
        }
    }
}
