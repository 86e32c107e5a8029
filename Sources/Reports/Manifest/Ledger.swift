import Mixing

/// What can become of a row.
enum RowFate: CaseIterable {
    case taken, overCap
    /// Gives no instance, though nothing is wrong with it.
    case dropped
    case rejected
}

/// What became of a dataset's rows. Nothing disappears: the counts of rows by their fates add up to the rows, in every run.
///
/// The table `fields` tells what each of the counts is.
package struct DatasetLedger: Sendable {
    package var name: String
    package var rows = 0, taken = 0, filtered = 0, blank = 0, refused = 0, overCap = 0, unvalidated = 0
    package var rejected: [String: Int] = [:]
    /// Nil if the recipe has no list of duplicates.
    package var duplicates: Int?
    package var refusedInversions: [String: Int] = [:]
    package var unreadFields: [String: Int] = [:], repairs: [String: Int] = [:], features: [String: Int] = [:]
    package var available = 0, availableAmount = 0, availableCharacters = 0
    package var instances = 0, amount = 0, characters = 0, inverted = 0
    package var lackingDemonstrations = 0, selfDemonstrations = 0
    package var templates: [String: Int] = [:], options: [String: Int] = [:], splits: [String: Int] = [:]
    package var demonstrations: [Int: Int] = [:]
    /// What the mixture's rules ask for.
    package var share: MixtureShare
    /// The share of the mixture that the instances are; nil until all datasets are known.
    var realised: Double?
    package var licence: String?, tag: String?
    /// The share of inverted templates that the recipe asks for.
    package var invertedAsked = 0.0
    /// How many templates were to be drawn from.
    package var templateCount = 0

    /// As a manifest has them that may not add up; nil: as the counts have them.
    private var statedEpochs: Double?, statedRejected: Int?

    package init(name: String) {
        self.name = name
        share = MixtureShare(name: name, cap: nil, rate: 0, share: 0, count: 0)
    }

    /// How many passes over what there is were taken; rows that were not parsed count as an instance each.
    var epochs: Double {
        get {
            let all = available.saturatingAdd(unvalidated)
            return statedEpochs ?? (all > 0 ? Double(instances) / Double(all) : 0)
        }
        set { statedEpochs = newValue }
    }

    /// Records rejected, whatever for.
    package internal(set) var rejectedCount: Int {
        get { statedRejected ?? rejected.values.total { $0 } }
        set { statedRejected = newValue }
    }

    /// Rows that give no instance, but are not wrong.
    package var droppedCount: Int { Self.fates.total { $0.fate == .dropped ? $0.number(self) ?? 0 : 0 } }

    /// Rows of which the counts do not tell what became of them; below 0 if they tell of more than there are.
    var unaccounted: Int { rows - Self.fates.total { $0.number(self) ?? 0 } }

    /// Whether every row is accounted for.
    package var isClosed: Bool { unaccounted == 0 }
}

extension DatasetLedger: ManifestRecord {
    init() { self.init(name: "") }

    /// A dataset's line of the mixture table. A new count needs a line here, and the place where it is counted.
    ///
    /// A plan does not know how many rows are taken, and how many lie over a cap, where a row may give several instances.
    static let fields: [Field<DatasetLedger>] = [
        Field("dataset", .text, \.name, "The dataset's name.", parts: .same),
        .sum("rows", .rows, \.rows, "Records read.", in: .all),
        .sum("taken", .rows, \.taken, "Rows of which an instance is taken.", in: .metrics, .taken, if: \.isClosed),
        Field(
            "rejected", .count(.rows), \.rejectedCount, "Records rejected, whatever for.", parts: .computed, in: .all,
            fate: .rejected),
        .sums("rejected_by_code", .rows, \.rejected, "Records rejected, by code."),
        Field(
            "duplicates", .optional(.count(.rows)), \.duplicates,
            "Rows that the recipe's list of duplicates leaves out.",
            in: .most, fate: .dropped),
        .sum("filtered", .rows, \.filtered, "Rows that `where` refuses.", in: .all, .dropped),
        .sum("blank", .rows, \.blank, "Rows whose prompt or completion came out blank.", in: .most, .dropped),
        .sum("refused", .rows, \.refused, "Rows that fit refused inversions only.", in: .most, .dropped),
        .sum("over_cap", .rows, \.overCap, "Rows that were not chosen.", in: .most, .overCap, if: \.isClosed),
        .sum("unvalidated", .rows, \.unvalidated, "Of those, rows that were not even parsed.", in: .metrics),
        .sum("available", .instances, \.available, "What rows could give, as far as looked at.", in: .groups),
        .sum("instances", .instances, \.instances, "Instances taken.", in: .all),
        Field("epochs", .number, \.epochs, "How many passes over what there is were taken.", parts: .computed),
        .sum("characters", .characters, \.characters, "Length of prompts and completions taken.", in: .all),
        Field("cap", .optional(.count), \.share.cap, "The cap, in the mixture's unit.", parts: .plan),
        Field("rate", .number, \.share.rate, "The rate of the mixture.", parts: .plan),
        Field("share_asked", .number, \.share.share, "The fraction asked for.", parts: .plan, in: .groups),
        Field("share_realised", .optional(.number), \.realised, "The fraction given.", parts: .computed, in: .groups),
        .sum("inverted", .instances, \.inverted, "Instances made by inverted templates.", in: .most),
        .sums("refused_inversions", .rows, \.refusedInversions, "Inversions refused, by reason."),
        .sums(
            "unread_fields", .rows, \.unreadFields, "Rows of conversations or plain text by fields that stay behind."),
        .sums("repairs", .rows, \.repairs, "Conversations by the repairs that were made."),
        .sums("features", .rows, \.features, "Conversations by what not every format can carry."),
        .sums("templates", .instances, \.templates, "Instances by template."),
        .sums("options", .instances, \.options, "Instances that show options, by the form of the list."),
        .sums("demonstrations", .instances, \.demonstrations, "Instances by the number of their demonstrations."),
        .sum(
            "lacking_demonstrations", .instances, \.lackingDemonstrations,
            "Instances that have fewer demonstrations than were drawn for them.", in: .metrics),
        .sum(
            "self_demonstrations", .instances, \.selfDemonstrations,
            "Instances that demonstrate themselves; counted to show that there are none."),
        .sums("splits", .instances, \.splits, "Instances by split."),
        Field("tag", .optional(.text), \.tag, "The dataset's tag in the recipe.", parts: .same),
        Field("licence", .optional(.text), \.licence, "The licence as the recipe gives it.", parts: .same),
    ]

    /// What only parts of a dataset tell one another.
    private static let partFields: [Field<DatasetLedger>] = [
        .sum("available_amount", .others, \.availableAmount, "`available` in the mixture's unit."),
        .sum("available_characters", .characters, \.availableCharacters, "Their length."),
        .sum("amount", .others, \.amount, "`instances` in the mixture's unit."),
    ]

    /// What parts of a dataset add up to.
    static let sumFields = (fields + partFields).filter { $0.parts == .sum }

    /// The fields that count rows by what became of them, in the order of the fates.
    static let fates = RowFate.allCases.flatMap { fate in fields.filter { $0.fate == fate } }
}

extension Field<DatasetLedger> {
    /// A count that parts add up to.
    fileprivate static func sum(
        _ key: String, _ unit: CountUnit, _ path: WritableKeyPath<DatasetLedger, Int> & Sendable, _ meaning: String,
        in uses: Uses = [], _ fate: RowFate? = nil, if isWritten: (@Sendable (DatasetLedger) -> Bool)? = nil
    ) -> Self {
        Field(key, .count(unit), path, meaning, parts: .sum, in: uses, fate: fate, if: isWritten)
    }

    /// Counts by names that parts add up to.
    fileprivate static func sums<Name: CountedName>(
        _ key: String, _ unit: CountUnit, _ path: WritableKeyPath<DatasetLedger, [Name: Int]> & Sendable,
        _ meaning: String
    ) -> Self {
        Field(key, .counts(unit), path, meaning, parts: .sum)
    }
}

extension Field.Uses {
    fileprivate static var most: Self { [.metrics, .difference] }
    fileprivate static var all: Self { [.metrics, .difference, .groups] }
}
