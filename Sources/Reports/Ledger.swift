import Mixing

/// What became of a dataset's rows. Nothing disappears: rows = taken + rejected + duplicates + filtered + blank + refused +
/// over cap, in every run.
package struct DatasetLedger: Sendable {
    /// The dataset's name.
    package var name: String
    /// Records read.
    package var rows = 0
    /// Records rejected, by code.
    package var rejected: [String: Int] = [:]
    /// Rows that the recipe's list of duplicates leaves out; nil: it has none.
    package var duplicates: Int?
    /// Rows that `where` refuses.
    package var filtered = 0
    /// Rows for which the prompt or the completion came out blank.
    package var blank = 0
    /// Rows that could be seen through inverted templates only, all of which were refused.
    package var refused = 0
    /// Inversions refused, by reason; their rows are seen through other templates where there are some.
    package var refusedInversions: [String: Int] = [:]
    /// Rows of which an instance is taken.
    package var taken = 0
    /// Rows that could give an instance, but were not chosen.
    package var overCap = 0
    /// Of those, rows that were not even parsed: enough others come before them.
    package var unvalidated = 0
    /// Instances that the rows could give, as far as they were looked at.
    package var available = 0
    /// How much that is in the mixture's unit.
    package var availableAmount = 0
    /// How long they are in code points.
    package var availableCharacters = 0
    /// How much the instances taken are in that unit.
    package var amount = 0
    /// How long the instances taken are in code points, demonstrations and system messages aside.
    package var characters = 0
    /// Instances that are taken.
    package var instances = 0
    /// What the mixture's rules ask for.
    package var share: MixtureShare
    /// Instances taken, by template.
    package var templates: [String: Int] = [:]
    /// Instances taken that show options, by the form of the list.
    package var options: [String: Int] = [:]
    /// Instances taken, by the number of their demonstrations.
    package var demonstrations: [Int: Int] = [:]
    /// Instances taken that have fewer demonstrations than were drawn for them.
    package var lackingDemonstrations = 0
    /// Instances taken of which a demonstration asks the same; counted on the finished instances, to show that there are none.
    package var selfDemonstrations = 0
    /// Instances taken that were made by inverted templates.
    package var inverted = 0
    /// The share of inverted templates that the recipe asks for.
    package var invertedAsked = 0.0
    /// Instances taken, by split.
    package var splits: [String: Int] = [:]
    /// How many templates were to be drawn from.
    package var templateCount = 0
    /// The licence as the recipe gives it.
    package var licence: String?
    /// The group that the recipe puts the dataset in.
    package var tag: String?

    /// A ledger of nothing yet.
    package init(name: String) {
        self.name = name
        share = MixtureShare(name: name, cap: nil, rate: 0, share: 0, count: 0)
    }

    /// How many passes over what there is were taken; rows that were not parsed count as an instance each.
    package var epochs: Double {
        let all = available + unvalidated
        return all > 0 ? Double(instances) / Double(all) : 0
    }

    /// Records rejected, whatever for.
    package var rejectedCount: Int { rejected.values.reduce(0, +) }

    /// Rows that give no instance, but are not wrong.
    package var droppedCount: Int { (duplicates ?? 0) + filtered + blank + refused }

    /// Whether every row is accounted for.
    package var isClosed: Bool { rows == taken + rejectedCount + droppedCount + overCap }
}
