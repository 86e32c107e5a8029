import Diagnostics
import Formats
import JSON
import Records
import Reports

extension OutputDirectory {
    /// Takes a folder for a build.
    ///
    /// - Parameters:
    ///   - documents: names of files that people write, too: one that hornbook has not written is refused at once.
    ///   - manifest: the name of the manifest, which tells what hornbook has written.
    package static func opening(
        _ path: String, documents: [String] = [], manifest: String = Manifest.fileName
    ) throws(Diagnostics) -> OutputDirectory {
        do throws(Problem) {
            let directory = try OutputDirectory(path)
            let known = directory.knownNames(manifest)
            try directory.checkForeignFolders(known)
            let foreign = Set(OutputDirectory.entries(of: directory.path)).subtracting(known)
            for name in documents where foreign.contains(name) {
                throw Problem.foreignEntry(directory.path + "/" + name)
            }
            return directory
        } catch {
            throw error.diagnostics
        }
    }

    /// Publishes the new folder in place of an old one that hornbook has written.
    ///
    /// - Parameters:
    ///   - ifChanged: whether files whose bytes would be the same stay as they are.
    ///   - manifest: the name of the manifest, which tells what hornbook has written.
    package func replace(ifChanged: Bool, manifest: String = Manifest.fileName) throws(Diagnostics) {
        do throws(Problem) {
            if ifChanged, try keepUnchanged(knownNames(manifest)) { return }
            try publish(replacing: knownNames(manifest))
        } catch {
            throw error.diagnostics
        }
    }

    /// The names that the old folder's manifest lists, and its own. A document that somebody has edited since is theirs.
    private func knownNames(_ name: String) -> Set<String> {
        guard let text = try? readTextFile(path + "/" + name),
            let manifest = try? JSONValue(parsing: text),
            manifest["tool"]?.text == "hornbook"
        else { return [] }
        let documents = (manifest["documents"]?.elements ?? []).filter { document in
            guard let name = document["name"]?.text, let text = try? readTextFile(path + "/" + name) else {
                return false
            }
            return Array(text.utf8).withUnsafeBytes { SHA256.hex(of: $0) } == document["sha256"]?.text
        }
        let files = (manifest["outputs"]?.elements ?? []) + documents
        return Set(files.compactMap { $0["name"]?.text } + [name, ReportPage.fileName])
    }
}

extension OutputDirectory.Problem {
    fileprivate var diagnostics: Diagnostics {
        switch self {
        case .foreignEntry(let path):
            Diagnostics(
                Diagnostic(
                    "\(path): hornbook has not made this, and would have to replace it",
                    help: "move it, or choose another `output.path`"),
                status: .inputOutput)
        case .output(let error): Diagnostics(error.diagnostic, status: error.status)
        }
    }
}
