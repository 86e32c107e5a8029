import Diagnostics
import JSON

/// What a build has seen beside the mixture table, for its report.
package struct BuildStatistics: Sendable {
    /// So many datasets are told of at most; the first ones of the recipe.
    package static let maxDatasets = 60

    /// By dataset, in the order of the recipe.
    package var datasets: [DatasetStatistics] = []
    /// Instances whose prompt and completion are those of an earlier one.
    package var duplicates: DuplicateCounts?
    /// What the build and its templates' rules have found.
    package var findings: [Diagnostic] = []

    /// Nothing seen yet.
    package init() {}

    var json: JSONValue {
        .object([
            "datasets": .array(datasets.map(\.json)), "duplicates": duplicates?.json,
            "findings": .array(findings.map(\.json)),
        ])
    }
}

/// How many instances are equal in prompt and completion.
package struct DuplicateCounts: Sendable {
    /// Instances that a split holds more than once, the first of each left out.
    package var within: [(split: String, count: Int)] = []
    /// Texts that stand in both of two splits.
    package var across: [(splits: [String], count: Int)] = []
    /// The fraction of all texts that was looked at; the counts are raised accordingly.
    package var fraction = 1.0

    /// No counts yet.
    package init() {}

    var json: JSONValue {
        .object([
            "within": .array(within.map { .object(["split": .string($0.split), "count": .int($0.count)]) }),
            "across": .array(
                across.map {
                    .object(["splits": .array($0.splits.map { .string($0) }), "count": .int($0.count)])
                }),
            "fraction": .double(fraction),
        ])
    }
}
