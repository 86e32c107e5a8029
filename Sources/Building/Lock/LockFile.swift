import Diagnostics
import Formats
import JSON
import Recipes
import Records
import Reports
import System

/// What recipes of a folder were built from, so that a later build can refuse to take anything else: the file `hornbook.lock`
/// beside them, which is kept under version control.
struct LockFile {
    static let name = "hornbook.lock"

    let path: String
    /// The recipes by the names of their files.
    private var recipes: [JSONValue.Member] = []

    /// Reads the lock file of a recipe's folder, if there is one.
    ///
    /// - Parameter folder: with a slash at its end, or empty.
    init(folder: String) throws(Diagnostics) {
        path = folder + Self.name
        guard fileExists(path) else { return }
        let text = try readTextFile(path)
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: text)
        } catch {
            throw Diagnostics(Diagnostic("\(path): is not JSON: \(error.code.explanation) at byte \(error.offset)"))
        }
        guard case .object(let recipes)? = value["recipes"] else {
            throw Diagnostics(Diagnostic("\(path): is not a lock file of hornbook"))
        }
        self.recipes = recipes
    }

    /// What is locked for a recipe; nil if nothing is.
    ///
    /// - Parameter recipe: the name of its file.
    func entry(of recipe: String) throws(Diagnostics) -> SavedManifest? {
        guard let entry = recipes.first(where: { $0.key == recipe })?.value else { return nil }
        return try SavedManifest(entry, path: path)
    }

    /// Locks a recipe to what a manifest says that it was built from, and writes the file.
    mutating func lock(_ recipe: String, to manifest: Manifest) throws(Diagnostics) {
        let entry = JSONValue.Member(key: recipe, value: manifest.lockEntry)
        recipes.removeAll { $0.key == recipe }
        recipes.append(entry)
        recipes.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let text = ByteBuffer()
        JSONValue.object(["recipes": .object(recipes)]).write(to: text, indent: 0)
        text.append("\n")
        try checked { () throws(OutputError) in
            let file = try OutputFile(replacing: path)
            try file.write(text.bytes)
            try file.finish()
        }
    }
}
