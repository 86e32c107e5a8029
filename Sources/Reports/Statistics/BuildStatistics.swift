import Diagnostics

/// What a build has seen beside the mixture table, for its report.
package struct BuildStatistics: ManifestRecord {
    /// So many datasets are told of at most; the first ones of the recipe.
    package static let maxDatasets = 60

    /// By dataset, in the order of the recipe.
    package var datasets: [DatasetStatistics] = []
    /// Instances whose prompt and completion are those of an earlier one.
    package var duplicates: DuplicateCounts?
    /// What is worth a look; nil if nobody has looked.
    private(set) var findings: [Finding]?

    /// Nothing seen yet.
    package init() {}

    /// - Parameter findings: what is worth a look, with the rules that say so.
    package init(findings: [(rule: String, finding: Diagnostic)]) {
        self.findings = findings.map(Finding.init)
    }

    static let fields: [Field<BuildStatistics>] = [
        Field("datasets", .list(.record()), \.datasets, "The first \(maxDatasets) datasets."),
        Field("duplicates", .record(), optional: \.duplicates, "Instances that are equal in prompt and completion."),
        Field("findings", .list(.record()), optional: \.findings, "What is worth a look."),
    ]
}

/// Something that was noticed.
struct Finding: ManifestRecord {
    var severity = Severity.note
    var rule = ""
    var message = ""
    var file: String?
    var line: Int?

    init() {}

    init(rule: String, _ finding: Diagnostic) {
        (severity, self.rule) = (finding.severity, rule)
        message = finding.message + (finding.help.map { " (\($0))" } ?? "")
        (file, line) = (finding.location?.file, finding.location?.line)
    }

    static let fields: [Field<Finding>] = [
        Field("severity", .severity, \.severity, "How bad it is: error, warning or note."),
        Field("rule", .text, \.rule, "The rule that says so."),
        Field("message", .text, \.message, "What was noticed."),
        Field("file", .text, optional: \.file, "Where: the file."),
        Field("line", .count, optional: \.line, "Its line, from 1."),
    ]
}

extension FieldType where Value == Severity {
    fileprivate static var severity: FieldType {
        FieldType(
            name: "text",
            read: { part throws(Diagnostic) in
                guard let severity = Severity(rawValue: try FieldType<String>.text.read(part)) else {
                    throw part.expected("error, warning or note")
                }
                return severity
            }, write: { .string($0.rawValue) })
    }
}

/// How many instances are equal in prompt and completion.
package struct DuplicateCounts: ManifestRecord {
    /// Those of a split, the first of each left out.
    package struct Split: ManifestRecord {
        package var split = ""
        package var count = 0

        init() {}

        package init(split: String, count: Int) { (self.split, self.count) = (split, count) }

        static let fields: [Field<Split>] = [
            Field("split", .text, \.split, "The split."),
            Field("count", .count(.instances), \.count, "How many, the first of each left out."),
        ]
    }

    /// Texts that stand in both of two splits.
    package struct Pair: ManifestRecord {
        package var splits: [String] = []
        package var count = 0

        init() {}

        package init(splits: [String], count: Int) { (self.splits, self.count) = (splits, count) }

        static let fields: [Field<Pair>] = [
            Field("splits", .list(.text), \.splits, "Both splits."), Field("count", .count, \.count, "How many texts."),
        ]
    }

    package var within: [Split] = []
    package var across: [Pair] = []
    /// The fraction of all texts that was looked at; the counts are raised accordingly.
    package var fraction = 1.0

    /// No counts yet.
    package init() {}

    static let fields: [Field<DuplicateCounts>] = [
        Field("within", .list(.record()), \.within, "Instances that a split holds more than once."),
        Field("across", .list(.record()), \.across, "Texts that stand in both of two splits."),
        Field("fraction", .number, \.fraction, "The fraction of all texts that was followed to tell."),
    ]
}
