import Foundation
import TestSupport
import Testing

/// Whether there is a program that makes a terminal.
private let hasScript: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    return (try? Program.shell("script --version", in: folder.url).output.contains("util-linux")) ?? false
}()

/// What the program does on a terminal; `script` of util-linux makes one.
@Suite(.enabled(if: hasScript, "there is no `script` of util-linux"))
struct TerminalTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("rows.jsonl", #"{"text":"good film","label":"positive"}"# + "\n")
        try folder.write("t.jinja", "{{ text }}")
    }

    /// Runs a command whose standard input is a terminal, and its output and errors, too, as far as it does not lead them elsewhere.
    private func run(_ command: String, seconds: Double = 30) throws -> RunResult {
        try folder.write("command.sh", command)
        return try Program.shell("script -qec 'sh command.sh' /dev/null", in: folder.url, seconds: seconds)
    }

    /// Somebody who has forgotten a file gets help at once, not a program that waits for keys.
    @Test(
        arguments: [
            "rows", "inspect", "jinja t.jinja", "render --templates sentiment", "rows --files0-from -",
            "inspect --json --files0-from -",
        ])
    func nothingToReadGivesHelp(_ arguments: String) throws {
        let result = try run("hornbook \(arguments) > output 2> error")
        #expect(result.status == 64)
        #expect(try folder.read("output") == "")
        let error = try folder.read("error")
        let command = arguments.prefix { $0 != " " }
        let help = try Program.shell("hornbook \(command) --help", in: folder.url).output
        #expect(
            error == help + """

                error: nothing to read: standard input is a terminal
                  help: name a file, pipe rows in, or ask for it with -

                """)
    }

    @Test(arguments: [
        "rows rows.jsonl", "rows - < rows.jsonl", "inspect --json < rows.jsonl", "jinja t.jinja rows.jsonl",
    ])
    func whatIsNamedOrLedInIsRead(_ arguments: String) throws {
        let result = try run("hornbook \(arguments)")
        #expect(result.status == 0)
        #expect(!result.output.isEmpty && !result.output.contains("Examples:"))
    }

    @Test(
        arguments: [
            ("TERM=xterm", "", true), ("TERM=xterm", "--color never", false), ("TERM=dumb", "", false),
            ("TERM=dumb", "--color always", true), ("-u TERM", "", false), ("TERM=xterm NO_COLOR=1", "", false),
            ("TERM=xterm NO_COLOR=", "", true), ("TERM=xterm NO_COLOR=1", "--color always", true),
        ])
    func coloursFollowTheRules(_ environment: String, _ option: String, _ isColoured: Bool) throws {
        let result = try run(
            "env -u NO_COLOR \(environment) hornbook preview --templates sentiment --template terse \(option) rows.jsonl"
        )
        #expect(result.status == 0)
        #expect(result.output.contains("\u{1B}[") == isColoured)
    }
}
