import Diagnostics

/// A dataset card as the Hugging Face Hub reads it: a README.md whose front matter tells machines how to load the folder and
/// whose text tells people what it is, where it comes from and how to make it again. It is a pure function of the manifest, and
/// every text of the manifest in it is text.
package struct DataCard: Sendable {
    /// The name of the card's file in an output folder.
    package static let fileName = "README.md"

    /// Front matter and Markdown, with a line feed at its end.
    package let text: String

    /// Makes the card. What a manifest lacks is left out of it.
    ///
    /// - Throws: that the columns of the lines are not as expected.
    package init(_ manifest: Manifest) throws(Diagnostic) {
        let facts = try CardFacts(manifest)
        text = "---\n" + CardFrontMatter(facts).yaml.text + "---\n\n" + CardBody(facts).markdown.text
    }
}

/// What a card tells of a build.
struct CardFacts {
    let build: Manifest
    /// The keys of a line.
    let columns: [CardColumn]
    /// In the order of the outputs.
    let splits: [CardSplit]

    init(_ build: Manifest) throws(Diagnostic) {
        self.build = build
        columns = try CardColumn.all(of: ManifestPart(build.lines?.columns, path: "lines.columns"))
        var splits: [CardSplit] = []
        for file in build.outputs {
            let split = file.split ?? ""
            let known = splits.firstIndex { $0.name.utf8.elementsEqual(split.utf8) }
            if known == nil { splits.append(CardSplit(name: split)) }
            splits[known ?? splits.count - 1].add(file)
        }
        self.splits = splits
    }

    var instances: Int { splits.total(\.instances) }
    var bytes: Int { splits.total(\.bytes) }
    /// The datasets that gave instances.
    var used: [DatasetLedger] { build.ledgers.filter { $0.instances > 0 } }

    /// What the datasets are called together, on one line: of many the first ones.
    var title: String {
        let names = used.map(\.name)
        let shown = names.count > 4 ? Array(names.prefix(3)) + ["\(names.count - 3) more"] : names
        let list =
            shown.dropLast().joined(separator: ", ") + (shown.count > 1 ? " and " : "") + (shown.last ?? "nothing")
        return "Instruction data from " + list
    }
}

struct CardSplit {
    var name: String, instances = 0, bytes = 0, files = 0

    mutating func add(_ file: FileRecord) {
        instances = instances.saturatingAdd(file.records ?? 0)
        bytes = bytes.saturatingAdd(file.bytes)
        files += 1
    }

    /// Which files of the folder belong to it.
    var pattern: String { name + "-*.jsonl" }
}
