/// How the instances of two outputs differ.
package struct InstanceDifference: Sendable {
    /// What became of an instance.
    package enum Kind: String, Sendable, CaseIterable {
        /// The same dataset, template and row, another text.
        case changed
        /// Only in the old output.
        case went
        /// Only in the new one.
        case came
    }

    /// How many there are of each kind, by dataset; those of unknown datasets under an empty name.
    package private(set) var counts: [String: [Kind: Int]] = [:]
    /// Some of them, with their datasets and lines: of what has changed, the new ones.
    package var examples: [(kind: Kind, dataset: String, line: String)] = []

    /// No difference yet.
    package init() {}

    /// Counts an instance.
    package mutating func add(_ kind: Kind, dataset: String) { counts[dataset, default: [:]][kind, default: 0] += 1 }

    /// How many there are of a kind in all datasets.
    package func count(_ kind: Kind) -> Int { counts.values.reduce(0) { $0 + $1[kind, default: 0] } }
}
