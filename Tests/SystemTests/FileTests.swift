import TestSupport
import Testing

@testable import System

@Suite struct FileTests {
    private func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = try SystemCalls.open(path, .new, for: path, "creating")
        let count = try bytes.withUnsafeBytes { bytes in
            try SystemCalls.write(descriptor, bytes, UnsafeRawBufferPointer(start: nil, count: 0), for: path)
        }
        #expect(count == bytes.count)
        try SystemCalls.close(descriptor, for: path)
    }

    @Test func statusTellsWhatThereIs() throws {
        try inTemporaryFolder { folder in
            let (file, other) = (folder.path + "/file", folder.path + "/other")
            try write([1, 2, 3], to: file)
            try SystemCalls.link(file, other, for: other)
            let status = try FileStatus.of(file)
            #expect(status.kind == .regular && status.size == 3)
            #expect(FileStatus(other)?.identity == status.identity)
            #expect(FileStatus(folder.path)?.kind == .folder)
            #expect(FileStatus(folder.path)?.identity != status.identity)
            #expect(fileExists(file) && fileIsReadable(file) && !fileIsExecutable(file))
            let error = #expect(throws: SystemError.self) { try FileStatus.of(file + "/nothing") }
            #expect(error?.kind == .notAFolder)
            #expect(try SystemCalls.status(of: file + "/nothing") == nil)
        }
    }

    @Test func filesAreReadWhole() throws {
        try inTemporaryFolder { folder in
            let (a, b, c) = (folder.path + "/a", folder.path + "/b", folder.path + "/c")
            let bytes = [UInt8](repeating: 7, count: 300_000)
            try write(bytes, to: a)
            try write(bytes, to: b)
            try write(bytes.dropLast() + [8], to: c)
            #expect(try readWholeFile(a, most: bytes.count) == bytes)
            #expect(try readWholeFile(a, most: bytes.count - 1) == nil)
            #expect(try haveEqualBytes(a, b))
            #expect(try !haveEqualBytes(a, c))
            let missing = #expect(throws: SystemError.self) { try readWholeFile(a + "d", most: 1) }
            #expect(missing?.operation == "opening" && missing?.kind == .missing)
        }
    }

    @Test func globsNameFiles() throws {
        try inTemporaryFolder { folder in
            for name in ["b.txt", "a.txt", ".c.txt"] { try write([], to: "\(folder.path)/\(name)") }
            #expect(filesMatching(folder.path + "/*.txt") == ["a.txt", "b.txt"].map { "\(folder.path)/\($0)" })
            #expect(filesMatching(folder.path + "/*.csv").isEmpty)
            #expect(matches("a/.b", glob: "a*b"))
            #expect(!matches("a/.b", glob: "a?b"))
        }
    }

    @Test func foldersAreMadeOnce() throws {
        try inTemporaryFolder { folder in
            let path = folder.path + "/a/b"
            try Folders.make(path)
            try Folders.make(path)
            let error = #expect(throws: SystemError.self) { try SystemCalls.makeNewFolder(path) }
            #expect(error?.kind == .exists)
            try Folders.remove(path)
            try Folders.remove(path)
            #expect(try SystemCalls.names(in: folder.path + "/a").isEmpty)
        }
    }

    @Test func missingProgramIsNotStarted() {
        let error = #expect(throws: SystemError.self) { try ChildProcess.start(["no-such-program-at-all"]) }
        #expect(error?.path == "no-such-program-at-all" && error?.kind == .missing)
    }

    @Test func failureOfAProgramIsTold() throws {
        let child = try ChildProcess.start(["sh", "-c", "echo no good >&2; exit 3"])
        let failure = child.finish()
        #expect(failure?.reason == "exit status 3")
        #expect(failure?.words == "no good")
    }
}
