/// What machines read of a card, by the Hub's rules (huggingface.co/docs/hub/datasets-cards and datasets-manual-configuration).
///
/// A language is not named: nothing in a recipe tells it.
struct CardFrontMatter {
    private let facts: CardFacts

    init(_ facts: CardFacts) { self.facts = facts }

    var yaml: CardYAML {
        .mapping(
            CardLicence(facts.used).entries + [
                ("pretty_name", .text(facts.title)), ("tags", .list(tags)),
                ("task_categories", .list([.word("text-generation")])),
                ("size_categories", .list([.word(Self.size(of: facts.instances))])),
            ] + loading)
    }

    /// The tool's own, and the recipe's, each once.
    private var tags: [CardYAML] {
        var seen: Set<[UInt8]> = []
        let all = ["instruction-tuning", "hornbook"] + facts.used.compactMap(\.tag)
        return all.filter { !$0.isEmpty && seen.insert(Array($0.utf8)).inserted }.map { .text($0) }
    }

    /// The Hub's word for a number of instances.
    static func size(of count: Int) -> StaticString {
        switch count {
        case ..<1000: "n<1K"
        case ..<10_000: "1K<n<10K"
        case ..<100_000: "10K<n<100K"
        case ..<1_000_000: "100K<n<1M"
        case ..<10_000_000: "1M<n<10M"
        case ..<100_000_000: "10M<n<100M"
        case ..<1_000_000_000: "100M<n<1B"
        case ..<10_000_000_000: "1B<n<10B"
        case ..<100_000_000_000: "10B<n<100B"
        case ..<1_000_000_000_000: "100B<n<1T"
        default: "n>1T"
        }
    }

    /// Which files are which split, and what stands in them; nothing of an output without files.
    private var loading: [(key: StaticString, value: CardYAML)] {
        guard !facts.splits.isEmpty else { return [] }
        let files = facts.splits.map { split in
            CardYAML.mapping([("split", .text(split.name)), ("path", .text(split.pattern))])
        }
        let sizes = facts.splits.map { split in
            CardYAML.mapping([
                ("name", .text(split.name)), ("num_bytes", .count(split.bytes)),
                ("num_examples", .count(split.instances)),
            ])
        }
        return [
            ("configs", .list([.mapping([("config_name", .word("default")), ("data_files", .list(files))])])),
            (
                "dataset_info",
                .mapping([
                    ("config_name", .word("default")), ("features", .list(facts.columns.map(\.feature))),
                    ("splits", .list(sizes)), ("download_size", .count(facts.bytes)),
                    ("dataset_size", .count(facts.bytes)),
                ])
            ),
        ]
    }
}
