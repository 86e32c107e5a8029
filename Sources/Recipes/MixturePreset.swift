import Mixing

/// Rules of published mixtures, by the names that recipes give them; whatever a recipe says besides comes before them.
public enum MixturePreset: String, Sendable, CaseIterable {
    /// Raffel et al. 2020 (T5), section 3.5.2: examples-proportional mixing under a limit of K = 2^19 instances.
    case t5
    /// Wei et al. 2022 (FLAN), section 2.2: at most 30,000 instances of each dataset, rates of at most 3,000.
    case flan2021
    /// Sanh et al. 2022 (T0), section 4, as the paper means it: a dataset gives 500,000 instances at most, through all its templates.
    case t0
    /// The same as T0's code does it: a dataset of more than 500,000 rows gives each of its templates 500,000 // templates; smaller
    /// ones are not bounded.
    case t0Legacy = "t0-legacy"
    /// Longpre et al. 2023 (the Flan Collection): five submixes with shares and caps of their own.
    case flan2022

    /// Zeng et al. 2022 (GLM-130B), section 2.2: prompted datasets are 5% of what is trained on, plain text the rest.
    case glm

    /// Where the numbers come from, and what they are, in one line.
    public var summary: String {
        switch self {
        case .t5: "cap 524,288 (2^19) (Raffel et al. 2020, 3.5.2)"
        case .flan2021: "cap 30,000, rates of at most 3,000 (Wei et al. 2022, 2.2)"
        case .glm:
            "datasets of kind: text 95%, all others 5%; unit: characters in the place of tokens (Zeng et al. 2022, 2.2)"
        case .t0: "cap 500,000, through all templates of a dataset: per-row: all (Sanh et al. 2022, 4)"
        case .t0Legacy: "500,000 // templates for each template of datasets with more than 500,000 rows (T0's code)"
        case .flan2022:
            "datasets by tag: flan2021 40% (cap 30,000), t0 32% (20,000), niv2 20% (5,000), cot 5% (100,000), dialog 3% (200,000) (Longpre et al. 2023)"
        }
    }

    /// The submixes of the Flan Collection.
    private static let submixes: [(tag: String, share: Double, cap: Int)] = [
        ("flan2021", 0.40, 30_000), ("t0", 0.32, 20_000), ("niv2", 0.20, 5_000), ("cot", 0.05, 100_000),
        ("dialog", 0.03, 200_000),
    ]

    /// The rules.
    ///
    /// - Parameter datasets: those of the recipe. Submixes without a dataset are left out. What datasets of other tags leave by
    ///   their fixed shares is divided among the submixes as published; beside others without a share, the numbers stay as they are.
    func rules(_ datasets: [DatasetRecipe]) -> MixtureRules {
        var rules = MixtureRules()
        switch self {
        case .t5: rules.cap = 1 << 19
        case .flan2021: (rules.cap, rules.rateCap) = (30_000, 3_000)
        case .glm:
            let isText = { (dataset: DatasetRecipe) in dataset.kind == .text }
            rules.groups = [
                Self.group("text", share: 0.95, datasets.filter(isText)),
                Self.group("prompted", share: 0.05, datasets.filter { !isText($0) }),
            ].filter { !$0.datasets.isEmpty }
        case .t0: rules.cap = 500_000
        case .t0Legacy: rules.largeDatasetCap = 500_000
        case .flan2022:
            let present = Self.submixes.filter { submix in datasets.contains { $0.tag == submix.tag } }
            let others = datasets.filter { dataset in !present.contains { $0.tag == dataset.tag } }
            let left = 1 - others.compactMap(\.share).reduce(0, +)
            let sum = present.reduce(0) { $0 + $1.share }
            let factor = others.allSatisfy { $0.share != nil } ? max(0, left) / sum : 1
            rules.groups = present.map { submix in
                var group = Self.group(
                    submix.tag, share: submix.share * factor, datasets.filter { $0.tag == submix.tag })
                group.cap = submix.cap
                return group
            }
        }
        return rules
    }

    /// What sizes, caps and shares count by these rules.
    var unit: MixtureUnit { self == .glm ? .characters : .examples }

    private static func group(_ name: String, share: Double, _ datasets: [DatasetRecipe]) -> MixtureGroup {
        var group = MixtureGroup(name: name)
        group.share = share
        group.datasets = datasets.map(\.name)
        return group
    }
}
