import Diagnostics
import Formats
import JSON
import Mixing
import Prompting
import Recipes
import Records
import Reports
import Running

/// Makes a mixture from a recipe: scan, plan, render, order, write.
package struct Build {
    /// Which rows are looked at.
    package enum Validation: String, CaseIterable, Sendable {
        /// Of a dataset with a cap no more than are needed to fill it, by their keys, wherever the others can be told from them by
        /// the bytes of their records.
        case taken
        case all
    }

    package let recipe: Recipe
    package let jobs: Int
    package let badRows: BadRowPolicy
    /// Is told how far the build is; nil: nobody wants to know.
    package var progress: Progress?
    package var validation = Validation.taken
    /// Whether the sizes of formatted lines are counted, where they do not matter for what is taken.
    var measuresLines = true
    /// What messages about shares call things.
    package var names: ShareWarnings.Names
    /// Where the output goes, if not where the recipe says.
    package var outputPath: String?
    package var locking = Locking.none
    /// Whether files of the output whose bytes would be the same stay as they are.
    package var onlyIfChanged = false
    /// How many bytes lines may take in memory while they are sorted.
    let memory: Int
    package let splits: SplitRule
    package var datasets: [PreparedDataset]
    package internal(set) var style: OutputStyle
    /// The recipe's list of rows to leave out, if it has one.
    let duplicates: DuplicateList?

    /// Finds the files, and compiles the templates of a recipe.
    ///
    /// - Parameters:
    ///   - memory: in bytes; lines that take more while they are sorted go to a temporary file.
    ///   - use: which of the datasets' files are looked for; a process that makes a part of a build does not need all.
    /// - Throws: everything that is wrong before a row is read.
    package init(
        _ recipe: Recipe, jobs: Int, badRows: BadRowPolicy, memory: Int, use: InputUse = .all
    ) throws(Diagnostics) {
        (self.memory, self.recipe, self.jobs, self.badRows) = (memory, recipe, jobs, badRows)
        splits = SplitRule(recipe.output.splits)
        names = .recipe(recipe.unit)
        datasets = try PreparedDataset.all(of: recipe, use: use)
        style = try Self.style(
            of: recipe,
            hasSystem: datasets.contains { $0.task.system != nil })
        for (index, scorer) in try StageScorer.all(of: recipe, jobs: jobs).enumerated() {
            datasets[index].scorer = scorer
        }
        duplicates = try DuplicateList(of: recipe, jobs: jobs)
        duplicates?.apply(to: &datasets)
        try refuseMixedPaths()
    }

    private static func style(of recipe: Recipe, hasSystem: Bool) throws(Diagnostics) -> OutputStyle {
        let output = recipe.output
        var style = OutputStyle(output.format, metadata: output.metadata)
        (style.hasSystem, style.hasStages) = (hasSystem, recipe.stages != nil)
        (style.conversations, style.kept) = (output.conversations, recipe.keptFields)
        style.seam = output.separator.map { Seam($0) }
        style.chatTemplate = try output.chatTemplate?.read(in: recipe.folder, now: output.now)
        return style
    }

    /// The groups of the mixture with their datasets, groups inside groups behind them.
    package var groups: [(name: String, datasets: [String])] {
        func all(_ groups: [MixtureGroup]) -> [(name: String, datasets: [String])] {
            groups.flatMap { [($0.name, $0.allDatasets)] + all($0.groups) }
        }
        return all(recipe.mixture.groups)
    }

    /// The folder that the output goes into.
    package var folder: String {
        if let outputPath { return outputPath }
        return recipe.output.path.hasPrefix("/") ? recipe.output.path : recipe.folder + recipe.output.path
    }

    /// Refuses to write rejects over an input.
    private func refuseMixedPaths() throws(Diagnostics) {
        let inputs =
            datasets.flatMap { $0.inputs.paths + ($0.demonstrationInputs?.paths ?? []) } + [recipe.path]
            + (duplicates?.paths ?? [])
        try badRows.refuseToOverwrite(inputs)
    }
}
