/// A dataset of a build as the page shows it.
struct ReportedDataset {
    var name: String
    /// Nil if the manifest's mixture does not name it.
    var ledger: DatasetLedger?
    /// Nil if the manifest does not tell.
    var contents: DatasetStatistics?
}

extension Manifest {
    /// The files of all datasets, in the order of the recipe.
    var namedInputs: [(dataset: String, file: FileRecord)] {
        inputs.flatMap { input in input.files.map { (input.dataset, $0) } }
    }

    /// Ledgers with what was seen of their datasets; datasets without a ledger come last.
    var datasets: [ReportedDataset] {
        var datasets = ledgers.map { ReportedDataset(name: $0.name, ledger: $0) }
        // By bytes: strings that only look alike are not the same name.
        var places: [[UInt8]: Int] = [:]
        for (index, ledger) in ledgers.enumerated() { places[Array(ledger.name.utf8)] = index }
        for contents in statistics?.datasets ?? [] {
            if let place = places[Array(contents.name.utf8)] {
                datasets[place].contents = contents
            } else {
                datasets.append(ReportedDataset(name: contents.name, contents: contents))
            }
        }
        return datasets
    }
}
