import JSON
import Reports

/// What the rows hold in one field.
package struct FieldReport: Sendable {
    /// The field's name.
    package var name: String
    /// Rows that have the field, be it null or empty.
    package var present = 0
    /// Rows that lack it.
    package var missing = 0
    /// Rows in which it is null.
    package var nulls = 0
    /// Rows in which it is an empty string.
    package var empty = 0
    /// How many values of which type: those that occur, in the order string, integer, float, boolean, null, array, object.
    package var types: [(name: String, count: Int)] = []
    /// The values, when they are few: the most frequent first, equally frequent ones by their bytes.
    package var values: [ValueCount]?
    /// The strings' lengths, if there are strings.
    package var lengths: Lengths?
    /// The least and the greatest number, if there are numbers.
    package var numbers: NumberSpan?

    /// A report of nothing yet.
    package init(name: String) { self.name = name }

    /// One of few values.
    package struct ValueCount: Sendable {
        /// A string, a number or a boolean.
        package var value: JSONValue
        /// In how many rows it stands.
        package var count: Int

        /// A value that stands in so many rows.
        package init(value: JSONValue, count: Int) { (self.value, self.count) = (value, count) }
    }

    /// Lengths of strings, in code points.
    package struct Lengths: Sendable {
        /// The least one.
        package var min: Int
        /// At least half of the strings are no longer than this.
        package var median: Estimate
        /// At least 95 of 100 strings are no longer than this.
        package var p95: Estimate
        /// The greatest one.
        package var max: Int

        /// Lengths in code points.
        package init(min: Int, median: Estimate, p95: Estimate, max: Int) {
            (self.min, self.median, self.p95, self.max) = (min, median, p95, max)
        }
    }

    /// The least and the greatest number, as JSON text.
    package struct NumberSpan: Sendable {
        /// The least one.
        package var min: String
        /// The greatest one.
        package var max: String
        /// Whether these are strings, all of which are numbers.
        package var areStrings: Bool

        /// A span of numbers given as JSON text.
        package init(min: String, max: String, areStrings: Bool) {
            (self.min, self.max, self.areStrings) = (min, max, areStrings)
        }
    }
}
