import Diagnostics
import Reports

extension Build {
    /// What a build does with the lock file beside its recipe.
    package enum Locking: Sendable {
        case none
        /// Writes it where it says nothing of the recipe yet; else refuses to build from anything else.
        case lock
        /// Refuses to build from anything but what it says.
        case locked
        /// Writes it, whatever it says.
        case update
    }

    private var recipeName: String { String(recipe.path.dropFirst(recipe.folder.count)) }

    /// Refuses to build from what the lock file does not say.
    ///
    /// - Parameter manifest: of what would be built; made only where a lock asks for it.
    /// - Throws: all that differs, with status 1.
    func checkLock(_ manifest: @autoclosure () -> Manifest) throws(Diagnostics) {
        guard locking == .lock || locking == .locked else { return }
        let file = try LockFile(folder: recipe.folder)
        guard let locked = try file.entry(of: recipeName) else {
            if locking == .lock { return }
            throw Diagnostics(
                Diagnostic(
                    "\(file.path) says nothing of \(recipeName)", help: "write it: hornbook build --lock \(recipe.path)"
                ),
                status: .missingInput)
        }
        let now = try SavedManifest(manifest().lockEntry, path: recipe.path)
        let difference = OutputDifference(locked, now)
        let changes =
            (difference.inputs + difference.packs).map { "\($0.name) \($0.change)" } + difference.settings
        guard !changes.isEmpty else { return }
        throw Diagnostics(
            changes.map {
                Diagnostic(
                    "\($0) since \(file.path) was written",
                    help: $0 == changes.last ? "if that is meant: hornbook build --update-lock \(recipe.path)" : nil)
            }, status: .problems)
    }

    func writeLock(_ manifest: Manifest) throws(Diagnostics) {
        guard locking == .lock || locking == .update else { return }
        var file = try LockFile(folder: recipe.folder)
        try file.lock(recipeName, to: manifest)
    }
}
