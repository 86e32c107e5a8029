import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite struct OutputDirectoryTests {
    private let scratch: TemporaryFolder
    private var folder: URL { scratch.url }
    private var path: String { scratch.path("out") }

    init() throws { scratch = try TemporaryFolder(inMemory: true) }

    private func publish(_ names: [String], replacing known: Set<String>) throws {
        let directory = try OutputDirectory(path)
        for name in names {
            let file = try directory.create(name)
            try file.write("new")
            try file.finish()
        }
        try directory.publish(replacing: known)
    }

    private var hidden: [String] { OutputDirectory.entries(of: folder.path).filter { $0 != "out" } }

    @Test func newFolderReplacesTheOldOne() throws {
        try publish(["a", "b"], replacing: [])
        try publish(["b", "c"], replacing: ["a", "b"])
        #expect(OutputDirectory.entries(of: path) == ["b", "c"])
        #expect(hidden.isEmpty)
    }

    @Test func filesOfOthersAreKept() throws {
        try publish(["a"], replacing: [])
        try Data("mine".utf8).write(to: folder.appendingPathComponent("out/notes.txt"))
        try publish(["a"], replacing: ["a"])
        #expect(OutputDirectory.entries(of: path) == ["a", "notes.txt"])
        #expect(try String(contentsOfFile: path + "/notes.txt", encoding: .utf8) == "mine")
    }

    @Test func foldersOfOthersAreRefusedAndNothingChanges() throws {
        try publish(["a"], replacing: [])
        try FileManager.default.createDirectory(atPath: path + "/theirs", withIntermediateDirectories: true)
        #expect(throws: OutputDirectory.Problem.self) { try publish(["b"], replacing: ["a"]) }
        #expect(OutputDirectory.entries(of: path) == ["a", "theirs"])
        #expect(hidden.isEmpty)
    }

    @Test func fileOfOthersWithTheNameOfANewOneIsNotReplaced() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: folder.appendingPathComponent("out/a"))
        #expect(throws: OutputDirectory.Problem.self) { try publish(["a"], replacing: []) }
        #expect(try String(contentsOfFile: path + "/a", encoding: .utf8) == "mine")
    }

    @Test func secondRunIsRefusedAndLeavesTheFirstAlone() throws {
        let first = try OutputDirectory(path)
        let file = try first.create("a")
        #expect(throws: OutputDirectory.Problem.self) { _ = try OutputDirectory(path) }
        try file.finish()
        try first.publish(replacing: [])
        #expect(OutputDirectory.entries(of: path) == ["a"])
    }

    @Test func abandonedRunLeavesNothing() throws {
        do {
            let directory = try OutputDirectory(path)
            _ = try directory.create("a")
        }
        #expect(OutputDirectory.entries(of: folder.path).isEmpty)
    }

    @Test func fullDiskIsAnError() throws {
        let file = try OutputFile(writing: "/dev/full")
        #expect(throws: OutputError.self) {
            try file.write("text")
            try file.finish()
        }
    }
}
