import Foundation
import Testing

/// Runs the folders of `Cases/`: `cmd` is a shell command, run in a copy of the folder with `hornbook` in the path and
/// `$ROOT` the package's folder; `expected-output` and `expected-error` are what it prints (an absent file: nothing),
/// `status` its exit status (an absent file: 0).
@Suite struct CaseFolderTests {
    static let folder = Program.root.appendingPathComponent("Tests/CommandLineTests/Cases")

    static var names: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    @Test func thereAreCases() {
        #expect(Self.names.count >= 20)
    }

    @Test(arguments: names)
    func folderGivesWhatItExpects(_ name: String) throws {
        let source = Self.folder.appendingPathComponent(name)
        let temporary = try TemporaryFolder()
        let copy = temporary.url.appendingPathComponent("case")
        try FileManager.default.copyItem(at: source, to: copy)
        func expected(_ file: String) -> String {
            ((try? Data(contentsOf: source.appendingPathComponent(file))).map { String(decoding: $0, as: UTF8.self) })
                ?? ""
        }
        let command = expected("cmd")
        try #require(!command.isEmpty, "the case has no cmd")
        let result = try Program.shell(command, in: copy)
        #expect(result.output == expected("expected-output"))
        #expect(result.error == expected("expected-error"))
        let status = Int32(expected("status").trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        #expect(result.status == status)
    }
}
