import Diagnostics
import Formats
import JSON
import Prompting
import Records
import Running

/// Joins a model's answers to the requests of a folder.
///
/// Of each request it keeps the identifier, hashes and the answer's place in a temporary file in memory, about 150 bytes, so that
/// neither the number nor the order of the answers matters.
package struct Collector {
    private let folder: RequestFolder
    private var answers: InputSet
    private let jobs: Int

    /// - Parameters:
    ///   - folder: the path of a folder that `hornbook request` has written.
    ///   - answers: the paths of answer and error files, in any order; `-` is standard input.
    /// - Throws: that the folder is none.
    package init(_ folder: String, answers: [String], jobs: Int) throws(Diagnostics) {
        self.folder = try RequestFolder(folder)
        self.answers = InputSet(paths: answers, format: RecordFormat(.jsonl))
        self.jobs = jobs
    }

    package var kind: RequestKind { folder.kind }

    /// The files that are read, which must not be written over.
    package var paths: [String] {
        answers.paths.filter { $0 != "-" } + folder.requestPaths
            + [folder.sourcesPath, folder.path + "/" + Requester.manifestName]
    }

    /// - Parameters:
    ///   - output: takes the rows, in the order of those that the requests were made from.
    ///   - retry: takes the requests that have no reply, or one that asking again may mend; nil: nobody wants them.
    package func run(to output: OutputFile, retry: OutputFile?) throws(Diagnostics) -> CollectLedger {
        let positions = try folder.positions(jobs: jobs)
        let texts = try SpillFile(for: "keeping answers", help: "set TMPDIR to a folder with room for them")
        var ledger = CollectLedger()
        var states = [ReplyState](repeating: ReplyState(), count: positions.count)
        try readAnswers(positions, &states, texts, &ledger)
        try texts.finish()
        for state in states { ledger.add(state) }
        try write(positions, states, texts, to: output, &ledger)
        if let retry {
            var retried = 0
            try folder.forEachRequest(jobs: jobs) { id, line throws(Diagnostics) in
                guard let position = positions[id], states[position].outcome?.isWorthRetrying ?? true else { return }
                try checked { () throws(OutputError) in try retry.write(line) }
                retried += 1
            }
            ledger.retried = retried
        }
        return ledger
    }

    private func readAnswers(
        _ positions: [UInt64: Int], _ states: inout [ReplyState], _ texts: SpillFile, _ ledger: inout CollectLedger
    ) throws(Diagnostics) {
        let kind = folder.kind
        let sink = try RejectSink(BadRowPolicy(.skip))
        let map = RowPipeline(inputs: answers, jobs: jobs)
        _ = try map.run(rejects: sink, makeHandler: { ReplyLines(kind) }) { replies throws(Diagnostics) in
            for reply in replies {
                guard let reply else {
                    ledger.unreadable += 1
                    continue
                }
                guard let position = kind.id(reply.customID).flatMap({ positions[$0] }) else {
                    ledger.unknown += 1
                    continue
                }
                guard states[position].add(reply) else { continue }
                states[position].text = reply.outcome == .answered ? try texts.write(reply.text) : nil
            }
        }
        ledger.unreadable += sink.count
    }

    private func write(
        _ positions: [UInt64: Int], _ states: [ReplyState], _ texts: SpillFile, to output: OutputFile,
        _ ledger: inout CollectLedger
    ) throws(Diagnostics) {
        let isDrawn = kind.shown != nil
        let line = ByteBuffer()
        var last: UInt64?
        var rows = 0
        var (pack, changed) = (CollectedPack(), ledger)
        try folder.forEachSource(jobs: jobs) { id, source throws(Diagnostics) in
            // A request that shows several rows has as many lines, one behind the other.
            if isDrawn, last == id { return }
            last = id
            guard let position = positions[id], let range = states[position].text else { return }
            guard let answer = ModelAnswer(try texts.text(at: range), to: kind) else {
                throw Diagnostics(Diagnostic("the temporary file of answers has changed"), status: .inputOutput)
            }
            if case .templates(let drafts) = answer {
                for draft in drafts { try pack.add(draft, &changed) }
            }
            for row in answer.rows(kind, of: isDrawn ? nil : source) {
                line.removeAll()
                row.write(to: line)
                line.append("\n")
                try checked { () throws(OutputError) in try output.write(line.bytes) }
                rows += 1
            }
        }
        ledger = changed
        ledger.rows += rows
        if kind == .templates {
            let text = pack.text
            try checked { () throws(OutputError) in try output.write(text) }
        }
    }
}

/// Reads the lines of answer files; nil: it names no request.
private final class ReplyLines: RowHandler {
    private let kind: RequestKind
    private var replies: [ModelReply?] = []

    init(_ kind: RequestKind) { self.kind = kind }

    func handle(_ row: Row) throws(PromptError) {
        replies.append((try? JSONValue(parsing: row.bytes)).flatMap { ModelReply($0, to: kind) })
    }

    func finishBatch() -> [ModelReply?] {
        defer { replies = [] }
        return replies
    }
}
