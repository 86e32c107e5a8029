import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files and folders that an interrupted run has to take away.
public enum TemporaryFiles {
    private static let paths = Mutex<Set<String>>([])

    static func add(_ path: String) {
        paths.withLock { _ = $0.insert(path) }
    }

    static func remove(_ path: String) {
        paths.withLock { _ = $0.remove(path) }
    }

    /// Removes all of them; called when the run is interrupted.
    public static func removeAll() {
        for path in paths.withLock({ $0 }) {
            if unlink(path) != 0 { try? OutputDirectory.remove(path) }
        }
    }
}
