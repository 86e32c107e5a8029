import System

/// A folder that is replaced as a whole: files are written into a hidden folder beside it, which takes its place in one
/// step when all is done. A run that fails or is killed leaves the old folder, or none.
package final class OutputDirectory {
    /// Why a folder cannot be replaced.
    package enum Problem: Error, Sendable {
        /// It holds something that hornbook has not written.
        case foreignEntry(String)
        /// The system refuses, or another run holds it.
        case output(OutputError)
    }

    /// The folder that is replaced, without a slash at its end.
    package let path: String
    /// Where the new folder is made.
    package let stagingPath: String
    /// Where the old folder waits for the new one to take its place, on systems that cannot swap them.
    private let retired: String
    private let lock: OutputLock
    /// What is to be removed at the end: the hidden folder or, once it is published, the old one.
    private var discarded: String?

    /// Takes the folder's lock and makes the hidden folder. What a killed run has left beside the folder is removed; an
    /// old folder that it has put aside is put back.
    ///
    /// - Parameter path: the folder; its parents are made if they are missing.
    package init(_ path: String) throws(Problem) {
        let target = try Self.output { () throws(OutputError) in try Self.target(of: path) }
        self.path = target
        let (staging, retired) = (hiddenName(target, "partial"), hiddenName(target, "old"))
        (stagingPath, self.retired) = (staging, retired)
        let isOther = try Self.output { () throws(OutputError) in
            guard try SystemCalls.status(of: target) != nil else { return false }
            return try !Folders.isFolder(target)
        }
        if isOther { throw .foreignEntry(target) }
        lock = try Self.output { () throws(OutputError) in
            if target.contains("/") { try Folders.make(Folders.parent(of: target)) }
            return try OutputLock(of: target, for: target)
        }
        try Self.output { () throws(OutputError) in
            try Folders.remove(staging)
            if try SystemCalls.status(of: retired) != nil {
                if try SystemCalls.status(of: target) == nil {
                    try SystemCalls.rename(retired, to: target, for: target)
                } else {
                    try Folders.remove(retired)
                }
            }
            try TemporaryFiles.changing { paths throws(OutputError) in
                try SystemCalls.makeNewFolder(staging)
                paths.insert(staging)
            }
        }
        discarded = staging
    }

    deinit {
        guard let discarded else { return }
        TemporaryFiles.changing { paths in
            // What cannot be removed is removed by the next run.
            try? Folders.remove(discarded)
            paths.remove(discarded)
        }
    }

    /// Creates a file that will stand in the folder.
    package func create(_ name: String) throws(OutputError) -> OutputFile {
        try OutputFile(creating: stagingPath + "/" + name, shown: path + "/" + name, hashes: true)
    }

    /// Renames a finished file that will stand in the folder: some names tell how many files there are.
    package func rename(_ name: String, to newName: String) throws(OutputError) {
        try SystemCalls.rename(stagingPath + "/" + name, to: stagingPath + "/" + newName, for: path + "/" + newName)
    }

    /// Puts the new folder into the old one's place.
    ///
    /// - Parameter known: names in the old folder that hornbook wrote and that may go. Others are kept if they are
    ///   files, by a link into the new folder; a folder among them is refused.
    package func publish(replacing known: Set<String>) throws(Problem) {
        let isFirst = try Self.output { () throws(OutputError) in try SystemCalls.status(of: path) == nil }
        if !isFirst { try keepForeignFiles(known) }
        try Self.output { () throws(OutputError) in
            try Folders.synchronise(stagingPath)
            try TemporaryFiles.changing { paths throws(OutputError) in
                try takePlace(isFirst: isFirst)
                paths.remove(stagingPath)
                if let discarded { paths.insert(discarded) }
            }
            do throws(OutputError) {
                try Folders.synchronise(Folders.parent(of: path))
                try removeOldFolder()
            } catch {
                throw error.afterPublishing
            }
        }
    }

    /// Fails early if a folder stands in the way that hornbook has not made.
    ///
    /// - Parameter known: names that hornbook wrote.
    package func checkForeignFolders(_ known: Set<String>) throws(Problem) { _ = try foreignFiles(known) }

    /// The names in a folder, sorted; none if it cannot be read.
    package static func entries(of path: String) -> [String] { (try? SystemCalls.names(in: path)) ?? [] }

    /// Renames the new folder. Should that fail, the old one is where it was.
    private func takePlace(isFirst: Bool) throws(OutputError) {
        if isFirst {
            try SystemCalls.rename(stagingPath, to: path, for: path)
            discarded = nil
            return
        }
        if try SystemCalls.exchange(stagingPath, path, for: path) { return }
        // The file system cannot swap two folders: the old one goes first. A run that is killed between the two leaves it
        // to the next one to put it back.
        try SystemCalls.rename(path, to: retired, for: path)
        do throws(OutputError) {
            try SystemCalls.rename(stagingPath, to: path, for: path)
        } catch {
            try SystemCalls.rename(retired, to: path, for: path)
            throw error
        }
        discarded = retired
    }

    private func removeOldFolder() throws(OutputError) {
        guard let old = discarded else { return }
        try TemporaryFiles.changing { paths throws(OutputError) in
            try Folders.remove(old)
            paths.remove(old)
            discarded = nil
        }
    }

    private func keepForeignFiles(_ known: Set<String>) throws(Problem) {
        for name in try foreignFiles(known) {
            let (kept, name) = (path + "/" + name, stagingPath + "/" + name)
            do throws(OutputError) {
                try SystemCalls.link(kept, name, for: kept)
            } catch  where error.kind == .exists {
                // A file of the same name as a new one, which no manifest lists: somebody's own.
                throw .foreignEntry(kept)
            } catch {
                throw .output(error)
            }
        }
    }

    /// The names in the old folder that are not known; a folder among them is refused.
    private func foreignFiles(_ known: Set<String>) throws(Problem) -> [String] {
        var files: [String] = []
        var folder: String?
        try Self.output { () throws(OutputError) in
            guard try SystemCalls.status(of: path) != nil else { return }
            files = try SystemCalls.names(in: path).filter { !known.contains($0) }
            for name in files where folder == nil {
                let entry = path + "/" + name
                if try Folders.isFolder(entry) { folder = entry }
            }
        }
        if let folder { throw .foreignEntry(folder) }
        return files
    }

    /// The folder that a path means: without slashes at its end, and where a link leads, which stays what it is.
    private static func target(of path: String) throws(OutputError) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard try SystemCalls.status(of: path, followingLinks: false)?.kind == .link else { return path }
        return try SystemCalls.resolve(path) ?? path
    }

    private static func output<Result>(_ body: () throws(OutputError) -> Result) throws(Problem) -> Result {
        do { return try body() } catch { throw .output(error) }
    }
}
