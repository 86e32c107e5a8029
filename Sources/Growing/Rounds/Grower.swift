import Diagnostics
import Formats
import JSON
import Mixing
import Running
import Similarity

/// Grows a pool of instructions by a round: of the candidates, those that are usable and new (Wang et al. 2022, Self-Instruct).
///
/// All instructions and the candidates' lines are held in memory, which `memory` bounds.
package struct Grower: Sendable {
    /// The rows that are there.
    package var pool: InputSet
    /// The rows that may come to them.
    package var candidates: InputSet
    package var fields = TaskFields()
    package var rules = GrowRules()
    /// What the order of decisions is derived from.
    package var seed: UInt64 = 0
    package var jobs = 1
    /// About how many bytes rows may take in memory.
    package var memory = 1 << 30
    /// What happens to records without a task; `fail` or `skip`.
    package var badRows = BadRowPolicy()
    /// Whether the pool's lines are written before the accepted ones.
    package var writesPool = false
    /// The file of refused candidates, and of rows that cannot be used.
    package var rejectsPath: String?

    package init(pool: InputSet, candidates: InputSet) { (self.pool, self.candidates) = (pool, candidates) }

    /// Reads both, decides, and writes the accepted candidates' lines.
    ///
    /// - Throws: the first bad row under `fail`, too many of them, or more than fits into the memory, with status 1.
    package func run(to output: OutputFile) throws(Diagnostics) -> GrowSummary {
        try BadRowPolicy(.skip, rejectsPath: rejectsPath)
            .refuseToOverwrite((pool.paths + candidates.paths).filter { $0 != "-" } + [output.path])
        var summary = GrowSummary(rules: rules)
        var held = 0
        var vocabulary = Vocabulary()
        let refused = try rejectsPath.map { path throws(Diagnostics) in
            try checked { () throws(OutputError) in try OutputFile(replacing: path) }
        }
        func sink() throws(Diagnostics) -> RejectSink {
            let sink = try RejectSink(badRows)
            sink.observer = { reject throws(Diagnostics) in
                guard let refused else { return }
                let line = ByteBuffer()
                reject.write(to: line)
                try checked { () throws(OutputError) in try refused.write(line.bytes) }
            }
            return sink
        }
        let poolRejects = try sink()
        var (members, poolRows) = try TaskReading(
            pool, fields, rules, seed: seed, isCandidate: false, keepsLines: writesPool
        ).run(jobs: jobs, rejects: poolRejects, &vocabulary, held: &held, memory: memory)
        let rejects = try sink()
        var (tasks, rows) = try TaskReading(
            candidates, fields, rules, seed: seed, isCandidate: true, keepsLines: true
        ).run(jobs: jobs, rejects: rejects, &vocabulary, held: &held, memory: memory)
        (summary.pool, summary.poolRejected) = (poolRows, poolRejects.codes)
        (summary.candidates, summary.rejected) = (rows, rejects.codes)
        try poolRejects.finish(records: poolRows)
        try rejects.finish(records: rows)

        for member in members { try write(member.line, to: output) }
        members.sort(by: CandidateTask.isBefore)
        tasks.sort(by: CandidateTask.isBefore)
        var round = GrowRound(rules, vocabulary, pool: members, candidates: tasks)
        try round.decide(jobs: jobs) { task, refusal throws(Diagnostics) in
            if let refusal {
                summary.refused[refusal.rule, default: 0] += 1
                if let refused { try write(Self.rejectLine(task, refusal), to: refused) }
            } else {
                summary.accepted += 1
                try write(task.line, to: output)
            }
        }
        summary.effort = round.effort
        precondition(summary.isClosed, "the ledger of the candidates does not close")
        try checked { () throws(OutputError) in
            try output.flush()
            try refused?.finish()
        }
        return summary
    }

    private func write(_ line: [UInt8], to file: OutputFile) throws(Diagnostics) {
        if line.isEmpty { return }
        try checked { () throws(OutputError) in
            try file.write(line)
            try file.write([0x0A])
        }
    }

    /// A refused candidate as one JSON object; its row stands there as it stood in the input.
    private static func rejectLine(_ task: CandidateTask, _ refusal: Refusal) -> [UInt8] {
        let text = ByteBuffer()
        JSONValue.object([
            "reason": .string(refusal.reason), "rule": .string(refusal.rule.rawValue),
            "instruction": .string(task.instruction), "similar": refusal.similar.map { .string($0) },
            "score": refusal.score.map { .double($0) },
        ]).write(to: text)
        text.truncate(to: text.count - 1)
        text.append(",\"row\":")
        text.append(task.line)
        text.append("}")
        return Array(text.bytes)
    }
}
