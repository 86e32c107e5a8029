import Foundation
import TestSupport
import Testing

/// Runs the folders of `Cases/`; `Tests/README.md` tells how to run some, and how to accept what has changed.
@Suite struct CaseFolderTests {
    private static let environment = ProcessInfo.processInfo.environment
    static let names = CaseFolder.names()
    static let chosen = CaseFolder.chosen(names, by: environment["HORNBOOK_CASES"])
    static let isAccepting = environment["HORNBOOK_ACCEPT"] == "1"

    @Test func thereAreCases() {
        #expect(Self.names.count >= 900)
        #expect(!Self.chosen.isEmpty, "HORNBOOK_CASES matches no case")
    }

    @Test(arguments: chosen)
    func folderGivesWhatItExpects(_ name: String) throws {
        let folder = CaseFolder(name)
        try #require(!folder.command.isEmpty, "the case has no cmd")
        let result = try folder.run()
        let differences = folder.differences(result)
        if Self.isAccepting, !differences.isEmpty {
            print(differences + "\naccepted: \(name)")
            try folder.accept(result)
        } else if !differences.isEmpty {
            Issue.record("\n\(differences)")
        }
    }

    /// A case can be read at a glance.
    @Test func commandsAreShort() {
        for name in Self.names {
            let lines = CaseFolder(name).command.split(separator: "\n")
            #expect(lines.count <= 14, "\(name): \(lines.count) lines; can it be several cases?")
        }
    }
}
