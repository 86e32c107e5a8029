import Diagnostics
import Formats
import Jinja
import Mixing
import Records
import Yams

extension Recipe {
    /// Reads a recipe and checks all that can be checked without its data and packs.
    ///
    /// - Throws: everything that is wrong with it, or that the file is missing (status 66).
    package init(path: String) throws(Diagnostics) { try self.init(path: path, text: try readTextFile(path)) }

    /// Reads a recipe from text.
    package init(path: String, text: String) throws(Diagnostics) {
        (self.path, self.text) = (path, text)
        let reader = YAMLReader(file: path, text: text)
        if let root = reader.compose(text) {
            let entries = reader.entries(
                root, of: "a recipe", known: ["seed", "datasets", "duplicates", "mixture", "output", "stages", "check"])
            if let node = entries["seed"], let number = reader.text(node, of: "`seed`") {
                if let whole = UInt64(number) {
                    seed = whole
                } else {
                    reader.report("`seed` must be a whole number from 0 to \(UInt64.max)", at: node)
                }
            }
            if let node = entries["datasets"] {
                readDatasets(node, reader)
            } else {
                reader.report("a recipe needs `datasets`", at: root)
            }
            if let node = entries["duplicates"] {
                duplicates = reader.isNull(node) ? nil : reader.text(node, of: "`duplicates`")
                if duplicates == "" { reader.report("`duplicates` names no file", at: node) }
            }
            if let node = entries["mixture"] { readMixture(node, reader) }
            checkMixture(reader, at: reader.location(entries["mixture"] ?? entries["datasets"] ?? root))
            if let node = entries["output"] { readOutput(node, reader) }
            if let node = entries["stages"] { readStages(node, reader) }
            if let node = entries["check"] { readCheck(node, reader) }
            refuseTurns(reader)
            refuseMetadataOfLines(reader)
            refuseKeptNames(reader)
            refusePlainText(reader)
        }
        guard reader.diagnostics.isEmpty else { throw Diagnostics(reader.diagnostics) }
    }

    private mutating func readDatasets(_ node: Node, _ reader: YAMLReader) {
        guard let sequence = node.sequence, !sequence.isEmpty else {
            reader.report("`datasets` must be a list of at least one dataset", at: node)
            return
        }
        for element in sequence {
            guard let dataset = DatasetRecipe(element, reader) else { continue }
            if datasets.contains(where: { $0.name.utf8.elementsEqual(dataset.name.utf8) }) {
                reader.report(
                    "two datasets are called `\(dataset.name)`", at: element,
                    help: "choices are derived from names: give each its own")
            }
            datasets.append(dataset)
        }
    }

    private mutating func readOutput(_ node: Node, _ reader: YAMLReader) {
        let entries = reader.entries(
            node, of: "`output`",
            known: [
                "path", "format", "splits", "shards", "metadata", "chat-template", "now", "card", "separator",
                "learned",
                "arguments",
                "tools",
            ],
            planned: ["names"])
        if let node = entries["path"], let text = reader.text(node, of: "`path`") {
            output.path = text
            if text.isEmpty { reader.report("`path` is empty", at: node) }
        }
        if let node = entries["format"], let format = reader.choice(node, of: "`format`", OutputFormat.self) {
            output.format = format
        }
        if let node = entries["shards"], let number = reader.integer(node, of: "`shards`", in: 1...99_999) {
            output.shards = number
        }
        if let node = entries["metadata"], let flag = reader.bool(node, of: "`metadata`") { output.metadata = flag }
        if let node = entries["card"], let flag = reader.bool(node, of: "`card`") { output.card = flag }
        if let node = entries["chat-template"] {
            output.chatTemplate = ChatTemplateRecipe(node, reader)
            if output.format != .text {
                reader.report("`chat-template` goes with `format: text`", at: node)
            }
        }
        if let node = entries["separator"] {
            output.separator = reader.text(node, of: "`separator`")
            if output.format != .promptCompletion && output.format != .text || output.chatTemplate != nil {
                reader.report(
                    "`separator` goes with `format: prompt-completion`, and `text` without a chat template", at: node)
            }
        }
        readConversationStyle(entries, reader)
        if let node = entries["now"], let text = reader.text(node, of: "`now`") {
            output.now = FixedTime(text)
            if output.now == nil { reader.report("`now` takes a date such as 2026-08-01, not \"\(text)\"", at: node) }
        }
        if let node = entries["splits"] { readSplits(node, reader) }
        if output.card, let node = entries["splits"], output.splits.contains(where: { $0.name == "all" }) {
            reader.report(
                "`card` does not go with a split called `all`, which means all splits to those who load the data",
                at: node)
        }
    }

    /// Reads how conversations are written.
    private mutating func readConversationStyle(_ entries: [String: Node], _ reader: YAMLReader) {
        let isOfMessages = output.format == .messages || output.format == .promptCompletionMessages
        for key in ["learned", "arguments", "tools"] {
            guard let node = entries[key], !isOfMessages else { continue }
            reader.report("`\(key)` goes with `format: messages` and `prompt-completion-messages`", at: node)
        }
        if let node = entries["learned"],
            let field = reader.choice(node, of: "`learned`", ConversationStyle.LearnedField.self)
        {
            output.conversations.learned = field
        }
        if let node = entries["arguments"],
            let form = reader.choice(node, of: "`arguments`", ConversationStyle.ArgumentsForm.self)
        {
            output.conversations.arguments = form
        }
        if let node = entries["tools"], let form = reader.choice(node, of: "`tools`", ConversationStyle.ToolsForm.self)
        {
            output.conversations.tools = form
        }
    }

    /// Refuses fields of rows by names that lines use themselves.
    private func refuseKeptNames(_ reader: YAMLReader) {
        let own = OutputStyle(output.format, metadata: output.metadata).names
        for dataset in datasets {
            for name in dataset.keep where own.contains(name) {
                reader.report(
                    "`keep` cannot carry `\(name)`, which is a member of lines themselves",
                    at: dataset.places["keep"] ?? SourceLocation(file: path, line: 1, column: 1),
                    help: "`fields` can give it another name")
            }
        }
    }

    /// Refuses plain text where the output has only turns, or instructions.
    private func refusePlainText(_ reader: YAMLReader) {
        guard output.format.hasTurns || output.format == .alpaca || output.format == .parts else { return }
        for dataset in datasets where dataset.kind == .text {
            reader.report(
                "the format `\(output.format.rawValue)` has no place for plain text, which nobody asks for",
                at: dataset.location ?? SourceLocation(file: path, line: 1, column: 1),
                help: "format: text (with a chat-template for the other datasets), prompt-completion or inputs-targets")
        }
    }

    /// Refuses `meta` objects for lines, which are kept as they are.
    private func refuseMetadataOfLines(_ reader: YAMLReader) {
        guard output.metadata else { return }
        for dataset in datasets where dataset.kind == .lines {
            reader.report(
                "`metadata: true` cannot be kept: lines of a dataset of kind: lines stay as they are",
                at: dataset.location ?? SourceLocation(file: path, line: 1, column: 1), help: "leave `metadata` out")
        }
    }

    /// Refuses demonstrations as turns where the output has none.
    private func refuseTurns(_ reader: YAMLReader) {
        guard !output.format.hasTurns, output.chatTemplate == nil else { return }
        for demonstrations in datasets.compactMap(\.demonstrations) where demonstrations.rules.styles.contains(.turns) {
            guard let place = demonstrations.stylePlace else { continue }
            reader.report(
                "the format `\(output.format.rawValue)` has no turns that demonstrations could be", at: place,
                help: "a style such as plain or question-answer, or format: messages")
        }
    }

    private mutating func readSplits(_ node: Node, _ reader: YAMLReader) {
        guard let mapping = node.mapping, !mapping.isEmpty else {
            reader.report(
                "`splits` must be a mapping of names to shares, such as {train: 0.98, validation: 0.02}", at: node)
            return
        }
        output.splits = mapping.compactMap { key, value in
            guard let name = key.scalar?.string else { return nil }
            let what = "the share of `\(name)`"
            // A 1 is all of it: one per cent would be no split.
            let share =
                value.scalar?.string.hasSuffix("%") == true
                ? reader.fraction(value, of: what) : reader.number(value, of: what, in: 0...1)
            guard let share else { return nil }
            let isWord = name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
            }
            if name.isEmpty || !isWord {
                reader.report("a split's name is made of letters, digits and underscores: `\(name)`", at: key)
            }
            return (name, share)
        }
        let sum = output.splits.reduce(0) { $0 + $1.share }
        if output.splits.count == mapping.count, abs(sum - 1) > 1e-9 {
            let shown = (sum * 1e9).rounded() / 1e9
            reader.report("the shares of `splits` sum to \(shown), not to 1", at: node)
        }
    }
}
