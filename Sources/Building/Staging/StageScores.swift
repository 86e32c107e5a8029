import Diagnostics
import JSON
import Mixing
import Prompting
import Records
import Staging

/// Where the scores of rows come from.
public enum StageScores: Sendable {
    /// A field of the row; a path of keys.
    case field([String])
    /// A file of scores, joined by the text of a field or, with no path, by the key of the record.
    case joined(JoinedScores, key: [String])
    /// Counted in the instance's text; for `rareWords`, a `Stager` counts the words of all lines itself.
    case measured(TextDifficulty, among: WordCounts = WordCounts())

    /// A row's score; nil if it has none that can be read.
    ///
    /// - Parameter texts: takes prompt and completion out of formatted lines; nil: the row is none.
    func score(of row: Row, _ texts: InstanceTexts? = nil) -> Double? {
        switch self {
        case .field(let path): row.text(at: path).flatMap(Score.parse)
        case .joined(let scores, let key):
            key.isEmpty
                ? scores.score(keyText(Keying.recordKey(identity: row.bytes)))
                : row.text(at: key).flatMap(scores.score)
        case .measured(let measure, let counts):
            texts?.texts(of: row).map { measure.score(prompt: $0.prompt, completion: $0.completion, among: counts) }
        }
    }
}

/// Scores by the keys of rows.
public struct JoinedScores: Sendable {
    /// By the hash of the key's text; nil: there is one that cannot be read.
    private var scores: [UInt64: Double?] = [:]
    /// What is known of the files.
    let inputs: [InputSummary]
    let paths: [String]

    /// No scores.
    init() { (inputs, paths) = ([], []) }

    /// Reads files of scores.
    ///
    /// - Parameters:
    ///   - key: the path of the field that holds the key.
    ///   - field: the path of that with the score.
    /// - Throws: rows without a key, and keys that have two scores.
    public init(_ inputs: InputSet, key: [String], field: [String], jobs: Int) throws(Diagnostics) {
        var scores: [UInt64: Double?] = [:]
        let map = RowMap(inputs: inputs, jobs: jobs, summaries: .hashes)
        let summary = try map.run(
            rejects: RejectSink(BadRowPolicy(.fail)), makeHandler: { ScoreReader(key: key, field: field) }
        ) { (batch: [ScoreReader.Entry]) throws(Diagnostics) in
            for entry in batch {
                if let known = scores[entry.hash], known != entry.score {
                    throw Diagnostics(
                        Diagnostic("\(inputs.names[0]): two scores for the key \(entry.key)"), status: .problems)
                }
                scores[entry.hash] = .some(entry.score)
            }
        }
        self.scores = scores
        (self.inputs, paths) = (summary.inputs, inputs.paths)
    }

    func score(_ key: String) -> Double? { scores[Self.hash(key)] ?? nil }

    /// XXH3 of a key's text. Of a number that is its JSON text, so that 17 is the key "17", and 17.0 another one.
    static func hash(_ key: String) -> UInt64 { XXH3.hash(key) }
}

/// Reads the rows of a file of scores.
private final class ScoreReader: RowHandler {
    struct Entry: Sendable {
        var hash: UInt64
        var key: String
        var score: Double?
    }

    private let key: [String]
    private let field: [String]
    private var entries: [Entry] = []

    init(key: [String], field: [String]) {
        (self.key, self.field) = (key, field)
    }

    func handle(_ row: Row) throws(PromptError) {
        guard let text = row.text(at: key) else {
            let name = key.joined(separator: ".")
            throw PromptError(
                .undefinedField,
                "the row has no `\(name)`, by which scores are joined; `scores-key` names another field",
                field: name)
        }
        entries.append(
            Entry(hash: JoinedScores.hash(text), key: text, score: row.text(at: field).flatMap(Score.parse)))
    }

    func finishBatch() -> [Entry] {
        defer { entries = [] }
        return entries
    }
}

/// Takes the prompts and completions out of formatted lines. One per thread.
final class InstanceTexts {
    private let prompter: Prompter
    private let instance = Instance()

    init() throws(Diagnostics) {
        var task = PromptTask(
            dataset: "", keying: Keying(seed: 0, dataset: ""), transform: try RowTransform(),
            prompts: try PromptSet.none(.instructions), options: PromptOptions())
        task.kind = .instructions
        prompter = Prompter(task)
    }

    /// Nil if the row is in none of the forms of instances.
    func texts(of row: Row) -> (prompt: String, completion: String)? {
        guard (try? prompter.take(row.bytes, row.fields)) == true else { return nil }
        do throws(PromptError) {
            try prompter.render(0, key: 0, into: instance)
        } catch {
            return nil
        }
        return (instance.promptText, instance.completionText)
    }

    /// The same, with the system message and the turns before the last question as a part of the prompt.
    func transcript(of row: Row) -> (prompt: String, completion: String)? {
        guard let (prompt, completion) = texts(of: row) else { return nil }
        if instance.system == nil, instance.history.isEmpty { return (prompt, completion) }
        var turns = instance.system.map { ["System: " + $0] } ?? []
        for turn in instance.history {
            turns.append("User: " + String(decoding: turn.prompt, as: UTF8.self))
            turns.append("Assistant: " + String(decoding: turn.completion, as: UTF8.self))
        }
        return ((turns + ["User: " + prompt]).joined(separator: "\n\n"), completion)
    }
}

extension Row {
    /// The text of a field: of a string the text itself, of other values their JSON text.
    ///
    /// - Parameter path: the keys that lead to it.
    func text(at path: [String]) -> String? {
        guard let first = path.first, let field = value(of: first) else { return nil }
        if path.count == 1 { return text(of: field) }
        guard var value = try? JSONValue(parsing: slice(field.value)) else { return nil }
        for key in path.dropFirst() {
            guard let next = value[key] else { return nil }
            value = next
        }
        if let text = value.text { return text }
        let buffer = ByteBuffer()
        value.write(to: buffer)
        return buffer.string
    }
}
