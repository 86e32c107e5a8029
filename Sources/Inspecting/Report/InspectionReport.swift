import Diagnostics
import JSON
import Reports

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

    package var rejected: Int { rejects.reduce(0) { $0 + ($1.count ?? 0) } }
}

extension InspectionReport {
    /// The report for machines: one object whose keys always stand in the same order.
    package var json: JSONValue {
        .object([
            "rows": .int(rows), "rejected": .int(rejected),
            "rejected_by_code": .array(
                rejects.map {
                    .object([
                        "code": $0.rule.map { .string($0) }, "count": $0.count.map { .int($0) },
                        "source": $0.location.map { .string($0.file) }, "line": $0.location.map { .int($0.line) },
                        "message": .string($0.message),
                    ])
                }),
            "fields": .array(fields.map(\.json)), "other_fields": .int(otherFields),
            "other_fields_is_lower_bound": .bool(otherFieldsAreMore),
            "duplicate_rows": duplicates.map { .int($0) } ?? .null, "findings": .array(findings.map(\.json)),
        ])
    }
}

extension FieldReport {
    /// `values`, `lengths` and `numbers` stand only where there are some.
    var json: JSONValue {
        .object([
            "name": .string(name), "present": .int(present), "missing": .int(missing), "null": .int(nulls),
            "empty": .int(empty),
            "types": .object(types.map { JSONValue.Member(key: $0.name, value: .int($0.count)) }),
            "values": values.map {
                .array($0.map { .object(["value": $0.value, "count": .int($0.count)]) })
            },
            "lengths": lengths.map {
                .object([
                    "min": .int($0.min), "median": .int($0.median.value), "p95": .int($0.p95.value),
                    "max": .int($0.max), "exact": .bool($0.median.isExact && $0.p95.isExact),
                ])
            },
            "numbers": numbers.map {
                .object(["min": .number($0.min), "max": .number($0.max), "as_strings": .bool($0.areStrings)])
            },
        ])
    }
}
