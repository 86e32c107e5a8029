import Foundation
import TestSupport
import Testing

@testable import Formats

/// What killed runs leave beside an output, and what other runs do there.
@Suite struct LeftoverTests {
    private let scratch: TemporaryFolder

    init() throws { scratch = try TemporaryFolder(inMemory: true) }

    private func replace(_ text: String) throws {
        let file = try OutputFile(replacing: scratch.path("out"))
        try file.write(text)
        try file.finish()
    }

    @Test func leftoversOfAKilledRunAreRemoved() throws {
        try scratch.fill(["out": "old", ".out.hornbook-partial": "half", ".out.hornbook-lock": ""])
        try replace("new")
        #expect(try scratch.contents() == ["out": "new"])
    }

    @Test func oldFolderThatWasPutAsideIsPutBack() throws {
        try scratch.fill([".out.hornbook-old/a": "old", ".out.hornbook-partial/a": "half"])
        do { _ = try OutputDirectory(scratch.path("out")) }
        #expect(try scratch.contents() == ["out/a": "old"])
    }

    @Test func oldFolderThatHasBeenReplacedGoes() throws {
        try scratch.fill([".out.hornbook-old/a": "old", "out/a": "new"])
        do { _ = try OutputDirectory(scratch.path("out")) }
        #expect(try scratch.contents() == ["out/a": "new"])
    }

    @Test func secondRunIntoAFileIsRefused() throws {
        try scratch.fill(["out": "old"])
        do {
            let first = try OutputFile(replacing: scratch.path("out"))
            try first.write("first")
            do {
                try replace("second")
                Issue.record("two runs had the same output")
            } catch let error as OutputError {
                #expect(error.isBusy)
                #expect(error.status == .busy)
                #expect(error.diagnostic.message == "\(scratch.path("out")): another run holds this output")
            }
            try first.finish()
        }
        #expect(try scratch.contents() == ["out": "first"])
        // The lock is given up with the end of the first.
        try replace("third")
        #expect(try scratch.contents() == ["out": "third"])
    }

    /// Without locks, each run writes into a file of its own.
    @Test func fileThatIsNotMeantIsLeftAlone() throws {
        try scratch.fill(["out": "old", ".out.hornbook-partial-1": "another's", ".outer.hornbook-partial": "another's"])
        try replace("new")
        #expect(try scratch.contents().count == 3)
    }

    @Test func newFileIsReadByNoMoreThanTheOldOne() throws {
        try scratch.fill(["out": "old"])
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: scratch.path("out"))
        try replace("new")
        let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path("out"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func folderThatCannotBeListedIsNotReplaced() throws {
        try scratch.fill(["out/a": "old", "out/notes": "mine"])
        let injection = Injection(1) { call, _ in call == .list ? .error(EACCES) : nil }
        let result = injection.run {
            let folder = try OutputDirectory(scratch.path("out"))
            try folder.publish(replacing: ["a"])
        }
        #expect(throws: OutputDirectory.Problem.self) { try result.get() }
        #expect(try scratch.contents() == ["out/a": "old", "out/notes": "mine"])
    }
}
