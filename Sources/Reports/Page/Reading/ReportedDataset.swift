import Diagnostics
import JSON

/// A dataset of a build.
struct ReportedDataset {
    var name: String
    /// Nil if the manifest's mixture does not name it.
    var ledger: ReportedLedger?
    /// Nil if the manifest does not tell.
    var contents: ReportedContents?
}

/// What became of a dataset's rows.
struct ReportedLedger {
    var name: String
    var rows, taken, rejected, duplicates, filtered, blank, refused, overCap: Int
    var rejectedByCode: [NamedCount]
    var instances, characters, inverted: Int
    var cap: Int?
    var epochs, rate, asked, realised: Double?
    var refusedInversions: [NamedCount]
    var templates: [NamedCount]
    var options: [NamedCount]
    /// Instances by the number of their demonstrations.
    var demonstrations: [(number: Int, count: Int)]
    var lackingDemonstrations, selfDemonstrations: Int
    var splits: [NamedCount]
    var tag, licence: String

    init(_ part: ManifestPart) throws(Diagnostic) {
        name = try part.text("dataset")
        rows = try part.count("rows")
        taken = try part.count("taken")
        rejected = try part.count("rejected")
        duplicates = try part.count("duplicates")
        filtered = try part.count("filtered")
        blank = try part.count("blank")
        refused = try part.count("refused")
        overCap = try part.count("over_cap")
        rejectedByCode = try part.counts("rejected_by_code")
        instances = try part.count("instances")
        characters = try part.count("characters")
        inverted = try part.count("inverted")
        cap = try part.part("cap").count()
        epochs = try part.number("epochs")
        rate = try part.number("rate")
        asked = try part.number("share_asked")
        realised = try part.number("share_realised")
        refusedInversions = try part.counts("refused_inversions")
        templates = try part.counts("templates")
        options = try part.counts("options")
        demonstrations = try part.numberedCounts("demonstrations")
        lackingDemonstrations = try part.count("lacking_demonstrations")
        selfDemonstrations = try part.count("self_demonstrations")
        splits = try part.counts("splits")
        tag = try part.text("tag")
        licence = try part.text("licence")
    }

    /// Rows of which the ledger does not tell what became of them; below 0 if it tells of more than there are.
    var unaccounted: Int { rows - RowFate.allCases.total { $0.count(self) } }
}

/// What was seen of a dataset's rows and instances.
struct ReportedContents {
    var name: String
    var prompt, completion: ReportedLengths?
    var labels: ReportedLabels?
    var templates: [ReportedTemplate]
    var drops: [ReportedDrop]
    var samples: [ReportedSample]

    init(_ part: ManifestPart) throws(Diagnostic) {
        name = try part.text("dataset")
        let lengths = try part.part("lengths")
        prompt = try ReportedLengths(lengths.part("prompt"))
        completion = try ReportedLengths(lengths.part("completion"))
        labels = try ReportedLabels(part.part("labels"))
        templates = try part.list("templates", ReportedTemplate.init)
        drops = try part.list("drops", ReportedDrop.init)
        samples = try part.list("samples", ReportedSample.init)
    }
}

/// How often the values of a label stand in the instances.
struct ReportedLabels {
    var field: String
    var values: [NamedCount]
    /// Instances with values that are not listed.
    var other: Int

    /// - Returns: nil if there are none.
    init?(_ part: ManifestPart) throws(Diagnostic) {
        guard part.exists else { return nil }
        field = try part.text("field")
        values = try part.list("values") { (one) throws(Diagnostic) in
            NamedCount(name: try one.text("value"), count: try one.count("count"))
        }
        other = try part.count("other")
    }
}

/// How often a template was used.
struct ReportedTemplate {
    var name: String
    var isInverted: Bool
    /// Instances taken.
    var used: Int
    /// Rows that could not be seen through it.
    var failed: Int

    init(_ part: ManifestPart) throws(Diagnostic) {
        name = try part.text("template")
        isInverted = try part.flag("inverted")
        used = try part.count("used")
        failed = try part.count("failed")
    }
}

/// Where a row stands.
struct ReportedPlace {
    var file: String
    var line, record: Int?

    init(_ part: ManifestPart) throws(Diagnostic) {
        file = try part.text("file")
        line = try part.part("line").count()
        record = try part.part("record").count()
    }

    /// `file:line (record n)`
    var text: String { file + (line.map { ":\($0)" } ?? "") + (record.map { " (record \($0))" } ?? "") }
}

/// Rows that gave no instance for one reason.
struct ReportedDrop {
    var reason: String
    var count: Int
    var examples: [(place: ReportedPlace, message: String, text: String)]

    init(_ part: ManifestPart) throws(Diagnostic) {
        reason = try part.text("reason")
        count = try part.count("count")
        examples = try part.list("examples") { (one) throws(Diagnostic) in
            try (ReportedPlace(one), one.text("message"), one.text("text"))
        }
    }
}

/// An instance with the row that it was made of.
struct ReportedSample {
    var place: ReportedPlace
    var template, key: String
    var isInverted: Bool
    var demonstrations: Int
    var row: [JSONValue.Member]
    var prompt, completion: String
    /// Whether the manifest holds only the beginnings of its texts.
    var isTruncated: Bool

    init(_ part: ManifestPart) throws(Diagnostic) {
        place = try ReportedPlace(part)
        template = try part.text("template")
        key = try part.text("key")
        isInverted = try part.flag("inverted")
        demonstrations = try part.count("demonstrations")
        row = try part.part("row").members()
        prompt = try part.text("prompt")
        completion = try part.text("completion")
        isTruncated = try part.flag("truncated")
    }
}
