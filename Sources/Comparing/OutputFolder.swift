import Diagnostics
import Recipes
import Records
import Reports
import Running
import System

/// A finished output: a folder with a manifest.
package struct OutputFolder {
    /// The folder's path with a slash at its end.
    package let path: String
    package let manifest: SavedManifest

    /// Reads the manifest of a folder.
    ///
    /// - Parameter path: the folder, or the manifest in it.
    /// - Throws: that there is none, with status 66; that it is none, with 65.
    package init(_ path: String) throws(Diagnostics) {
        let isManifest = path.hasSuffix("/" + Manifest.fileName) || path == Manifest.fileName
        let folder = isManifest ? String(path.dropLast(Manifest.fileName.utf8.count)) : path
        self.path = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
        let file = self.path + Manifest.fileName
        guard fileExists(file) else {
            throw Diagnostics(
                Diagnostic("\(file): no such file", help: "name a folder that `hornbook build` has written"),
                status: .missingInput)
        }
        manifest = try SavedManifest(parsing: try readTextFile(file), path: file)
    }

    var dataPaths: [String] { manifest.outputs.map { path + $0.name } }

    /// What stands in one of its files.
    ///
    /// - Returns: nil if there is no such file.
    func summary(of name: String, jobs: Int) throws(Diagnostics) -> InputSummary? {
        let file = path + name
        guard fileExists(file) else { return nil }
        let map = RowPipeline(
            inputs: InputSet(paths: [file], format: RecordFormat(.jsonl)), jobs: jobs, summaries: .hashes)
        return try map.run(rejects: RejectSink(BadRowPolicy(.skip)), makeHandler: { LineCounter() }) { (_: Int) in }
            .inputs.first
    }
}

/// Lets lines pass; the run itself counts and hashes them.
private final class LineCounter: RowHandler {
    func handle(_ row: Row) {}
    func finishBatch() -> Int { 0 }
}
