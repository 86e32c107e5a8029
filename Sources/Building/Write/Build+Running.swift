import Diagnostics
import Formats
import Ordering
import Reports
import Running
import System

extension Build {
    /// What a build has made.
    package struct Outcome: Sendable {
        /// What became of each dataset's rows.
        package var ledgers: [DatasetLedger]
        package var folder: String

        package init(ledgers: [DatasetLedger], folder: String) { (self.ledgers, self.folder) = (ledgers, folder) }
    }

    /// Builds and publishes the output.
    ///
    /// - Parameter warn: takes what the user should know, as soon as that is clear.
    package mutating func run(warn: ([Diagnostic]) -> Void) throws(Diagnostics) -> Outcome {
        let directory = try OutputDirectory.opening(folder, documents: recipe.output.card ? [DataCard.fileName] : [])
        let manifest = try make(in: directory, warn: warn)
        try directory.replace(ifChanged: onlyIfChanged)
        try writeLock(manifest)
        return Outcome(ledgers: manifest.ledgers, folder: folder)
    }

    /// Builds into a temporary folder, which is removed afterwards; publishes nothing.
    ///
    /// - Parameters:
    ///   - warn: takes what the user should know, as soon as that is clear.
    ///   - look: is called with the path of the finished folder.
    package mutating func makeTemporarily<Result>(
        warn: ([Diagnostic]) -> Void, _ look: (String) throws(Diagnostics) -> Result
    ) throws(Diagnostics) -> Result {
        let directory = try OutputDirectory.opening("\(Spool.folder)/hornbook-check-\(processNumber())")
        _ = try make(in: directory, warn: warn)
        return try look(directory.stagingPath)
    }

    private mutating func make(
        in directory: OutputDirectory, warn: ([Diagnostic]) -> Void
    ) throws(Diagnostics) -> Manifest {
        let collected = try collect(warn)
        progress?.begin("writing")
        defer { progress?.end() }
        var manifest = makeManifest(collected.plan, collected.ledgers)
        if let stages = recipe.stages {
            try writeStages(stages, collected.watch.scores, collected.lines, to: directory, &manifest)
        } else {
            for index in splits.names.indices { try write(collected.lines, index, to: directory, &manifest) }
        }
        manifest.statistics = collected.watch.statistics(
            collected.ledgers, findings(collected.plan.warnings + notes(collected.ledgers)))
        if recipe.output.card { try writeCard(of: &manifest, to: directory) }
        try writeManifest(manifest, to: directory)
        return manifest
    }

    /// Refuses to put nothing in an output's place.
    package func refuseEmpty(_ ledgers: [DatasetLedger]) throws(Diagnostics) {
        guard ledgers.allSatisfy({ $0.instances == 0 }) else { return }
        throw Diagnostics(
            Diagnostic("the mixture is empty; nothing was written, and \(folder) stays as it is"), status: .problems)
    }
}
