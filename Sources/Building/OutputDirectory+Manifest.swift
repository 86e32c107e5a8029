import Diagnostics
import Formats
import JSON
import Recipes
import Reports

extension OutputDirectory {
    /// Takes a folder for a build.
    static func opening(_ path: String) throws(Diagnostics) -> OutputDirectory {
        do throws(Problem) {
            let directory = try OutputDirectory(path)
            try directory.checkForeignFolders(directory.knownNames())
            return directory
        } catch {
            throw error.diagnostics
        }
    }

    /// Publishes the new folder in place of an old one that hornbook has written.
    ///
    /// - Parameter ifChanged: whether files whose bytes would be the same stay as they are.
    func replace(ifChanged: Bool) throws(Diagnostics) {
        do throws(Problem) {
            if ifChanged, try keepUnchanged(knownNames()) { return }
            try publish(replacing: knownNames())
        } catch {
            throw error.diagnostics
        }
    }

    /// The names that the old folder's manifest lists, and its own.
    private func knownNames() -> Set<String> {
        guard let text = try? readTextFile(path + "/" + Manifest.fileName),
            let manifest = try? JSONValue(parsing: text),
            manifest["tool"]?.text == "hornbook"
        else { return [] }
        return Set(
            (manifest["outputs"]?.elements ?? []).compactMap { $0["name"]?.text } + [
                Manifest.fileName, ReportPage.fileName,
            ])
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
