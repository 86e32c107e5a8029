import Foundation
import JSON
import System
import TestSupport
import Testing

@testable import Formats

/// Whatever call to the system goes wrong, the output is the old one or the new one, whole, and nothing lies beside it.
@Suite struct FaultTests {
    /// A way in which output is made.
    enum Scenario: String, CaseIterable, CustomTestStringConvertible {
        case newFile, file, rejects, newFolder, folder, folderWithoutExchange

        var testDescription: String { rawValue }

        /// What is there before.
        var old: [String: String] {
            switch self {
            case .newFile, .newFolder: ["beside": "mine"]
            case .file, .rejects: ["out": "old", "beside": "mine"]
            case .folder, .folderWithoutExchange:
                ["out/a": "old a", "out/b": "old b", "out/notes": "mine", "beside": "mine"]
            }
        }

        /// What is there after a run that went well.
        var new: [String: String] {
            switch self {
            case .newFile, .file: ["out": FaultTests.text, "beside": "mine"]
            case .rejects: ["out": FaultTests.rejectLine, "beside": "mine"]
            case .newFolder: ["out/a": "new a", "out/c": "new c", "beside": "mine"]
            case .folder, .folderWithoutExchange:
                ["out/a": "new a", "out/c": "new c", "out/notes": "mine", "beside": "mine"]
            }
        }

        func run(at path: String) throws {
            switch self {
            case .newFile, .file:
                let file = try OutputFile(replacing: path)
                // Pieces and blocks do not end at the same places.
                for start in stride(from: 0, to: FaultTests.bytes.count, by: 50_000) {
                    try file.write(Array(FaultTests.bytes[start..<min(start + 50_000, FaultTests.bytes.count)]))
                }
                try file.finish()
            case .rejects:
                let file = try OutputFile(replacing: path)
                let line = ByteBuffer()
                FaultTests.reject.write(to: line)
                try file.write(line.bytes)
                try file.finish()
            case .newFolder, .folder, .folderWithoutExchange:
                let folder = try OutputDirectory(path)
                for (name, text) in [("a", "new a"), ("c", "new c")] {
                    let file = try folder.create(name)
                    try file.write(text)
                    try file.finish()
                }
                try folder.publish(replacing: ["a", "b", "c"])
            }
        }
    }

    /// More than two blocks.
    static let text = (0..<30_000).map { "line \($0)\n" }.joined()
    static let bytes = Array(text.utf8)
    static let reject = Reject(
        source: "rows", record: 1, line: 1, byte: 0, column: 1, code: "bad", message: "bad", raw: [0x7B])
    static let rejectLine: String = {
        let line = ByteBuffer()
        reject.write(to: line)
        return String(decoding: line.bytes, as: UTF8.self)
    }()

    /// Runs a scenario with the first call going wrong, then with the second and so on until none is left.
    ///
    /// - Returns: how many calls there were.
    private func forEachCall(
        of scenario: Scenario,
        _ choose: @escaping @Sendable (SystemCalls.Call, Int) -> SystemCalls.Fault?,
        check: (_ call: SystemCalls.Call, _ result: Result<Void, any Error>, _ scratch: TemporaryFolder) throws -> Void
    ) throws -> Int {
        let scratch = try TemporaryFolder(inMemory: true)
        for number in 1...1000 {
            try scratch.fill(scenario.old)
            let injection = Injection(number, choose)
            let result = injection.run(isWithoutExchange: scenario == .folderWithoutExchange) {
                try scenario.run(at: scratch.path("out"))
            }
            guard let call = injection.hit else {
                try result.get()
                #expect(try scratch.contents() == scenario.new)
                return number - 1
            }
            try check(call, result, scratch)
        }
        Issue.record("the run never got through")
        return 0
    }

    @Test(arguments: Scenario.allCases, [ENOSPC, EIO])
    func everyFailureIsAnErrorAndLeavesTheOldOutput(_ scenario: Scenario, _ number: Int32) throws {
        var passed: [SystemCalls.Call] = []
        var late: [SystemCalls.Call] = []
        var early: Set<SystemCalls.Call> = []
        let calls = try forEachCall(of: scenario, { _, _ in .error(number) }) { call, result, scratch in
            var left = try scratch.contents()
            switch result {
            case .success:
                passed.append(call)
                // The lock file stays if it cannot be removed; it is in nobody's way.
                if call == .remove { #expect(left.removeValue(forKey: ".out.hornbook-lock") == "") }
                #expect(left == scenario.new)
            case .failure(let failure):
                let error = try #require(outputError(failure))
                #expect(error.number == number)
                // The file, or the folder that it stands in.
                #expect(error.path.contains("out") || error.path == scratch.url.path)
                let message = error.diagnostic.text
                #expect(message.contains(error.path) && message.contains("\(error.operation) failed: "))
                if error.isAfterPublishing { late.append(call) } else { early.insert(call) }
                #expect(left == (error.isAfterPublishing ? scenario.new : scenario.old), "\(call): \(message)")
            }
            // Whatever is left, the next run gets through and tidies up.
            try scenario.run(at: scratch.path("out"))
            #expect(try scratch.contents() == scenario.new)
        }
        // When all is done, the lock is given up; nothing depends on that.
        #expect(passed == [.remove, .close])
        #expect(calls > 10)
        // The point of no return is the renaming of the new output. What may fail after it is that the folder around it is
        // synchronised (opened, flushed, closed), and that the old folder is removed; the new output stands then.
        #expect(Array(late.prefix(3)) == [.open, .synchronise, .close])
        #expect(Set(late.dropFirst(3)).isSubset(of: [.look, .list, .remove]))
        let isFolder = scenario == .folder || scenario == .folderWithoutExchange
        #expect((late.count > 3) == isFolder)
        // What must have failed in its turn before that point.
        let renaming: SystemCalls.Call = scenario == .folder ? .exchange : .rename
        #expect(early.isSuperset(of: [.open, .write, .synchronise, .close, .lock, renaming]))
    }

    @Test(arguments: Scenario.allCases)
    func interruptedCallsAreMadeAgain(_ scenario: Scenario) throws {
        _ = try forEachCall(of: scenario, { _, _ in .error(EINTR) }) { call, result, scratch in
            try result.get()
            #expect(try scratch.contents() == scenario.new, "\(call)")
        }
    }

    @Test(arguments: Scenario.allCases)
    func shortWritesAreGoneOnWith(_ scenario: Scenario) throws {
        for part in [Int.max, 2] {
            let writes = try forEachCall(
                of: scenario, { call, bytes in call == .write ? .short(max(1, bytes / part)) : nil }
            ) { _, result, scratch in
                try result.get()
                #expect(try scratch.contents() == scenario.new)
            }
            #expect(writes >= (scenario == .rejects ? 1 : 2))
        }
    }

    /// Every write takes little, as a slow pipe does.
    @Test(arguments: [1, 1000])
    func onlyShortWrites(_ most: Int) throws {
        let scratch = try TemporaryFolder(inMemory: true)
        let text = String(Self.text.prefix(140_000))
        try SystemCalls.$fault.withValue({ call, _ in call == .write ? .short(most) : nil }) {
            let file = try OutputFile(replacing: scratch.path("out"))
            try file.write(text)
            try file.finish()
        }
        #expect(try scratch.contents() == ["out": text])
    }

    /// A file that is written to as it stands holds what was written before the fault.
    @Test(arguments: [ENOSPC, EIO, EINTR])
    func fileThatIsNotReplaced(_ number: Int32) throws {
        let scratch = try TemporaryFolder(inMemory: true)
        var calls: [SystemCalls.Call] = []
        for call in 1...100 {
            try scratch.fill(["out": "old"])
            let injection = Injection(call) { _, _ in .error(number) }
            let result = injection.run {
                let file = try OutputFile(writing: scratch.path("out"))
                for start in stride(from: 0, to: Self.bytes.count, by: 50_000) {
                    try file.write(Array(Self.bytes[start..<min(start + 50_000, Self.bytes.count)]))
                }
                try file.finish()
            }
            let written = try #require(try scratch.contents()["out"])
            guard let hit = injection.hit else { break }
            calls.append(hit)
            if number == EINTR {
                try result.get()
                #expect(written == Self.text)
            } else {
                #expect(throws: OutputError.self) { try result.get() }
                #expect(Self.text.hasPrefix(written) || hit == .open && written == "old")
            }
        }
        #expect(calls == [.open, .write, .write, .write, .synchronise, .close])
    }

    /// What was lost must not be published by a caller that goes on after an error.
    @Test(arguments: [.write, .synchronise, .close] as [SystemCalls.Call])
    func fileThatLostBytesIsNotFinished(_ faulty: SystemCalls.Call) throws {
        let scratch = try TemporaryFolder(inMemory: true)
        try scratch.fill(["out": "old"])
        do {
            let file = try OutputFile(replacing: scratch.path("out"))
            let injection = Injection(1) { call, _ in call == faulty ? .error(EIO) : nil }
            let result = injection.run {
                try file.write(Self.text)
                try file.finish()
            }
            #expect(throws: OutputError.self) { try result.get() }
            #expect(throws: OutputError.self) { try file.finish() }
        }
        #expect(try scratch.contents() == ["out": "old"])
    }

    @Test(arguments: Scenario.allCases)
    func fileSystemWithoutLocks(_ scenario: Scenario) throws {
        let scratch = try TemporaryFolder(inMemory: true)
        try scratch.fill(scenario.old)
        try SystemCalls.$fault.withValue({ call, _ in call == .lock ? .error(ENOLCK) : nil }) {
            try scenario.run(at: scratch.path("out"))
        }
        #expect(try scratch.contents() == scenario.new)
    }

    private func outputError(_ error: any Error) -> OutputError? {
        if case .output(let error)? = error as? OutputDirectory.Problem { return error }
        return error as? OutputError
    }
}
