import Diagnostics
import Formats
import Mixing
import Ordering
import Prompting
import Recipes
import Records
import Reports
import Running
import Staging

/// Builds from lines that are formatted already.
extension Build {
    /// A build from datasets of formatted lines, whose files are given.
    ///
    /// - Parameters:
    ///   - recipe: made by `Recipe(lines:seed:)`; its datasets stand in the order of the inputs.
    ///   - inputs: the files of each dataset, which are read as JSON Lines.
    ///   - others: what the run writes besides, and must not be one of the inputs.
    package init(
        lines recipe: Recipe, from inputs: [InputSet], jobs: Int, badRows: BadRowPolicy, memory: Int,
        writing others: [String]
    ) throws(Diagnostics) {
        try badRows.refuseToOverwrite(inputs.flatMap(\.paths).filter { $0 != "-" } + others)
        try self.init(recipe, jobs: jobs, badRows: badRows, memory: memory, use: .none)
        for (index, files) in inputs.enumerated() {
            datasets[index].inputs = files
            datasets[index].inputs.format = RecordFormat(.jsonl)
        }
        (validation, measuresLines) = (.all, recipe.stages != nil)
    }

    /// Writes the lines of the mixture, one split after the other, into a file.
    ///
    /// - Parameter warn: takes what the user should know, as soon as that is clear.
    /// - Returns: the ledger of each dataset.
    package mutating func write(
        to output: OutputFile, warn: ([Diagnostic]) -> Void
    ) throws(Diagnostics) -> [DatasetLedger] {
        let collected = try collect(warn, summaries: .checksums, replaces: false)
        for split in splits.names.indices {
            try collected.lines.forEachInOrder(of: split) { line throws(Diagnostics) in
                try checked { () throws(OutputError) in try output.write(line) }
            }
        }
        try checked { () throws(OutputError) in try output.flush() }
        return collected.ledgers
    }

    /// Writes the lines into stages, with a manifest, and publishes the folder.
    ///
    /// - Parameter scores: where the lines' scores come from.
    package mutating func stage(by scores: StageScores) throws(Diagnostics) -> StageTable {
        guard let stages = recipe.stages else { preconditionFailure("there are no rules for stages") }
        for index in datasets.indices { datasets[index].scorer = StageScorer(stages, datasets[index].recipe, scores) }
        let directory = try OutputDirectory.opening(folder)
        let collected = try collect({ _ in }, replaces: false)
        var manifest = Manifest(version: programVersion, seed: recipe.seed, recipe: "", recipeHash: "")
        manifest.inputs = zip(datasets, collected.plan.inputs).map { ($0.recipe.name, $1.map(FileRecord.init)) }
        try writeStages(stages, collected.watch.scores, collected.lines, to: directory, &manifest)
        var table = manifest.stages ?? StageTable()
        table.lines = collected.ledgers.reduce(0) { $0 + $1.rows }
        let reasons = [(PromptErrorCode.missingScore, "no score"), (.scoreOutOfRange, "score out of range")]
        for (code, reason) in reasons {
            let count = collected.ledgers.reduce(0) { $0 + $1.rejected[code.rawValue, default: 0] }
            if count > 0 { table.dropped.append((reason, count)) }
        }
        manifest.stages = table
        try writeManifestAlone(manifest, to: directory)
        try directory.replace(ifChanged: false)
        return table
    }
}
