import Foundation
import Synchronization
import System
import Testing

@testable import Formats

/// Lets the N-th call to the system go wrong, and tells which one that was.
final class Injection: Sendable {
    /// Of which calls the N-th is meant, and what happens to it.
    let choose: @Sendable (_ call: SystemCalls.Call, _ bytes: Int) -> SystemCalls.Fault?
    private let number: Int
    private let state = Mutex<(seen: Int, hit: SystemCalls.Call?)>((0, nil))

    /// - Parameters:
    ///   - number: which call, from 1.
    ///   - choose: the fault for a call; nil if calls of its kind are not counted.
    init(
        _ number: Int, _ choose: @escaping @Sendable (_ call: SystemCalls.Call, _ bytes: Int) -> SystemCalls.Fault?
    ) {
        self.number = number
        self.choose = choose
    }

    /// The call that went wrong, if the run got as far.
    var hit: SystemCalls.Call? { state.withLock { $0.hit } }

    /// Runs with the fault.
    ///
    /// - Parameter isWithoutExchange: whether the system cannot swap two folders, either.
    func run(isWithoutExchange: Bool = false, _ body: () throws -> Void) -> Result<Void, any Error> {
        Result {
            try SystemCalls.$fault.withValue({ call, bytes in
                if isWithoutExchange, call == .exchange { return .error(ENOSYS) }
                guard let fault = self.choose(call, bytes) else { return nil }
                return self.state.withLock { state in
                    state.seen += 1
                    guard state.seen == self.number else { return nil }
                    state.hit = call
                    return fault
                }
            }) { try body() }
        }
    }
}

/// A folder whose whole contents can be compared.
final class Scratch {
    let url: URL

    init() throws {
        // Thousands of runs that all synchronise are for a file system in memory, where there is one.
        let memory = URL(fileURLWithPath: "/dev/shm")
        let exists = FileManager.default.isWritableFile(atPath: memory.path)
        let parent = exists ? memory : FileManager.default.temporaryDirectory
        url = parent.appendingPathComponent("hornbook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    /// Makes the folder hold these files and nothing else.
    func fill(_ files: [String: String]) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: url.path) {
            try FileManager.default.removeItem(atPath: path(name))
        }
        for (name, text) in files {
            let file = url.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    /// Every file by its path, hidden ones among them; an empty folder as its path with a slash.
    func contents(_ folder: String = "") throws -> [String: String] {
        var result: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path(folder)) {
            let entry = folder + name
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path(entry), isDirectory: &isFolder)
            if isFolder.boolValue {
                let inside = try contents(entry + "/")
                result.merge(inside) { $1 }
                if inside.isEmpty { result[entry + "/"] = "" }
            } else {
                result[entry] = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(entry))), as: UTF8.self)
            }
        }
        return result
    }
}
