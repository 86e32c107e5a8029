import Diagnostics
import Formats
import Reports

extension OutputFolder {
    /// Compares the folder's files with its manifest.
    ///
    /// - Returns: what differs, by file; empty if all is as it was written.
    package func verify(jobs: Int) throws(Diagnostics) -> [FileProblem] {
        var problems: [FileProblem] = []
        for file in manifest.files {
            guard isPlainName(file.name), let found = try summary(of: file.name, jobs: jobs) else {
                problems.append(FileProblem(name: file.name, "is missing"))
                continue
            }
            if found.bytes != file.bytes {
                problems.append(
                    FileProblem(name: file.name, "has \(found.bytes) bytes, not \(file.bytes) as the manifest says"))
            } else if found.hash != file.hash {
                problems.append(
                    FileProblem(name: file.name, "has other content: SHA-256 \(found.hash), not \(file.hash)"))
            } else if let records = file.records, found.records != records {
                problems.append(
                    FileProblem(name: file.name, "has \(found.records) lines, not \(records) as the manifest says"))
            }
        }
        let known = Set(manifest.outputs.map(\.name))
        for name in OutputDirectory.entries(of: path.isEmpty ? "." : path)
        where name.hasSuffix(".jsonl") && !known.contains(name) {
            problems.append(
                FileProblem(name: name, "stands in the folder, but not in the manifest: loaders would read it"))
        }
        return problems
    }

    /// Whether a name is that of a file in the folder itself.
    private func isPlainName(_ name: String) -> Bool { !name.isEmpty && !name.contains("/") && name != ".." }
}

/// What is wrong with a file of an output.
package struct FileProblem: Sendable {
    /// In the folder.
    package var name: String
    /// What is wrong, behind the name.
    package var message: String

    init(name: String, _ message: String) { (self.name, self.message) = (name, message) }
}
