import Diagnostics
import Ordering
import Reports
import Staging

/// Takes in what a report shows of a whole build.
final class BuildObserver {
    /// In the order of the recipe.
    let datasets: [DatasetObserver]
    let duplicates: DuplicateCounter
    /// The scores of what is taken, where the output is parted into stages.
    let scores: ScoreCounter

    init(_ datasets: [PreparedDataset], splits: [String], measure: TextDifficulty?) {
        self.datasets = datasets.map(DatasetObserver.init)
        duplicates = DuplicateCounter(splits: splits)
        scores = ScoreCounter(measure)
    }

    /// What was seen.
    ///
    /// - Parameters:
    ///   - ledgers: with the finished counts.
    ///   - findings: what the build and its templates' rules have found.
    func statistics(_ ledgers: [DatasetLedger], _ findings: [Diagnostic]) -> BuildStatistics {
        BuildStatistics(
            datasets: zip(datasets, ledgers).prefix(BuildStatistics.maxDatasets).map { $0.statistics($1) },
            duplicates: duplicates.result, findings: findings)
    }
}
