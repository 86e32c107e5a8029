import System

/// Keeps other runs away from an output while this one makes it: a lock on a hidden file beside it, which the system gives
/// up when the process ends, however that happens. So whoever has the lock knows that what lies there under a temporary
/// name is nobody's any more.
final class OutputLock {
    /// Whether there is a lock. Some network file systems have none; there, two runs into one output are not noticed.
    private(set) var isHeld = true
    private let path: String
    private var descriptor: Int32 = -1

    /// Takes the lock of an output.
    ///
    /// - Parameters:
    ///   - target: the file or folder that is made.
    ///   - shown: its path for messages.
    /// - Throws: that another run holds it (`isBusy`).
    init(of target: String, for shown: String) throws(OutputError) {
        path = hiddenName(target, "lock")
        try TemporaryFiles.changing { paths throws(OutputError) in
            while try !take(shown) {}
            paths.insert(path)
        }
    }

    deinit {
        // Whoever has not got the lock must leave the name alone.
        guard descriptor >= 0 else { return }
        TemporaryFiles.changing { paths in
            // The name goes first: whoever opened it before sees that it is gone, and makes a new one. A name that cannot be
            // removed is in nobody's way, so that a finished output is not called failed for it.
            try? SystemCalls.unlink(path, for: path)
            paths.remove(path)
            try? SystemCalls.close(descriptor, for: path)
        }
    }

    /// Opens and locks the file; false if it went away in between.
    private func take(_ shown: String) throws(OutputError) -> Bool {
        let isNew = try SystemCalls.status(of: path) == nil
        let file = try SystemCalls.open(path, .lock, for: shown, "creating a lock")
        do throws(OutputError) {
            do throws(OutputError) {
                try SystemCalls.lock(file, for: shown)
            } catch  where error.kind == .unsupported {
                isHeld = false
            }
            // A run that ended just now has removed the file that was opened: then its lock protects nothing.
            let held = try SystemCalls.status(of: file, for: shown)
            let named = try SystemCalls.status(of: path)
            if held.identity == named?.identity {
                descriptor = file
                return true
            }
        } catch {
            if isNew, !error.isBusy { try? SystemCalls.unlink(path, for: shown) }
            try? SystemCalls.close(file, for: shown)
            throw error
        }
        try SystemCalls.close(file, for: shown)
        return false
    }
}

/// The name of something hidden that stands beside an output.
func hiddenName(_ target: String, _ purpose: String) -> String {
    let start = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
    return "\(target[..<start]).\(target[start...]).hornbook-\(purpose)"
}
