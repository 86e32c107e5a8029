import Running
import Similarity

/// Finds of texts, in their order, those that are much like one that stays.
protocol NearDuplicateIndex {
    /// The text that stays which one is most like, and how like, 0 ... 1; nil if it is like none. Is asked in the order of the
    /// texts, once all texts before are decided on.
    mutating func near(_ text: Int) -> (text: Int, score: Double)?
    mutating func stay(_ text: Int)
}

/// Compares nothing.
struct NoNearTexts: NearDuplicateIndex {
    mutating func near(_ text: Int) -> (text: Int, score: Double)? { nil }
    mutating func stay(_ text: Int) {}
}

/// Texts that share a run of words.
struct RunTexts: NearDuplicateIndex {
    private var index: RunIndex

    init(_ index: RunIndex) { self.index = index }

    mutating func near(_ text: Int) -> (text: Int, score: Double)? { index.best(for: text).map { ($0.text, $0.score) } }

    mutating func stay(_ text: Int) { index.insert(text) }
}

/// Texts with a ROUGE-L above a threshold.
struct SimilarTexts: NearDuplicateIndex {
    private var index: SimilarityIndex
    private var search: SimilaritySearch
    private let jobs: Int
    /// The texts that were compared at once with what stays before them.
    private var batch = 0..<0
    private var before: [Similarity?] = []

    /// So many texts are compared at once, and then in turn with one another. The number changes nothing but how long it takes.
    private static let batchSize = 2048
    private static let chunk = 64

    init(_ index: SimilarityIndex, jobs: Int) {
        (self.index, self.jobs) = (index, jobs)
        search = SimilaritySearch(of: index.corpus)
    }

    mutating func near(_ text: Int) -> (text: Int, score: Double)? {
        if text >= batch.upperBound { look(ahead: text..<min(text + Self.batchSize, index.corpus.count)) }
        var best = before[text - batch.lowerBound]
        if let near = search.best(for: text, in: index, among: batch.lowerBound..<text),
            best.map(near.isAbove) ?? true
        {
            best = near
        }
        return best.map { ($0.text, $0.score) }
    }

    mutating func stay(_ text: Int) { index.insert(text) }

    /// Compares a batch with all that stays before it.
    private mutating func look(ahead batch: Range<Int>) {
        self.batch = batch
        let index = index
        var chunks = stride(from: batch.lowerBound, to: batch.upperBound, by: Self.chunk)
            .map { $0..<min($0 + Self.chunk, batch.upperBound) }[...]
        var found: [Similarity?] = []
        do {
            try orderedParallelMap(
                jobs: max(1, min(jobs, chunks.count)), next: { chunks.popFirst() }, mayReadAhead: { true },
                makeWorker: {
                    var search = SimilaritySearch(of: index.corpus)
                    return { (chunk: Range<Int>) -> [Similarity?] in
                        chunk.map { search.best(for: $0, in: index, among: 0..<batch.lowerBound) }
                    }
                },
                consume: { found += $0 })
        } catch {
            preconditionFailure("comparing throws nothing")
        }
        before = found
    }
}
