import Diagnostics
import JSON
import Mixing
import Yams

/// Reads YAML nodes by hornbook's rules and collects what is wrong with them, so that all mistakes are told at once.
///
/// Plain scalars mean what YAML 1.1 says: `yes` is true, `~` is null; quoted ones are always text.
final class YAMLReader {
    /// The file's name for messages.
    let file: String
    private let source: SourceText
    private var found: [Diagnostic] = []

    /// What was found so far, in the order of the file.
    var diagnostics: [Diagnostic] {
        found.sorted { a, b in
            let (x, y) = (a.location, b.location)
            return (x?.line ?? 0, x?.column ?? 0) < (y?.line ?? 0, y?.column ?? 0)
        }
    }

    init(file: String, text: String) {
        self.file = file
        source = SourceText(text)
    }

    /// The document's root, or nil if it is not YAML (which is reported).
    func compose(_ text: String) -> Node? {
        do {
            guard let node = try Yams.compose(yaml: text, .basic) else {
                report("the file is empty", at: nil)
                return nil
            }
            return node
        } catch let error as YamlError {
            report(error)
        } catch {
            report("not YAML: \(error)", at: nil)
        }
        return nil
    }

    private func report(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            // Standard input is written as in a shell, but YAML reads a list's mark.
            let isLoneDash = problem.contains("block sequence entries are not allowed")
            report(
                "not YAML: \(problem)", line: mark.line, column: mark.column,
                help: isLoneDash ? "a lone - needs quotes: \"-\"" : nil)
        case .duplicatedKeysInMapping(let duplicates, _):
            let keys = duplicates.map { "`\($0)`" }.joined(separator: ", ")
            report("the key \(keys) stands twice in one mapping", at: nil)
        default: report("not YAML: \(error)", at: nil)
        }
    }

    // MARK: Messages

    func report(_ message: String, at node: Node?, help: String? = nil) {
        let mark = node?.mark
        report(message, line: mark?.line, column: mark?.column, help: help)
    }

    /// Reports a mistake at a place of the file that was kept.
    func report(_ message: String, at place: SourceLocation, help: String? = nil) {
        report(message, line: place.line, column: place.column, help: help)
    }

    private func report(_ message: String, line: Int?, column: Int?, help: String? = nil) {
        let location = SourceLocation(file: file, line: line ?? 1, column: column ?? 1)
        found.append(Diagnostic(message, at: location, excerpt: line.map { source.line($0) }, help: help))
    }

    /// By how many columns the lines of a literal block (`|`) are indented; nil for other nodes, and for blocks that do not
    /// begin on the line behind their mark.
    func blockIndent(_ node: Node) -> Int? {
        guard let scalar = node.scalar, scalar.style == .literal, let mark = node.mark else { return nil }
        let line = source.line(mark.line + 1)
        let indent = line.prefix { $0 == " " }.count
        guard let first = scalar.string.split(separator: "\n", omittingEmptySubsequences: false).first, !first.isEmpty,
            first.first != " ", line.dropFirst(indent).utf8.elementsEqual(first.utf8)
        else { return nil }
        return indent
    }

    /// The place of a node.
    func location(_ node: Node) -> SourceLocation {
        SourceLocation(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    // MARK: Mappings

    /// A mapping's entries; reports keys that are not known, and those that are planned but not there yet.
    func entries(_ node: Node, of what: String, known: [String], planned: [String] = []) -> [String: Node] {
        guard let mapping = node.mapping else {
            report("\(what) must be a mapping of keys and values", at: node)
            return [:]
        }
        var result: [String: Node] = [:]
        for (keyNode, value) in mapping {
            guard let key = keyNode.scalar?.string else {
                report("a key of \(what) must be a word", at: keyNode)
                continue
            }
            if planned.contains(key) {
                report("`\(key)` is not in this version of hornbook yet", at: keyNode, help: "leave it out")
            } else if !known.contains(key) {
                let near = suggestion(for: key, among: known)
                report(
                    "\(what) has no key `\(key)`", at: keyNode,
                    help: near.map { "did you mean `\($0)`?" } ?? "known keys: \(known.joined(separator: ", "))")
            }
            result[key] = value
        }
        return result
    }

    /// A mapping of names to texts, in its order.
    func textPairs(_ node: Node, of what: String) -> [(name: String, text: String, node: Node)] {
        guard let mapping = node.mapping else {
            report("\(what) must be a mapping of names to texts", at: node)
            return []
        }
        return mapping.compactMap { key, value in
            guard let name = key.scalar?.string else {
                report("a name in \(what) must be a word or a number", at: key)
                return nil
            }
            guard let text = text(value, of: what) else { return nil }
            return (name, text, value)
        }
    }

    // MARK: Scalars

    func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    func text(_ node: Node, of what: String) -> String? {
        guard let scalar = node.scalar else {
            report("\(what) must be a text", at: node)
            return nil
        }
        return scalar.string
    }

    func bool(_ node: Node, of what: String) -> Bool? {
        if let flag = flag(node) { return flag }
        report("\(what) must be true or false", at: node)
        return nil
    }

    private func flag(_ node: Node) -> Bool? {
        guard let scalar = node.scalar, scalar.style == .plain else { return nil }
        switch scalar.string.lowercased() {
        case "true", "yes", "on", "y": return true
        case "false", "no", "off", "n": return false
        default: return nil
        }
    }

    /// Any value; plain words that are no number, null, true or false are texts.
    func value(_ node: Node, of what: String) -> JSONValue {
        if let sequence = node.sequence { return .array(sequence.map { value($0, of: what) }) }
        if node.mapping != nil { return .object(members(node, of: what)) }
        if isNull(node) { return .null }
        if let flag = flag(node) { return .bool(flag) }
        let text = node.scalar?.string ?? ""
        if node.scalar?.style == .plain, let number = try? JSONValue(parsing: text), case .number = number {
            return number
        }
        return .string(text)
    }

    /// The names and values of a mapping.
    func members(_ node: Node, of what: String) -> [JSONValue.Member] {
        guard let mapping = node.mapping else {
            report("\(what) must be a mapping of names to values", at: node)
            return []
        }
        return mapping.compactMap { key, value in
            guard let name = key.scalar?.string else {
                report("a name in \(what) must be a word", at: key)
                return nil
            }
            return JSONValue.Member(key: name, value: self.value(value, of: what))
        }
    }

    /// A whole number in a range.
    func integer(_ node: Node, of what: String, in range: ClosedRange<Int>) -> Int? {
        let digits = node.scalar.flatMap { $0.style == .plain ? $0.string : nil }?.split(separator: "_").joined()
        guard let digits, let number = Int(digits), range.contains(number) else {
            let bounds =
                range.upperBound == Int.max
                ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
            report("\(what) must be a whole number \(bounds)", at: node)
            return nil
        }
        return number
    }

    func number(_ node: Node, of what: String, in range: ClosedRange<Double>) -> Double? {
        let text = node.scalar.flatMap { $0.style == .plain ? $0.string : nil }
        guard let number = text.flatMap({ MixtureNumber.decimal($0) }), range.contains(number) else {
            let bounds =
                range.upperBound.isInfinite
                ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
            report("\(what) must be a number \(bounds)", at: node)
            return nil
        }
        return number
    }

    /// One text or a list of texts.
    func texts(_ node: Node, of what: String) -> [String] {
        if let sequence = node.sequence { return sequence.compactMap { text($0, of: what) } }
        return text(node, of: what).map { [$0] } ?? []
    }

    /// One of some words, or a list of them; nil if there is none.
    func choices<Choice: RawRepresentable & CaseIterable>(
        _ node: Node, of what: String, _ type: Choice.Type
    ) -> [Choice]? where Choice.RawValue == String {
        guard let sequence = node.sequence else { return choice(node, of: what, type).map { [$0] } }
        if sequence.isEmpty { report("\(what) is an empty list", at: node) }
        let choices = sequence.compactMap { choice($0, of: what, type) }
        return choices.isEmpty ? nil : choices
    }

    /// One of some words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ node: Node, of what: String, _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let word = text(node, of: what) else { return nil }
        if let choice = Choice(rawValue: word) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        report(
            "\(what) cannot be `\(word)`", at: node,
            help: suggestion(for: word, among: words).map { "did you mean `\($0)`?" }
                ?? "one of \(words.joined(separator: ", "))")
        return nil
    }
}
