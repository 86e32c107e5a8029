import Diagnostics
import Running
import Similarity

/// Decides on candidates one after the other: each is compared with the pool and with those accepted before it.
struct GrowRound {
    private let rules: GrowRules
    private let pool: [CandidateTask]
    private let candidates: [CandidateTask]
    /// The questions that have several answers among the candidates.
    private let disputed: Set<SIMD2<UInt64>>
    /// By normalised text, the first instruction of the pool and of the accepted.
    private var known: [String: Int] = [:]
    private var index: SimilarityIndex
    private var search: SimilaritySearch
    /// What comparing has taken so far.
    private(set) var effort = SearchEffort()

    /// So many candidates are compared at once with what was accepted before them, and then in turn with one another. The number
    /// changes nothing but how long it takes.
    private static let batch = 2048
    private static let chunk = 64

    /// - Parameters:
    ///   - vocabulary: what the tokens' numbers are of.
    ///   - pool: in the order in which one counts as the first of equally like ones.
    ///   - candidates: in the order of the decisions.
    init(_ rules: GrowRules, _ vocabulary: Vocabulary, pool: [CandidateTask], candidates: [CandidateTask]) {
        (self.rules, self.pool, self.candidates) = (rules, pool, candidates)
        disputed = Self.disputed(candidates)
        let corpus = Corpus((pool + candidates).map(\.tokens), vocabulary)
        index = SimilarityIndex(of: corpus, above: rules.threshold)
        search = SimilaritySearch(of: corpus)
        for (position, member) in pool.enumerated() {
            // What says the same is found by the first one.
            if enter(member, at: position) { index.insert(position) }
        }
    }

    private static func disputed(_ candidates: [CandidateTask]) -> Set<SIMD2<UInt64>> {
        var answers: [SIMD2<UInt64>: SIMD2<UInt64>] = [:]
        var disputed: Set<SIMD2<UInt64>> = []
        for answer in candidates.lazy.flatMap(\.answers) {
            let first = answers[answer.question, default: answer.answer]
            answers[answer.question] = first
            if first != answer.answer { disputed.insert(answer.question) }
        }
        return disputed
    }

    /// Notes an instruction as known; false if it was.
    private mutating func enter(_ task: CandidateTask, at position: Int) -> Bool {
        if known[task.normalised] != nil { return false }
        known[task.normalised] = position
        return true
    }

    private func instruction(_ position: Int) -> String {
        position < pool.count ? pool[position].instruction : candidates[position - pool.count].instruction
    }

    /// Decides on all.
    ///
    /// - Parameter take: takes each candidate in its turn, with why it is refused, or nil.
    mutating func decide(
        jobs: Int, _ take: (CandidateTask, Refusal?) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        for start in stride(from: 0, to: candidates.count, by: Self.batch) {
            let batch = start..<min(start + Self.batch, candidates.count)
            let best = rules.active.contains(.rougeL) ? bestBefore(batch, jobs: jobs) : []
            for number in batch {
                let refusal = refusal(of: number, from: batch, best.isEmpty ? nil : best[number - start])
                if refusal == nil {
                    _ = enter(candidates[number], at: pool.count + number)
                    index.insert(pool.count + number)
                }
                try take(candidates[number], refusal)
            }
        }
        effort = effort + search.effort
    }

    /// Why a candidate is refused.
    ///
    /// - Parameters:
    ///   - batch: the candidates among which those accepted are still to be compared.
    ///   - before: what it is most like among those before them.
    private mutating func refusal(of number: Int, from batch: Range<Int>, _ before: Similarity?) -> Refusal? {
        let task = candidates[number]
        if let refusal = task.refusal { return refusal }
        if task.answers.contains(where: { disputed.contains($0.question) }) {
            return Refusal(.sameInputDifferentOutputs, GrowRules.disagreement)
        }
        if rules.active.contains(.exactDuplicate), let other = known[task.normalised] {
            return Refusal(.exactDuplicate, "is there already", similar: instruction(other))
        }
        guard rules.active.contains(.rougeL) else { return nil }
        var best = before
        let position = pool.count + number
        if let near = search.best(for: position, in: index, among: pool.count + batch.lowerBound..<position),
            best.map(near.isAbove) ?? true
        {
            best = near
        }
        return best.map { best in
            Refusal(
                .rougeL, "ROUGE-L \(best.common * 2)/\(best.total) is above \(rules.threshold.text)",
                similar: instruction(best.text), score: best.score)
        }
    }

    /// What each candidate of a batch is most like among the pool and those accepted before the batch.
    private mutating func bestBefore(_ batch: Range<Int>, jobs: Int) -> [Similarity?] {
        let (index, candidates, pool) = (index, candidates, pool)
        var chunks = stride(from: batch.lowerBound, to: batch.upperBound, by: Self.chunk)
            .map { $0..<min($0 + Self.chunk, batch.upperBound) }[...]
        var best: [Similarity?] = []
        var effort = SearchEffort()
        let all = pool.count + batch.lowerBound
        do {
            try orderedParallelMap(
                jobs: min(jobs, chunks.count), next: { chunks.popFirst() }, mayReadAhead: { true },
                makeWorker: {
                    var search = SimilaritySearch(of: index.corpus)
                    return { (chunk: Range<Int>) -> (best: [Similarity?], effort: SearchEffort) in
                        let before = search.effort
                        let found = chunk.map { number in
                            candidates[number].refusal != nil
                                ? nil : search.best(for: pool.count + number, in: index, among: 0..<all)
                        }
                        return (found, search.effort - before)
                    }
                },
                consume: { found in
                    best += found.best
                    effort = effort + found.effort
                })
        } catch {
            preconditionFailure("comparing throws nothing")
        }
        self.effort = self.effort + effort
        return best
    }
}
