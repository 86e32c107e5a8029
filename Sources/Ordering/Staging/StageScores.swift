import Diagnostics
import JSON
import Mixing
import Prompting
import Records
import Running
import Staging

/// Where the scores of rows come from.
package enum StageScores: Sendable {
    /// A field of the row; a path of keys.
    case field([String])
    /// A file of scores, joined by the text of a field or, with no path, by the key of the record.
    case joined(JoinedScores, key: [String])
    /// Counted in the instance's text; for `rareWords`, a `Stager` counts the words of all lines itself.
    case measured(TextDifficulty, among: WordCounts = WordCounts())

    /// A row's score; nil if it has none that can be read.
    ///
    /// - Parameter texts: takes prompt and completion out of formatted lines; nil: the row is none.
    package func score(of row: Row, _ texts: InstanceTexts? = nil) -> Double? {
        switch self {
        case .field(let path): row.text(at: path).flatMap(Score.parse)
        case .joined(let scores, let key):
            key.isEmpty
                ? scores.score(keyText(RowHasher.recordKey(identity: row.bytes)))
                : row.text(at: key).flatMap(scores.score)
        case .measured: nil
        }
    }
}

/// Scores by the keys of rows.
package struct JoinedScores: Sendable {
    /// By the hash of the key's text; nil: there is one that cannot be read.
    private var scores: [UInt64: Double?] = [:]
    /// What is known of the files.
    package let inputs: [InputSummary]
    package let paths: [String]

    package init() { (inputs, paths) = ([], []) }

    /// Reads files of scores.
    ///
    /// - Parameters:
    ///   - key: the path of the field that holds the key.
    ///   - field: the path of that with the score.
    /// - Throws: rows without a key, and keys that have two scores.
    package init(_ inputs: InputSet, key: [String], field: [String], jobs: Int) throws(Diagnostics) {
        var scores: [UInt64: Double?] = [:]
        let map = RowPipeline(inputs: inputs, jobs: jobs, summaries: .hashes)
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

    package func score(_ key: String) -> Double? { scores[Self.hash(key)] ?? nil }

    /// XXH3 of a key's text. Of a number that is its JSON text, so that 17 is the key "17", and 17.0 another one.
    package static func hash(_ key: String) -> UInt64 { XXH3.hash(key) }
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

    init(key: [String], field: [String]) { (self.key, self.field) = (key, field) }

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
