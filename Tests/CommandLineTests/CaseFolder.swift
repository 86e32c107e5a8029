import Foundation
import TestSupport

/// A folder of `Cases/`, named by its command and its case: `build/card-of-messages`.
///
/// `cmd` is a shell command, run in a copy of the other files with `hornbook` in the path and `$ROOT` the package's
/// folder; `expected-output` and `expected-error` are what it prints (an absent file: nothing), `status` its exit status
/// (an absent file: 0).
struct CaseFolder {
    static let cases = Program.root.appendingPathComponent("Tests/CommandLineTests/Cases")

    /// The files of a case that its command does not see.
    private static let own = ["cmd", "expected-output", "expected-error", "status"]

    let name: String
    let command: String
    private let url: URL

    /// All cases by their names.
    static func names() -> [String] {
        func entries(_ url: URL) -> [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
            return names.filter { !$0.hasPrefix(".") }.sorted()
        }
        return entries(cases).flatMap { command in
            entries(cases.appendingPathComponent(command)).map { "\(command)/\($0)" }
        }
    }

    /// Those of some names that a pattern of the shell matches, as `build/card-*`, or that hold it; all for none.
    static func chosen(_ names: [String], by pattern: String?) -> [String] {
        guard let pattern, !pattern.isEmpty else { return names }
        return names.filter { $0.contains(pattern) || fnmatch(pattern, $0, 0) == 0 }
    }

    init(_ name: String) {
        self.name = name
        url = Self.cases.appendingPathComponent(name)
        command = Self.text(url.appendingPathComponent("cmd"))
    }

    private static func text(_ url: URL) -> String {
        ((try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) }) ?? ""
    }

    func run() throws -> RunResult {
        let folder = try TemporaryFolder()
        let copy = folder.url.appendingPathComponent("case")
        try FileManager.default.copyItem(at: url, to: copy)
        for name in Self.own { try? FileManager.default.removeItem(at: copy.appendingPathComponent(name)) }
        return try Program.shell(command, in: copy)
    }

    /// What a run should have printed, and what it has.
    private func texts(_ result: RunResult) -> [(file: String, expected: String, actual: String)] {
        let files = [
            ("expected-output", result.output), ("expected-error", result.error),
            ("status", result.status == 0 ? "" : "\(result.status)\n"),
        ]
        return files.map { ($0, Self.text(url.appendingPathComponent($0)), $1) }
    }

    /// How a run differs from what is expected: nothing, or what `diff -u` would tell of each file.
    func differences(_ result: RunResult) -> String {
        texts(result).map { file, expected, actual in
            LineDifference(expected: expected, actual: actual)
                .unified(from: "\(name)/\(file)", to: "\(name), as it is")
        }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// Makes what a run gave the expected.
    func accept(_ result: RunResult) throws {
        for (file, expected, actual) in texts(result) where !expected.utf8.elementsEqual(actual.utf8) {
            let file = url.appendingPathComponent(file)
            if actual.isEmpty {
                try FileManager.default.removeItem(at: file)
            } else {
                try Data(actual.utf8).write(to: file)
            }
        }
    }
}
