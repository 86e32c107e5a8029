import Synchronization

/// The files and folders that an interrupted run has to take away.
///
/// Whatever makes, renames or removes one does so inside `changing`, so that an interruption comes before or after it,
/// never between the deed and the note of it.
package enum TemporaryFiles {
    private static let paths = Mutex<Set<String>>([])

    /// Changes what is on the disk, and the list of it, in one go.
    package static func changing<Result>(
        _ body: (inout Set<String>) throws(SystemError) -> Result
    ) throws(SystemError) -> Result {
        var result: Swift.Result<Result, SystemError>?
        paths.withLock { paths in
            do throws(SystemError) { result = .success(try body(&paths)) } catch { result = .failure(error) }
        }
        return try result!.get()
    }

    /// The same for what cannot fail.
    package static func changing(_ body: (inout Set<String>) -> Void) {
        paths.withLock { body(&$0) }
    }

    /// Removes all of them and ends the process; called when the run is interrupted. The other threads make and rename
    /// nothing more.
    package static func removeAll(andExit exit: () -> Never) -> Never {
        paths.withLock { paths in
            // Nothing can be done about one that stays; the next run on the same output removes it.
            for path in paths { try? Folders.remove(path) }
            exit()
        }
    }
}
