import JSON
import Reports
import Running

/// What the rows hold in one field.
package struct FieldReport: Sendable {
    package var name: String
    /// Rows that have the field, be it null or empty.
    package var present = 0
    package var missing = 0
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

    /// One of few values.
    package struct ValueCount: Sendable {
        /// A string, a number or a boolean.
        package var value: JSONValue
        package var count: Int
    }

    /// Lengths of strings, in code points.
    package struct Lengths: Sendable {
        package var min: Int
        /// At least half of the strings are no longer than this.
        package var median: Estimate
        /// At least 95 of 100 strings are no longer than this.
        package var p95: Estimate
        package var max: Int
    }

    /// The least and the greatest number, as JSON text.
    package struct NumberSpan: Sendable {
        package var min: String
        package var max: String
        /// Whether these are strings, all of which are numbers.
        package var areStrings: Bool
    }
}
