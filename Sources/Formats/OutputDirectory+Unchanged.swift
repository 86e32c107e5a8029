#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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
        guard let status = try SystemCalls.status(of: old, followingLinks: false), status.st_mode & S_IFMT == S_IFREG,
            let other = try SystemCalls.status(of: new), status.st_size == other.st_size
        else { return false }
        guard let a = fopen(old, "r") else { throw OutputError(old, "opening", errno) }
        defer { fclose(a) }
        guard let b = fopen(new, "r") else { throw OutputError(new, "opening", errno) }
        defer { fclose(b) }
        let size = 256 << 10
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * size, alignment: 16)
        defer { memory.deallocate() }
        let (one, two) = (memory.baseAddress!, memory.baseAddress! + size)
        while true {
            let count = fread(one, 1, size, a)
            if ferror(a) != 0 { throw OutputError(old, "reading", errno) }
            let otherCount = fread(two, 1, size, b)
            if ferror(b) != 0 { throw OutputError(new, "reading", errno) }
            if count != otherCount || memcmp(one, two, count) != 0 { return false }
            if count == 0 { return true }
        }
    }
}
