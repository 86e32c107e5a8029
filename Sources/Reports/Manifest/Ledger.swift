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
/// The table `fields` tells what each count is; those of instances are counts of instances that are taken.
package struct DatasetLedger: Sendable {
    package var name: String
    package var rows = 0
    package var rejected: [String: Int] = [:]
    /// Nil if the recipe has no list of duplicates.
    package var duplicates: Int?
    package var filtered = 0
    package var blank = 0
    package var refused = 0
    package var refusedInversions: [String: Int] = [:]
    package var taken = 0
    package var overCap = 0
    package var unvalidated = 0
    package var available = 0
    package var availableAmount = 0
    package var availableCharacters = 0
    package var amount = 0
    package var characters = 0
    package var instances = 0
    /// What the mixture's rules ask for.
    package var share: MixtureShare
    /// The share of the mixture that the instances are; nil until all datasets are known.
    var realised: Double?
    package var templates: [String: Int] = [:]
    package var options: [String: Int] = [:]
    package var demonstrations: [Int: Int] = [:]
    package var lackingDemonstrations = 0
    package var selfDemonstrations = 0
    package var inverted = 0
    /// The share of inverted templates that the recipe asks for.
    package var invertedAsked = 0.0
    package var splits: [String: Int] = [:]
    /// How many templates were to be drawn from.
    package var templateCount = 0
    package var licence: String?
    /// The group that the recipe puts the dataset in.
    package var tag: String?

    /// As a manifest has them that may not add up; nil: as the counts have them.
    private var statedEpochs: Double?
    private var statedRejected: Int?

    /// A ledger of nothing yet.
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
    package var droppedCount: Int { Self.fates(of: .dropped).total { $0.number(self) ?? 0 } }

    /// Rows of which the counts do not tell what became of them; below 0 if they tell of more than there are.
    var unaccounted: Int { rows - Self.fates.total { $0.number(self) ?? 0 } }

    /// Whether every row is accounted for.
    package var isClosed: Bool { unaccounted == 0 }
}

extension DatasetLedger: ManifestRecord {
    init() { self.init(name: "") }

    /// A dataset's line of the mixture table. A new count needs a line here, and the place where it is counted.
    static let fields: [Field<DatasetLedger>] = [
        Field("dataset", .text, \.name, "The dataset's name.", parts: .same),
        Field(
            "rows", .count(.rows), \.rows, "Records read.", parts: .sum, in: [.metrics, .groups, .difference]),
        // A plan does not know how many rows are taken, and how many lie over a cap, where a row may give several instances.
        Field(
            "taken", .count(.rows), \.taken, "Rows of which an instance is taken.", parts: .sum, in: .metrics,
            fate: .taken, if: \.isClosed),
        Field(
            "rejected", .count(.rows), \.rejectedCount, "Records rejected, whatever for.", parts: .computed,
            in: [.metrics, .groups, .difference], fate: .rejected),
        Field("rejected_by_code", .counts(.rows), \.rejected, "Records rejected, by code.", parts: .sum),
        Field(
            "duplicates", .count(.rows), optional: \.duplicates, "Rows that the recipe's list of duplicates leaves out.",
            in: [.metrics, .difference], fate: .dropped),
        Field(
            "filtered", .count(.rows), \.filtered, "Rows that `where` refuses.", parts: .sum,
            in: [.metrics, .groups, .difference], fate: .dropped),
        Field(
            "blank", .count(.rows), \.blank, "Rows for which the prompt or the completion came out blank.",
            parts: .sum, in: [.metrics, .difference], fate: .dropped),
        Field(
            "refused", .count(.rows), \.refused,
            "Rows that could be seen through inverted templates only, all of which were refused.", parts: .sum,
            in: [.metrics, .difference], fate: .dropped),
        Field(
            "over_cap", .count(.rows), \.overCap, "Rows that could give an instance, but were not chosen.",
            parts: .sum, in: [.metrics, .difference], fate: .overCap, if: \.isClosed),
        Field(
            "unvalidated", .count(.rows), \.unvalidated,
            "Of those, rows that were not even parsed: enough others come before them.", parts: .sum, in: .metrics),
        Field(
            "available", .count(.instances), \.available,
            "Instances that the rows could give, as far as they were looked at.", parts: .sum, in: .groups),
        Field(
            "instances", .count(.instances), \.instances, "Instances that are taken.", parts: .sum,
            in: [.metrics, .groups, .difference]),
        Field("epochs", .number, \.epochs, "How many passes over what there is were taken.", parts: .computed),
        Field(
            "characters", .count(.characters), \.characters,
            "Length of the instances taken in code points, demonstrations and system messages aside.", parts: .sum,
            in: [.metrics, .groups, .difference]),
        Field("cap", .count, optional: \.share.cap, "The cap that holds, in the mixture's unit.", parts: .plan),
        Field("rate", .number, \.share.rate, "The rate of the mixture.", parts: .plan),
        Field(
            "share_asked", .number, \.share.share, "The fraction of the mixture that was asked for.", parts: .plan,
            in: .groups),
        Field(
            "share_realised", .number, optional: \.realised, "The fraction of the mixture that the instances are.",
            parts: .computed, in: .groups),
        Field(
            "inverted", .count(.instances), \.inverted, "Instances made by inverted templates.", parts: .sum,
            in: [.metrics, .difference]),
        Field(
            "refused_inversions", .counts(.rows), \.refusedInversions,
            "Inversions refused, by reason; their rows are seen through other templates where there are some.",
            parts: .sum),
        Field("templates", .counts(.instances), \.templates, "Instances by template.", parts: .sum),
        Field(
            "options", .counts(.instances), \.options, "Instances that show options, by the form of the list.",
            parts: .sum),
        Field(
            "demonstrations", .counts(.instances), \.demonstrations, "Instances by the number of their demonstrations.",
            parts: .sum),
        Field(
            "lacking_demonstrations", .count(.instances), \.lackingDemonstrations,
            "Instances that have fewer demonstrations than were drawn for them.", parts: .sum, in: .metrics),
        Field(
            "self_demonstrations", .count(.instances), \.selfDemonstrations,
            "Instances of which a demonstration asks the same; counted to show that there are none.", parts: .sum),
        Field("splits", .counts(.instances), \.splits, "Instances by split.", parts: .sum),
        Field("tag", .text, optional: \.tag, "The dataset's tag in the recipe.", parts: .same),
        Field("licence", .text, optional: \.licence, "The licence as the recipe gives it.", parts: .same),
    ]

    /// What only parts of a dataset tell one another.
    private static let partFields: [Field<DatasetLedger>] = [
        Field("available_amount", .count, \.availableAmount, "`available` in the mixture's unit.", parts: .sum),
        Field("available_characters", .count(.characters), \.availableCharacters, "Their length.", parts: .sum),
        Field("amount", .count, \.amount, "`instances` in the mixture's unit.", parts: .sum),
    ]

    /// What parts of a dataset add up to.
    static let sumFields = (fields + partFields).filter { $0.parts == .sum }

    /// The fields that count rows by what became of them, in the order of the fates.
    static let fates = RowFate.allCases.flatMap { fate in fields.filter { $0.fate == fate } }

    private static func fates(of fate: RowFate) -> [Field<DatasetLedger>] { fates.filter { $0.fate == fate } }
}
