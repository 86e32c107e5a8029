import System

extension OutputDirectory {
    /// Leaves files as they are, with their times, whose bytes the new folder would only repeat.
    ///
    /// - Parameter known: the names in the old folder that hornbook wrote.
    /// - Returns: whether the new folder has nothing else, so that the old one can stay.
    package func keepUnchanged(_ known: Set<String>) throws(Problem) -> Bool {
        do throws(OutputError) {
            guard try SystemCalls.status(of: path) != nil else { return false }
            let names = try SystemCalls.names(in: stagingPath)
            var isSame = known.isSubset(of: names)
            for name in names {
                let (old, new) = (path + "/" + name, stagingPath + "/" + name)
                guard try Self.haveEqualBytes(old, new) else {
                    isSame = false
                    continue
                }
                try SystemCalls.unlink(new, for: old)
                try SystemCalls.link(old, new, for: old)
            }
            return isSame
        } catch {
            throw .output(error)
        }
    }

    /// Whether two paths are files with the same bytes.
    private static func haveEqualBytes(_ old: String, _ new: String) throws(OutputError) -> Bool {
        guard let status = try SystemCalls.status(of: old, followingLinks: false), status.kind == .regular,
            let other = try SystemCalls.status(of: new), status.size == other.size
        else { return false }
        return try System.haveEqualBytes(old, new)
    }
}
