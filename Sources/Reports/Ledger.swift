import Mixing

/// What became of a dataset's rows. Nothing disappears: rows = taken + rejected + duplicates + filtered + blank + refused +
/// over cap, in every run.
public struct DatasetLedger: Sendable {
    /// The dataset's name.
    public var name: String
    /// Records read.
    public var rows = 0
    /// Records rejected, by code.
    public var rejected: [String: Int] = [:]
    /// Rows that the recipe's list of duplicates leaves out; nil: it has none.
    public var duplicates: Int?
    /// Rows that `where` refuses.
    public var filtered = 0
    /// Rows for which the prompt or the completion came out blank.
    public var blank = 0
    /// Rows that could be seen through inverted templates only, all of which were refused.
    public var refused = 0
    /// Inversions refused, by reason; their rows are seen through other templates where there are some.
    public var refusedInversions: [String: Int] = [:]
    /// Rows of which an instance is taken.
    public var taken = 0
    /// Rows that could give an instance, but were not chosen.
    public var overCap = 0
    /// Of those, rows that were not even parsed: enough others come before them.
    public var unvalidated = 0
    /// Instances that the rows could give, as far as they were looked at.
    public var available = 0
    /// How much that is in the mixture's unit.
    public var availableAmount = 0
    /// How long they are in code points.
    public var availableCharacters = 0
    /// How much the instances taken are in that unit.
    public var amount = 0
    /// How long the instances taken are in code points, demonstrations and system messages aside.
    public var characters = 0
    /// Instances that are taken.
    public var instances = 0
    /// What the mixture's rules ask for.
    public var share: MixtureShare
    /// Instances taken, by template.
    public var templates: [String: Int] = [:]
    /// Instances taken that show options, by the form of the list.
    public var options: [String: Int] = [:]
    /// Instances taken, by the number of their demonstrations.
    public var demonstrations: [Int: Int] = [:]
    /// Instances taken that have fewer demonstrations than were drawn for them.
    public var lackingDemonstrations = 0
    /// Instances taken of which a demonstration asks the same; counted on the finished instances, to show that there are none.
    public var selfDemonstrations = 0
    /// Instances taken that were made by inverted templates.
    public var inverted = 0
    /// The share of inverted templates that the recipe asks for.
    public var invertedAsked = 0.0
    /// Instances taken, by split.
    public var splits: [String: Int] = [:]
    /// How many templates were to be drawn from.
    public var templateCount = 0
    /// The licence as the recipe gives it.
    public var licence: String?
    /// The group that the recipe puts the dataset in.
    public var tag: String?

    /// A ledger of nothing yet.
    public init(name: String) {
        self.name = name
        share = MixtureShare(name: name, cap: nil, rate: 0, share: 0, count: 0)
    }

    /// How many passes over what there is were taken; rows that were not parsed count as an instance each.
    public var epochs: Double {
        let all = available + unvalidated
        return all > 0 ? Double(instances) / Double(all) : 0
    }

    /// Records rejected, whatever for.
    public var rejectedCount: Int { rejected.values.reduce(0, +) }

    /// Rows that give no instance, but are not wrong.
    public var droppedCount: Int { (duplicates ?? 0) + filtered + blank + refused }

    /// Whether every row is accounted for.
    public var isClosed: Bool { rows == taken + rejectedCount + droppedCount + overCap }
}
