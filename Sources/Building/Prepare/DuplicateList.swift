import Diagnostics
import Mixing
import Prompting
import Recipes
import Records
import Running

/// A list of rows to leave out, as `hornbook duplicates` writes it and a recipe names it.
package struct DuplicateList: Sendable {
    /// What is known of the files.
    let inputs: [InputSummary]
    let paths: [String]
    /// By the names of datasets, in UTF-8.
    private let rows: [[UInt8]: ExcludedRows]

    /// Reads the list that a recipe names.
    ///
    /// - Returns: nil if it names none.
    /// - Throws: that there is no such file, and the first line that names no dataset of the recipe, or no key.
    package init?(of recipe: Recipe, jobs: Int) throws(Diagnostics) {
        guard let file = recipe.duplicates else { return nil }
        let files = try InputSet(patterns: [file], in: recipe.folder, format: nil)
        guard !files.paths.contains("-") else {
            throw Diagnostics(Diagnostic("`duplicates` names a file, not standard input"))
        }
        let names = recipe.datasets.map(\.name)
        var keys: [[UInt8]: (all: [RecordKey], shared: [RecordKey])] = [:]
        for name in names { keys[Array(name.utf8)] = ([], []) }
        let map = RowPipeline(inputs: files, jobs: jobs, summaries: .hashes)
        let rejects = try RejectSink(BadRowPolicy(.skip))
        let summary = try map.run(rejects: rejects, makeHandler: { ListReader() }) {
            (batch: [ListReader.Entry]) throws(Diagnostics) in
            for entry in batch {
                let place = files.paths[entry.place.input]
                guard let name = entry.dataset, let key = entry.key else {
                    throw Diagnostics(
                        Diagnostic(
                            "a row of a list of duplicates has `dataset`, and a `key` of 16 hexadecimal digits",
                            at: SourceLocation(file: place, line: entry.place.line, column: 1),
                            help: "hornbook duplicates writes such lists"))
                }
                let dataset = Array(name.utf8)
                guard keys[dataset] != nil else {
                    var diagnostic = Diagnostic.unknownDataset(name, among: names, in: "`duplicates`")
                    diagnostic.location = SourceLocation(file: place, line: entry.place.line, column: 1)
                    throw Diagnostics(diagnostic)
                }
                if entry.isShared {
                    keys[dataset]?.shared.append(key)
                } else {
                    keys[dataset]?.all.append(key)
                }
            }
        }
        if let reject = rejects.first.values.min(by: { $0.record < $1.record }) {
            throw Diagnostics(
                Diagnostic(
                    "record \(reject.record): \(reject.message)",
                    at: SourceLocation(file: reject.source, line: reject.faultLine, column: reject.shownColumn),
                    help: "hornbook duplicates writes such lists"))
        }
        (inputs, paths) = (summary.inputs, files.paths)
        rows = keys.mapValues { ExcludedRows($0.all, shared: $0.shared) }
    }

    /// Lets datasets leave out what the list names of them.
    package func apply(to datasets: inout [PreparedDataset]) {
        for index in datasets.indices { datasets[index].excluded = rows[Array(datasets[index].recipe.name.utf8)] }
    }
}

private final class ListReader: RowHandler {
    struct Entry: Sendable {
        var dataset: String?
        var key: RecordKey?
        /// Whether the row is a duplicate of one with the same key, which stays.
        var isShared: Bool
        var place: RecordLocation
    }

    private var entries: [Entry] = []
    private var place = RecordLocation(input: 0, line: 0)

    func willHandle(_ rows: RowCursor) { place = rows.place }

    func handle(_ row: Row) throws(PromptError) {
        let (dataset, key) = (row.text(at: ["dataset"]), row.text(at: ["key"]))
        let isShared = key != nil && row.text(at: ["of_key"]) == key && row.text(at: ["of_dataset"]) == dataset
        entries.append(
            Entry(dataset: dataset, key: key.flatMap(recordKey), isShared: isShared, place: place))
    }

    func finishBatch() -> [Entry] {
        defer { entries = [] }
        return entries
    }
}

extension Diagnostic {
    /// That there is no dataset of a name.
    package static func unknownDataset(_ name: String, among names: [String], in place: String) -> Diagnostic {
        let near = suggestion(for: name, among: names)
        return Diagnostic(
            "\(place): the recipe has no dataset `\(name)`",
            help: near.map { "did you mean `\($0)`?" } ?? "its datasets: \(names.joined(separator: ", "))")
    }
}
