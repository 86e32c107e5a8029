import JSON

/// What a build has seen of a dataset's rows and instances, for its report.
package struct DatasetStatistics: Sendable {
    /// How long texts are, in code points.
    package struct Lengths: Sendable {
        /// Texts whose length is at least `from` and below `to`.
        package struct Bin: Sendable {
            var from, to, count: Int

            /// A bin; see the properties.
            package init(from: Int, to: Int, count: Int) {
                (self.from, self.to, self.count) = (from, to, count)
            }
        }

        var count, median, p95, longest: Int
        var bins: [Bin]

        /// - Parameter bins: each begins where the one before it ends.
        package init(count: Int, median: Int, p95: Int, longest: Int, bins: [Bin]) {
            (self.count, self.median, self.p95, self.longest, self.bins) = (count, median, p95, longest, bins)
        }
    }

    /// How often a template was used.
    package struct Template: Sendable {
        var name: String
        var isInverted: Bool
        var used, failed: Int

        /// - Parameters:
        ///   - used: instances taken.
        ///   - failed: rows that could not be seen through it.
        package init(name: String, isInverted: Bool, used: Int, failed: Int) {
            (self.name, self.isInverted, self.used, self.failed) = (name, isInverted, used, failed)
        }
    }

    /// A row that gave no instance.
    package struct DroppedRow: Sendable {
        var place: RowLocation
        var record: Int
        var message, text: String

        /// - Parameter text: the beginning of the row; empty if that is not known.
        package init(place: RowLocation, record: Int, message: String, text: String) {
            (self.place, self.record, self.message, self.text) = (place, record, message, text)
        }
    }

    /// The dataset's name.
    package var name: String
    /// Of prompts; nil if there is no instance.
    package var prompts: Lengths?
    /// Of completions.
    package var completions: Lengths?
    /// The field that holds the label.
    package var labelField = ""
    /// Values of the label and how many instances have them.
    package var labels: [(value: String, count: Int)] = []
    /// Instances with other values.
    package var otherLabels = 0
    /// All templates that were to be drawn from.
    package var templates: [Template] = []
    /// Rows that gave no instance, by reason.
    package var drops: [(reason: String, count: Int, examples: [DroppedRow])] = []
    /// Some instances.
    package var samples: [InstanceSample] = []

    /// Nothing seen yet.
    package init(name: String) {
        self.name = name
    }

    var json: JSONValue {
        .object([
            "dataset": .string(name),
            "lengths": prompts.map { .object(["prompt": $0.json, "completion": completions?.json]) },
            "labels": labels.isEmpty
                ? nil
                : .object([
                    "field": .string(labelField),
                    "values": .array(
                        labels.map { .object(["value": .string($0.value), "count": .int($0.count)]) }),
                    "other": .int(otherLabels),
                ]),
            "templates": .array(
                templates.map {
                    .object([
                        "template": .string($0.name), "inverted": .bool($0.isInverted), "used": .int($0.used),
                        "failed": .int($0.failed),
                    ])
                }),
            "drops": .array(
                drops.map {
                    .object([
                        "reason": .string($0.reason), "count": .int($0.count),
                        "examples": .array($0.examples.map(\.json)),
                    ])
                }),
            "samples": .array(samples.map(\.json)),
        ])
    }
}

extension DatasetStatistics.Lengths {
    fileprivate var json: JSONValue {
        .object([
            "count": .int(count), "p50": .int(median), "p95": .int(p95), "max": .int(longest),
            "bins": .array(
                bins.map { .object(["from": .int($0.from), "to": .int($0.to), "count": .int($0.count)]) }),
        ])
    }
}

extension DatasetStatistics.DroppedRow {
    fileprivate var json: JSONValue {
        .object([
            "file": .string(place.source), "line": .int(place.line), "record": .int(record),
            "message": .string(message), "text": text.isEmpty ? nil : .string(text),
        ])
    }
}
