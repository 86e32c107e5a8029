import Diagnostics
import Prompting
import Yams

/// What a dataset's recipe says about how its prompts are made beyond the templates: inversion, options, demonstrations.
extension DatasetRecipe {
    /// Reads `inverted`: a share, or `{share, wording}`.
    mutating func readInverted(_ node: Node, _ reader: YAMLReader) {
        guard node.mapping != nil else {
            inverted = reader.number(node, of: "`inverted`", in: 0...1) ?? 0
            return
        }
        let entries = reader.entries(node, of: "`inverted`", known: ["share", "wording"])
        if let share = entries["share"] {
            inverted = reader.number(share, of: "`share`", in: 0...1) ?? 0
        } else {
            reader.report("`inverted` needs `share`, from 0 to 1", at: node)
        }
        if let node = entries["wording"] {
            wording = reader.text(node, of: "`wording`")
            places["wording"] = reader.location(node)
        }
    }

    /// Reads `options: {append, style, order, answer}`.
    mutating func readOptions(_ node: Node, _ reader: YAMLReader) {
        let entries = reader.entries(node, of: "`options`", known: ["append"] + OptionRules.keys)
        options = OptionRules(entries, at: node, reader)
        if let node = entries["append"] {
            appendedOptions = reader.number(node, of: "`append`", in: 0...1) ?? 0
        }
    }

    /// Reads `system`: a text, or `{from, share}`.
    mutating func readSystem(_ node: Node, _ reader: YAMLReader) {
        places["system"] = reader.location(node)
        guard node.mapping != nil else {
            system = reader.text(node, of: "`system`").map { .text($0) }
            return
        }
        let entries = reader.entries(node, of: "`system`", known: ["from", "share"])
        let share = entries["share"].flatMap { reader.number($0, of: "`share`", in: 0...1) } ?? 1
        guard let file = entries["from"] else {
            return reader.report("`system` needs `from`, a file with a list of texts, or is a text itself", at: node)
        }
        places["system"] = reader.location(file)
        system = reader.text(file, of: "`from`").map { .file($0, share: share) }
    }

    /// The keys of `demonstrations` that tell what to draw from, and how to put it into words.
    private static let poolKeys = ["from", "pool", "pick", "templates", "group", "shared-words"]

    /// Reads `demonstrations`.
    mutating func readDemonstrations(_ node: Node, _ reader: YAMLReader) {
        let known = ["count", "style", "max-characters", "max-words"] + Self.poolKeys
        let entries = reader.entries(node, of: "`demonstrations`", known: known)
        var result = DemonstrationRecipe()
        result.fromPlace = reader.location(entries["from"] ?? node)
        if kind == .instructions {
            for key in Self.poolKeys {
                guard let node = entries[key] else { continue }
                reader.report(
                    "`\(key)` goes with kind: task; instructions are demonstrated by the `Positive Examples` of their own rows",
                    at: node)
            }
        }
        if let node = entries["count"] {
            result.rules.readCounts(node, reader)
        } else {
            reader.report(
                "`demonstrations` needs `count`: a number, a list to draw from, or numbers with weights", at: node)
        }
        func number(_ key: String, _ range: ClosedRange<Int> = 1...Int.max) -> Int? {
            entries[key].flatMap { reader.integer($0, of: "`\(key)`", in: range) }
        }
        result.from = entries["from"].map { reader.texts($0, of: "`from`") }
        if let pool = number("pool", 1...1_000_000) { result.rules.poolSize = pool }
        if let node = entries["pick"], let pick = reader.choice(node, of: "`pick`", DemonstrationRules.Pick.self) {
            result.rules.pick = pick
        }
        if let node = entries["templates"],
            let templates = reader.choice(node, of: "`templates`", DemonstrationRules.Templates.self)
        {
            result.rules.templates = templates
        }
        if let node = entries["style"], let styles = reader.choices(node, of: "`style`", DemonstrationStyle.self) {
            result.rules.styles = styles
            result.stylePlace = reader.location(node)
        }
        result.rules.maxCharacters = number("max-characters")
        result.rules.maxWords = number("max-words")
        result.rules.groupField = entries["group"].flatMap { reader.text($0, of: "`group`") }
        result.rules.sharedWords = number("shared-words", 2...1000)
        demonstrations = result
    }
}

extension DemonstrationRules {
    fileprivate mutating func readCounts(_ node: Node, _ reader: YAMLReader) {
        func count(_ node: Node) -> Int? { reader.integer(node, of: "`count`", in: 0...1000) }
        guard let mapping = node.mapping else {
            let nodes = node.sequence.map(Array.init) ?? [node]
            counts = nodes.compactMap(count)
            if nodes.isEmpty { reader.report("`count` is an empty list", at: node) }
            return
        }
        let pairs = mapping.compactMap { key, value -> (Int, Double)? in
            guard let number = count(key),
                let weight = reader.number(value, of: "the weight of \(number)", in: 0...1e9)
            else { return nil }
            return (number, weight)
        }
        // In the order of the counts, so that the order of the lines does not matter.
        counts = pairs.sorted { $0.0 < $1.0 }.map(\.0)
        weights = pairs.sorted { $0.0 < $1.0 }.map(\.1)
        if pairs.count == mapping.count, pairs.allSatisfy({ $0.1 == 0 }) {
            reader.report("`count` needs a weight above 0", at: node)
        }
    }
}

extension OptionRules {
    static let keys = ["style", "order", "answer"]

    /// Reads how options are shown, from the entries of a recipe or of a template's metadata.
    init(_ entries: [String: Node], at node: Node, _ reader: YAMLReader) {
        self.init()
        styles = entries["style"].flatMap { reader.choices($0, of: "`style`", Style.self) }
        order = entries["order"].flatMap { reader.choice($0, of: "`order`", Order.self) }
        answers = entries["answer"].flatMap { reader.choices($0, of: "`answer`", Answer.self) }
        if let problem { reader.report("`options`: \(problem)", at: node) }
    }
}
