import Diagnostics

/// What a look at a dataset's rows tells.
package struct InspectionReport: Sendable {
    /// Rows that could be read.
    package var rows = 0
    /// The first record of each code that could not be read, and how many there are; the codes in order.
    package var rejects: [Diagnostic] = []
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
    package var findings: [Diagnostic] = []

    /// A report of nothing yet.
    package init() {}

    /// Records rejected, whatever for.
    package var rejected: Int { rejects.reduce(0) { $0 + ($1.count ?? 0) } }
}
