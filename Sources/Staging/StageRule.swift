import Diagnostics

/// Where one stage of a curriculum ends and the next begins.
///
/// Source of the method: Pang et al. 2024, "Phased Instruction Fine-Tuning for Large Language Models" (arXiv 2406.04371), with
/// thresholds of 1.5 and 3.5 for scores from 1 to 5.
package enum StageRule: Sendable, Equatable {
    /// Thresholds as given, rising: a row's stage is the number of thresholds that its score reaches, plus one.
    case thresholds([Double])
    /// So many stages whose thresholds are quantiles of the scores; rows with one score stay together.
    case quantiles(Int)
    /// So many stages of equal size, to within one row; rows with one score may be parted, by their keys.
    case equal(Int)
    /// So many stages, parted where fewest scores lie between the heaps.
    case valleys(Int)

    /// So many stages are enough for everybody.
    package static let maxStages = 100

    package var stages: Int {
        switch self {
        case .thresholds(let thresholds): thresholds.count + 1
        case .quantiles(let stages), .equal(let stages), .valleys(let stages): stages
        }
    }
}

/// Another curriculum of the same rows, to compare with.
package enum StageControl: Sendable, Equatable {
    /// Stages of the same sizes, drawn at random.
    case random
    /// The same stages in another order: numbers from 1.
    case order([Int])
}

/// The borders of stages among scores.
package struct StageBorders: Sendable, Equatable {
    package struct Border: Sendable, Equatable {
        /// Rows with a higher score are in it or a later one.
        package var score: Double
        /// So many rows with just this score, those with the smallest keys, are in an earlier one.
        package var earlier: Int
    }

    /// The beginnings of all stages but the first.
    package let borders: [Border]

    /// - Parameter counts: of all scores; not looked at where thresholds are given.
    /// - Throws: that the scores give no such stages.
    package init(_ rule: StageRule, _ counts: ScoreCounts) throws(Diagnostics) {
        switch rule {
        case .thresholds(let thresholds):
            borders = thresholds.map { Border(score: $0, earlier: 0) }
        case .quantiles(let stages):
            borders = Self.ranks(stages, counts).map { Border(score: Self.place($0, counts).score, earlier: 0) }
        case .equal(let stages):
            borders = Self.ranks(stages, counts).map { Self.place($0, counts) }
        case .valleys(let stages):
            borders = try ScoreDensity(counts).valleys(stages - 1).map { Border(score: $0, earlier: 0) }
        }
    }

    /// How many rows stand before each stage but the first.
    private static func ranks(_ stages: Int, _ counts: ScoreCounts) -> [Int] {
        (1..<stages).map { stage in
            let product = counts.count.multipliedFullWidth(by: stage)
            return stages.dividingFullWidth(product).quotient
        }
    }

    /// The score of the row of a rank, from 0, and how many rows of that score stand before it.
    private static func place(_ rank: Int, _ counts: ScoreCounts) -> Border {
        var sum = 0
        for (score, count) in counts.sorted {
            if rank < sum + count { return Border(score: score, earlier: rank - sum) }
            sum += count
        }
        return Border(score: .infinity, earlier: 0)
    }

    /// The stage of a row, from 0.
    ///
    /// - Parameters:
    ///   - score: as `ScoreCounts` represents it.
    ///   - isEarlier: whether the row is among those that the border with this number, which has just its score, leaves to an
    ///     earlier stage.
    package func stage(of score: Double, isEarlier: (Int) -> Bool) -> Int {
        borders.indices.last { index in
            let border = borders[index]
            return score > border.score || score == border.score && (border.earlier == 0 || !isEarlier(index))
        }.map { $0 + 1 } ?? 0
    }
}
