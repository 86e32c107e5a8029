import Mixing
import Staging

/// Says which stages lines belong to: by their scores, and where that leaves a choice by hashes of the lines themselves, so that it
/// does not matter in which order lines come or what they were made from.
package struct StageAssigner {
    /// What the choices are derived from, instead of a dataset's name.
    static let hashName = "stage"

    private let borders: StageBorders
    private let counts: ScoreCounts
    private let control: StageControl?
    private let missing: Int?
    private let replay: Replay
    private let hasher: RowHasher
    /// For each border, the lines with just its score that stay in an earlier stage.
    private var selectors: [Selector]
    /// For stages drawn at random: how many lines of each are to come.
    private var left: [Int]?

    /// - Parameters:
    ///   - counts: the scores of all lines.
    ///   - missing: the stage of lines without a score, from 1.
    ///   - replay: the part of the lines of earlier stages that each stage shows again, 0 ... 1.
    package init(
        _ borders: StageBorders, _ counts: ScoreCounts, control: StageControl?, missing: Int?, replay: Double,
        seed: UInt64
    ) {
        (self.borders, self.counts, self.control, self.missing) = (borders, counts, control, missing)
        self.replay = Replay(replay)
        hasher = RowHasher(seed: seed, dataset: Self.hashName)
        selectors = borders.borders.map { _ in Selector(SelectionThreshold(last: nil, lastCount: 0)) }
    }

    /// Whether some lines with the score of a border stay before it: then all lines must be looked at before any is assigned.
    package var hasTies: Bool { borders.borders.contains { $0.earlier > 0 } }

    /// Looks at all lines, to choose among those with the score of a border: the ones with the smallest keys stay before it.
    package mutating func chooseTies<Failure: Error>(
        _ forEach: ((StagedLine) -> Void) throws(Failure) -> Void
    ) throws(Failure) {
        var keys = borders.borders.map { SmallestKeys(limit: $0.earlier) }
        try forEach { line in
            guard !line.score.isNaN else { return }
            let shown = counts.representative(line.score)
            for (index, border) in borders.borders.enumerated() where border.score == shown {
                keys[index].add(hasher.selectionKey(line.key))
            }
        }
        selectors = borders.borders.indices.map { Selector(keys[$0].threshold(for: borders.borders[$0].earlier)) }
    }

    /// Begins another split.
    ///
    /// - Parameter sizes: of its stages; nil: they are being counted.
    package mutating func begin(sizes: [Int]?) { left = control == .random ? sizes : nil }

    /// The number under which a stage is written, from 1.
    package func number(of stage: Int) -> Int {
        guard case .order(let order)? = control else { return stage + 1 }
        return (order.firstIndex(of: stage + 1) ?? stage) + 1
    }

    /// The stage of a line, from 0, and the later ones that show it again.
    package mutating func stages(of line: StagedLine) -> [Int] {
        if left != nil {
            // The lines come in an order that knows nothing of scores.
            let stage = left!.firstIndex { $0 > 0 } ?? 0
            left![stage] -= 1
            return [stage]
        }
        let stage = stage(of: line)
        return [stage]
            + replay.stages(after: stage, of: borders.borders.count + 1, hash: { hasher.hash(.replay, line.key) })
    }

    private mutating func stage(of line: StagedLine) -> Int {
        if line.score.isNaN { return (missing ?? 1) - 1 }
        let shown = counts.representative(line.score)
        var isEarlier = borders.borders.map { _ in false }
        for (index, border) in borders.borders.enumerated() where border.score == shown && border.earlier > 0 {
            isEarlier[index] = selectors[index].takes(hasher.selectionKey(line.key))
        }
        return borders.stage(of: shown) { isEarlier[$0] }
    }
}

/// Which lines of earlier stages are shown again in later ones.
package struct Replay {
    private let share: Double

    /// - Parameter share: the part of the lines of all earlier stages that each stage shows again, 0 ... 1.
    package init(_ share: Double) { self.share = share }

    /// The stages after its own that show a line again.
    ///
    /// - Parameters:
    ///   - stage: its own, from 0.
    ///   - hash: the line's for being replayed.
    package func stages(after stage: Int, of count: Int, hash: () -> UInt64) -> [Int] {
        guard share > 0 else { return [] }
        let hash = hash()
        return (0..<count).filter { $0 > stage && hash.rank(of: UInt64($0 + 1)).unitInterval < share }
    }
}
