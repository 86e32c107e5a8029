import Diagnostics
import Mixing
import Yams

extension Recipe {
    /// Reads `mixture`.
    mutating func readMixture(_ node: Node, _ reader: YAMLReader) {
        let entries = reader.entries(
            node, of: "`mixture`",
            known: [
                "preset", "cap", "rate-cap", "temperature", "scale", "size", "epochs", "unit", "groups", "order",
            ])
        if let preset = entries["preset"].flatMap({ reader.choice($0, of: "`preset`", MixturePreset.self) }) {
            mixture = preset.rules(datasets)
            unit = preset.unit
            let tags = preset.tags
            if !tags.isEmpty, !datasets.contains(where: { dataset in tags.contains { $0 == dataset.tag } }) {
                reader.report(
                    "`preset: \(preset.rawValue)` finds no dataset by its tags", at: entries["preset"],
                    help: "give datasets a `tag`: \(tags.dropLast().joined(separator: ", ")) or \(tags[tags.count - 1])"
                )
            }
        }
        if let cap = entries["cap"].flatMap({ reader.amount($0, of: "`cap`") }) { mixture.cap = cap }
        if let cap = entries["rate-cap"].flatMap({ reader.amount($0, of: "`rate-cap`") }) { mixture.rateCap = cap }
        if let number = entries["temperature"].flatMap({ reader.number($0, of: "`temperature`", in: 0.01...1000) }) {
            mixture.temperature = number
        }
        if let number = entries["scale"].flatMap({ reader.number($0, of: "`scale`", in: 1e-9...1e9) }) {
            mixture.scale = number
        }
        if let node = entries["size"], node.scalar?.string != "natural" {
            mixture.size = reader.amount(node, of: "`size` (or the word natural)")
        }
        if let number = entries["epochs"].flatMap({ reader.integer($0, of: "`epochs`", in: 1...1_000_000) }) {
            mixture.epochs = number
        }
        if let unit = entries["unit"].flatMap({ reader.choice($0, of: "`unit`", MixtureUnit.self) }) {
            self.unit = unit
        }
        if let order = entries["order"].flatMap({ reader.choice($0, of: "`order`", InstanceOrder.self) }) {
            self.order = order
        }
        if let node = entries["groups"] { mixture.groups = groups(node, reader) }
    }

    private func groups(_ node: Node, _ reader: YAMLReader) -> [MixtureGroup] {
        guard let sequence = node.sequence else {
            reader.report("`groups` must be a list, such as [{name: nlp, share: 0.8, datasets: [a, b]}]", at: node)
            return []
        }
        return sequence.compactMap { group($0, reader) }
    }

    private func group(_ node: Node, _ reader: YAMLReader) -> MixtureGroup? {
        let entries = reader.entries(
            node, of: "a group",
            known: ["name", "share", "weight", "cap", "temperature", "datasets", "tags", "groups"])
        guard let name = entries["name"].flatMap({ reader.text($0, of: "`name`") }), !name.isEmpty else {
            reader.report("a group needs `name`", at: node)
            return nil
        }
        var group = MixtureGroup(name: name)
        group.share = entries["share"].flatMap { reader.fraction($0, of: "`share`") }
        if let weight = entries["weight"].flatMap({ reader.multiplier($0, of: "`weight`") }) { group.weight = weight }
        group.cap = entries["cap"].flatMap { reader.amount($0, of: "`cap`") }
        group.temperature = entries["temperature"].flatMap {
            reader.number($0, of: "`temperature`", in: 0.01...1000)
        }
        group.groups = entries["groups"].map { groups($0, reader) } ?? []
        if let node = entries["datasets"] {
            for member in node.sequence.map(Array.init) ?? [node] {
                guard let pattern = reader.text(member, of: "a name in `datasets`") else { continue }
                let found = datasets.map(\.name).filter { TemplateChoice.matches(pattern, $0) }
                if found.isEmpty {
                    reader.report(
                        "no dataset is called `\(pattern)`", at: member,
                        help: suggestion(for: pattern, among: datasets.map(\.name)).map { "did you mean `\($0)`?" })
                }
                group.datasets += found.filter { !group.datasets.contains($0) }
            }
        }
        if let node = entries["tags"] {
            let tags = reader.texts(node, of: "`tags`")
            for dataset in datasets
            where dataset.tag.map(tags.contains) == true && !group.datasets.contains(dataset.name) {
                group.datasets.append(dataset.name)
            }
        }
        if group.allDatasets.isEmpty, reader.diagnostics.isEmpty {
            reader.report(
                "the group `\(name)` holds no dataset", at: node, help: "name them in `datasets`, or by `tags`")
        }
        return group
    }

    /// Refuses datasets that stand in two groups, two groups of one name, and fixed shares that sum to more than the whole.
    ///
    /// - Parameter place: of the mixture, or of the datasets where there is none.
    func checkMixture(_ reader: YAMLReader, at place: SourceLocation) {
        let grouped = mixture.groups.flatMap(\.allDatasets)
        for dataset in datasets where grouped.filter({ $0 == dataset.name }).count > 1 {
            reader.report("dataset `\(dataset.name)` stands in more than one group", at: dataset.location ?? place)
        }
        func names(_ groups: [MixtureGroup]) -> [String] { groups.flatMap { [$0.name] + names($0.groups) } }
        var known = Set(datasets.map(\.name))
        for name in names(mixture.groups) where !known.insert(name).inserted {
            reader.report("a group is called `\(name)`, as another group or a dataset is", at: place)
        }
        func check(_ what: String, _ names: [String], _ groups: [MixtureGroup]) {
            let shares = datasets.filter { names.contains($0.name) }.compactMap(\.share) + groups.compactMap(\.share)
            let sum = shares.reduce(0, +)
            if sum > 1 + 1e-9 {
                let shown = (sum * 1e9).rounded() / 1e9
                reader.report("the shares in \(what) sum to \(shown), more than the whole", at: place)
            }
            for group in groups { check("the group `\(group.name)`", group.datasets, group.groups) }
        }
        check("the mixture", datasets.map(\.name).filter { !grouped.contains($0) }, mixture.groups)
    }
}
