import Diagnostics

/// What a build has seen beside the mixture table, for its report.
package struct BuildStatistics: ManifestRecord {
    /// So many datasets are told of at most; the first ones of the recipe.
    package static let maxDatasets = 60

    /// In the order of the recipe.
    private(set) var datasets: [DatasetStatistics] = []
    private(set) var duplicates: DuplicateCounts?
    /// Nil if nobody has looked.
    package private(set) var findings: [Diagnostic]?

    init() {}

    /// - Parameter findings: what the build and its templates' rules have found.
    package init(datasets: [DatasetStatistics], duplicates: DuplicateCounts, findings: [Diagnostic]) {
        (self.datasets, self.duplicates, self.findings) = (datasets, duplicates, findings)
    }

    static let fields: [Field<BuildStatistics>] = [
        Field("datasets", .list(.record()), \.datasets, "The first \(maxDatasets) datasets."),
        Field("duplicates", .optional(.record()), \.duplicates, "Instances equal in prompt and completion."),
        Field("findings", .optional(.list(.finding)), \.findings, "What is worth a look."),
    ]
}

/// How many instances are equal in prompt and completion.
package struct DuplicateCounts: ManifestRecord {
    /// By split, the first of each left out.
    package private(set) var within: [NamedCount] = []
    package private(set) var across: [Pair] = []
    /// The fraction of all texts that was looked at; the counts are raised accordingly.
    package private(set) var fraction = 1.0

    init() {}
    package init(within: [NamedCount], across: [Pair], fraction: Double) {
        (self.within, self.across, self.fraction) = (within, across, fraction)
    }

    static let fields: [Field<DuplicateCounts>] = [
        Field("within", .named("split"), \.within, "Instances that a split holds again, by split."),
        Field("across", .list(.record()), \.across, "Texts that stand in both of two splits."),
        Field("fraction", .number, \.fraction, "The fraction of all texts that was followed to tell."),
    ]

    package struct Pair: ManifestRecord {
        package private(set) var splits: [String] = [], count = 0

        init() {}
        package init(splits: [String], count: Int) { (self.splits, self.count) = (splits, count) }

        static let fields: [Field<Pair>] = [
            Field("splits", .list(.text), \.splits, "Both splits."), Field("count", .count, \.count, "How many texts."),
        ]
    }
}
