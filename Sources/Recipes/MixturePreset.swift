import Mixing

/// Rules of published mixtures, by the names that recipes give them; whatever a recipe says besides comes before them.
package enum MixturePreset: String, Sendable, CaseIterable {
    /// Raffel et al. 2020 (T5), section 3.5.2: examples-proportional mixing under a limit of K = 2^19 instances.
    case t5
    /// Wei et al. 2022 (FLAN), section 2.2: at most 30,000 instances of each dataset, rates of at most 3,000.
    case flan2021
    /// Sanh et al. 2022 (T0), section 4, as the paper means it: a dataset gives 500,000 instances at most, through all its templates.
    case t0
    /// The same by T0's code, which gives each template of a dataset of more than 500,000 rows 500,000 // templates of them, and bounds no
    /// smaller one. Here their sum is drawn over all templates together.
    case t0Legacy = "t0-legacy"
    /// Longpre et al. 2023 (the Flan Collection): five submixes with shares and caps of their own.
    case flan2022
    /// Iyer et al. 2022 (OPT-IML), section 4: seven collections with shares, 4,096 instances of each dataset, 5% plain text.
    case optIML = "opt-iml"
    /// Zeng et al. 2022 (GLM-130B), section 2.2: prompted datasets are 5% of what is trained on, plain text the rest.
    case glm
    /// Taylor et al. 2022 (Galactica), table 2: prompts are 0.3% of the tokens of the corpus, plain text the rest.
    case galactica

    /// Where the numbers come from, and what they are, in one line.
    package var summary: String {
        switch self {
        case .t5: "cap 524,288 (2^19) (Raffel et al. 2020, 3.5.2)"
        case .flan2021: "cap 30,000, rates of at most 3,000 (Wei et al. 2022, 2.2)"
        case .glm:
            "datasets of kind: text 95%, all others 5%; unit: characters in the place of tokens (Zeng et al. 2022, 2.2)"
        case .galactica:
            "datasets of kind: text 99.7%, all others 0.3%; unit: characters in the place of tokens (Taylor et al. 2022, table 2)"
        case .optIML:
            "cap 4,096; datasets by tag: crossfit 4%, exmix 2%, flan 20%, niv2 25%, promptsource 45%, t5 2%, unifiedskg 2%; of kind: text 5% of the whole (Iyer et al. 2022, 4)"
        case .t0: "cap 500,000, through all templates of a dataset: per-row: all (Sanh et al. 2022, 4)"
        case .t0Legacy:
            "datasets with more than 500,000 rows give 500,000 // templates x templates instances, drawn over all templates together (T0's code: so many for each)"
        case .flan2022:
            "datasets by tag: flan2021 40% (cap 30,000), t0 32% (20,000), niv2 20% (5,000), cot 5% (100,000), dialog 3% (200,000) (Longpre et al. 2023)"
        }
    }

    /// Datasets of one tag.
    private struct Submix {
        var tag: String
        var share: Double
        var cap: Int?
    }

    /// The submixes that the preset is made of.
    private var submixes: [Submix] {
        switch self {
        case .flan2022:
            [
                Submix(tag: "flan2021", share: 0.40, cap: 30_000), Submix(tag: "t0", share: 0.32, cap: 20_000),
                Submix(tag: "niv2", share: 0.20, cap: 5_000), Submix(tag: "cot", share: 0.05, cap: 100_000),
                Submix(tag: "dialog", share: 0.03, cap: 200_000),
            ]
        case .optIML:
            [
                Submix(tag: "crossfit", share: 0.04), Submix(tag: "exmix", share: 0.02),
                Submix(tag: "flan", share: 0.20),
                Submix(tag: "niv2", share: 0.25), Submix(tag: "promptsource", share: 0.45),
                Submix(tag: "t5", share: 0.02),
                Submix(tag: "unifiedskg", share: 0.02),
            ]
        default: []
        }
    }

    /// The tags by which the preset knows datasets, if it does.
    var tags: [String] { submixes.map(\.tag) }

    /// The fraction of plain text.
    private var textShare: Double? {
        switch self {
        case .optIML: 0.05
        case .glm: 0.95
        case .galactica: 0.997
        default: nil
        }
    }

    /// The rules.
    ///
    /// - Parameter datasets: those of the recipe. Submixes without a dataset are left out. What plain text and datasets of other
    ///   tags leave by their fixed shares is divided among the submixes as published; beside others without a share, the
    ///   numbers stay as they are.
    func rules(_ datasets: [DatasetRecipe]) -> MixtureRules {
        var rules = MixtureRules()
        switch self {
        case .t5: rules.cap = 1 << 19
        case .flan2021: (rules.cap, rules.rateCap) = (30_000, 3_000)
        case .t0: rules.cap = 500_000
        case .t0Legacy: rules.largeDatasetCap = 500_000
        case .optIML: rules.cap = 4_096
        case .flan2022, .glm, .galactica: break
        }
        let texts = textShare == nil ? [] : datasets.filter { $0.kind == .text }
        if let textShare, !texts.isEmpty { rules.groups.append(Self.group("text", share: textShare, texts)) }
        let rest = datasets.filter { dataset in !texts.contains { $0.name == dataset.name } }
        if submixes.isEmpty {
            if let textShare, !rest.isEmpty {
                rules.groups.append(Self.group("prompted", share: 1 - textShare, rest))
            }
        } else {
            rules.groups += groups(rest, left: texts.isEmpty ? 1 : 1 - (textShare ?? 0))
        }
        return rules
    }

    /// The submixes that datasets belong to.
    ///
    /// - Parameter left: the fraction of the mixture that is theirs.
    private func groups(_ datasets: [DatasetRecipe], left: Double) -> [MixtureGroup] {
        let present = submixes.filter { submix in datasets.contains { $0.tag == submix.tag } }
        let others = datasets.filter { dataset in !present.contains { $0.tag == dataset.tag } }
        let left = left - others.compactMap(\.share).reduce(0, +)
        let sum = present.reduce(0) { $0 + $1.share }
        let factor = others.allSatisfy { $0.share != nil } ? max(0, left) / sum : 1
        return present.map { submix in
            var group = Self.group(
                submix.tag, share: submix.share * factor, datasets.filter { $0.tag == submix.tag })
            group.cap = submix.cap
            return group
        }
    }

    /// What sizes, caps and shares count by these rules.
    var unit: MixtureUnit { self == .glm || self == .galactica ? .characters : .examples }

    private static func group(_ name: String, share: Double, _ datasets: [DatasetRecipe]) -> MixtureGroup {
        var group = MixtureGroup(name: name)
        group.share = share
        group.datasets = datasets.map(\.name)
        return group
    }
}
