import Diagnostics
import Prompting
import Records
import Yams

extension DatasetRecipe {
    private static let keys = [
        "name", "data", "format", "id", "where", "fields", "labels", "label", "templates", "inverted", "options",
        "demonstrations", "system", "cap", "weight", "share", "tag", "licence", "kind", "cut", "keep",
    ]
    /// The keys that only datasets of some kinds have.
    private static let kindKeys: [DatasetKind: [String]] = [
        .task: ["cut"] + conversationKeys,
        .instructions: ["labels", "label", "templates", "inverted", "options", "cut"],
        .text: ["labels", "label", "templates", "inverted", "options", "demonstrations", "system"]
            + conversationKeys.filter { $0 != "ignore" },
        .lines: [
            "labels", "label", "templates", "inverted", "options", "demonstrations", "system", "cut", "fields", "keep",
        ] + conversationKeys,
    ]

    /// Reads one dataset; nil if it has no name.
    init?(_ node: Node, _ reader: YAMLReader) {
        let entries = reader.entries(node, of: "a dataset", known: Self.keys + Self.conversationKeys)
        guard let nameNode = entries["name"], let name = reader.text(nameNode, of: "`name`"), !name.isEmpty else {
            reader.report("a dataset needs `name`", at: node)
            return nil
        }
        self.init(name: name)
        location = reader.location(node)
        func text(_ key: String) -> String? {
            entries[key].flatMap { reader.isNull($0) ? nil : reader.text($0, of: "`\(key)`") }
        }
        if let node = entries["data"] {
            data = reader.texts(node, of: "`data`")
        } else {
            reader.report("dataset `\(name)` needs `data`: a path, a glob or a list of them", at: node)
        }
        if let node = entries["format"] { readFormat(node, reader) }
        id = text("id")
        condition = text("where")
        if let node = entries["where"] { places["where"] = reader.location(node) }
        if let node = entries["fields"] {
            for pair in reader.textPairs(node, of: "`fields`") {
                fields.append((pair.name, pair.text))
                places["fields." + pair.name] = reader.location(pair.node)
            }
        }
        if let node = entries["labels"] { readLabels(node, reader) }
        label = text("label") ?? "label"
        kind = entries["kind"].flatMap { reader.choice($0, of: "`kind`", DatasetKind.self) } ?? .task
        for (key, node) in entries where Self.kindKeys[kind]!.contains(key) {
            let other =
                switch key {
                case "cut": "text"
                case "system": "task or kind: instructions"
                case "ignore": "instructions or kind: text"
                case "keep": "task, kind: instructions or kind: text"
                default: Self.conversationKeys.contains(key) ? "instructions" : "task"
                }
            reader.report("`\(key)` goes with kind: \(other), and this dataset is of kind: \(kind.rawValue)", at: node)
        }
        // What an instruction is about may stand around it: the definition of a task beside all of its instances.
        if kind == .instructions, format?.records.isEmpty == false { format?.carriesRoot = true }
        if kind == .lines { readAsLines(entries["format"] ?? node, reader) }
        maxCharacters = entries["cut"].flatMap { reader.integer($0, of: "`cut`", in: 16...Int.max) }
        if maxCharacters != nil { perRow = Int.max }
        if let node = entries["templates"] {
            readTemplates(node, reader)
        } else if kind == .task {
            reader.report(
                "dataset `\(name)` needs `templates`, for example {pack: sentiment}; or `kind`: instructions, text or lines",
                at: node)
        }
        if let node = entries["inverted"] { readInverted(node, reader) }
        if let node = entries["options"] { readOptions(node, reader) }
        if let node = entries["demonstrations"] { readDemonstrations(node, reader) }
        if let node = entries["system"], !reader.isNull(node) { readSystem(node, reader) }
        keep = entries["keep"].map { reader.texts($0, of: "`keep`") } ?? []
        places["keep"] = entries["keep"].map { reader.location($0) }
        readConversationRules(entries, reader)
        cap = entries["cap"].flatMap { reader.amount($0, of: "`cap`") }
        if let number = entries["weight"].flatMap({ reader.multiplier($0, of: "`weight`") }) { weight = number }
        share = entries["share"].flatMap { reader.fraction($0, of: "`share`") }
        tag = text("tag")
        licence = text("licence")
    }

    /// Lines are kept as they are, so that each must be a JSON object of its own.
    private mutating func readAsLines(_ node: Node, _ reader: YAMLReader) {
        if let format, !format.isPlainLines {
            reader.report(
                "`kind: lines` reads JSON Lines only", at: node, help: "leave `format` out, or format the rows")
        }
        format = format ?? RecordFormat(.jsonl)
    }

    private mutating func readLabels(_ node: Node, _ reader: YAMLReader) {
        if let sequence = node.sequence {
            // A list stands for the values 0, 1, 2 …
            labels = sequence.enumerated().compactMap { index, word in
                reader.text(word, of: "a word of `labels`").map { (String(index), $0) }
            }
        } else {
            labels = reader.textPairs(node, of: "`labels`").map { ($0.name, $0.text) }
        }
        if labels.isEmpty { reader.report("`labels` names no word", at: node) }
    }

    private mutating func readTemplates(_ node: Node, _ reader: YAMLReader) {
        if node.scalar != nil {
            pack = reader.text(node, of: "`templates`") ?? ""
            return
        }
        let entries = reader.entries(
            node, of: "`templates`", known: ["pack", "use", "except", "per-row", "choices-in-prompt"])
        if let node = entries["pack"] {
            pack = reader.text(node, of: "`pack`") ?? ""
        } else {
            reader.report("`templates` needs `pack`: a shipped pack's name or a file", at: node)
        }
        templates.use = entries["use"].map { reader.texts($0, of: "`use`") } ?? []
        templates.except = entries["except"].map { reader.texts($0, of: "`except`") } ?? []
        templates.choicesInPrompt = entries["choices-in-prompt"].flatMap { reader.bool($0, of: "`choices-in-prompt`") }
        if let node = entries["per-row"] {
            if node.scalar?.string == "all" {
                perRow = Int.max
            } else {
                perRow = reader.integer(node, of: "`per-row` (or the word all)", in: 1...Int.max) ?? 1
            }
        }
    }

    private mutating func readFormat(_ node: Node, _ reader: YAMLReader) {
        let known = [
            "type", "records", "unit", "header", "columns", "delimiter", "quote", "escape", "comment", "ragged",
            "double-quote",
            "max-row-bytes",
        ]
        if node.scalar != nil {
            format = reader.choice(node, of: "`format`", RecordFormat.Kind.self).map { RecordFormat($0) }
            return
        }
        let entries = reader.entries(node, of: "`format`", known: known)
        // The keys that only one format has name it.
        let implied: RecordFormat.Kind? = entries["records"] != nil ? .json : entries["unit"] != nil ? .text : nil
        let kind = entries["type"].flatMap { reader.choice($0, of: "`type`", RecordFormat.Kind.self) } ?? implied
        var result = kind.map { RecordFormat($0) } ?? RecordFormat(guessedFrom: data.first ?? "")
        func flag(_ key: String) -> Bool? { entries[key].flatMap { reader.bool($0, of: "`\(key)`") } }
        func byte(_ key: String) -> UInt8?? {
            guard let node = entries[key], let text = reader.text(node, of: "`\(key)`") else { return nil }
            if text.isEmpty { return .some(nil) }
            guard text.utf8.count == 1 else {
                reader.report("`\(key)` must be one ASCII character", at: node)
                return nil
            }
            return text.utf8.first
        }
        if let path = entries["records"].flatMap({ reader.text($0, of: "`records`") }) {
            result.records = RecordFormat.path(path)
        }
        if let unit = entries["unit"].flatMap({ reader.choice($0, of: "`unit`", RecordFormat.TextUnit.self) }) {
            result.textUnit = unit
        }
        if let names = entries["columns"] {
            result.columns = reader.texts(names, of: "`columns`")
            result.hasHeader = false
        }
        if let hasHeader = flag("header") { result.hasHeader = hasHeader }
        if let ragged = flag("ragged") { result.ragged = ragged }
        if let doubles = flag("double-quote") { result.doubleQuote = doubles }
        if let delimiter = byte("delimiter") { result.delimiter = delimiter }
        if let quote = byte("quote") { result.quote = quote }
        if let escape = byte("escape") { result.escape = escape }
        if let comment = byte("comment") { result.comment = comment }
        if let node = entries["max-row-bytes"],
            let number = reader.integer(node, of: "`max-row-bytes`", in: 1...Int.max)
        {
            result.maxRowBytes = number
        }
        if let problem = result.problem { reader.report("`format`: \(problem)", at: node) }
        format = result
    }
}
