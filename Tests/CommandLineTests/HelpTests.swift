import Foundation
import TestSupport
import Testing

/// What the argument parser tells of a command.
private struct Command: Decodable {
    var commandName: String
    var discussion: String?
    var arguments: [Argument]?
    var subcommands: [Command]?

    struct Argument: Decodable {
        var kind: String
        var valueName: String
        var abstract: String?
        var allValues: [String]?
        var completionKind: [String: CompletionDetail]?
        var names: [Name]?
        var shouldDisplay: Bool
    }

    struct Name: Decodable {
        var kind: String
        var name: String
    }

    struct CompletionDetail: Decodable {}
}

/// Every command explains itself.
@Suite struct HelpTests {
    /// The commands, each with the words that call it; the parser's own `help` aside.
    private static func commands() throws -> [(words: String, command: Command)] {
        struct Dump: Decodable { var command: Command }
        let folder = try TemporaryFolder()
        let dump = try Program.shell("hornbook --experimental-dump-help", in: folder.url)
        func walk(_ command: Command, _ before: String) -> [(String, Command)] {
            let words = before + command.commandName
            let below = (command.subcommands ?? []).filter { $0.commandName != "help" }
            return [(words, command)] + below.flatMap { walk($0, words + " ") }
        }
        return walk(try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command, "")
    }

    @Test func everyCommandBeginsWithExamples() throws {
        let commands = try Self.commands()
        #expect(commands.count >= 15)
        for (words, command) in commands {
            let lines = (command.discussion ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.first == "Examples:", "\(words)")
            // An example shows the command itself, and each one hornbook.
            let examples = lines.dropFirst().prefix { $0.hasPrefix("  ") }
            #expect(
                examples.contains { $0.contains(words.split(separator: " ").prefix(2).joined(separator: " ")) },
                "\(words)")
            for example in examples { #expect(example.contains("hornbook "), "\(words): \(example)") }
        }
    }

    @Test func everyOptionIsExplained() throws {
        for (words, command) in try Self.commands() {
            for argument in command.arguments ?? [] where argument.shouldDisplay {
                #expect(!(argument.abstract ?? "").isEmpty, "\(words): \(argument.valueName)")
            }
        }
    }

    @Test func bothWaysToAskGiveTheSame() throws {
        let folder = try TemporaryFolder()
        for (words, _) in try Self.commands() {
            let arguments = words.split(separator: " ").dropFirst().joined(separator: " ")
            let result = try Program.shell(
                "hornbook \(arguments) --help > option && hornbook help \(arguments) > command && cmp option command",
                in: folder.url)
            #expect(result.status == 0, "\(words): \(result.output)")
            #expect(try folder.read("option").contains("\n\nExamples:\n"))
        }
    }

    /// What names a file, a folder or a pack is completed as one, and what has fixed values with these.
    @Test func everyPathAndEveryListIsCompleted() throws {
        let paths: Set<String> = ["file", "dir", "recipe", "pack", "data"]
        var count = 0
        for (words, command) in try Self.commands() {
            for argument in command.arguments ?? [] where argument.kind != "flag" {
                let kind = argument.completionKind?.keys.first
                let place = "\(words): \(argument.valueName)"
                if let values = argument.allValues, !values.isEmpty { #expect(kind == "list", "\(place)") }
                let isPath = argument.valueName.split { !$0.isLetter }.contains { paths.contains(String($0)) }
                guard isPath || words.hasSuffix(" jinja") && argument.valueName == "template" else { continue }
                count += 1
                #expect(["file", "directory", "custom"].contains(kind), "\(place)")
            }
        }
        #expect(count >= 20)
    }

    /// Every option stands in a case or a test under some name of its.
    @Test func everyOptionIsExercised() throws {
        let folder = Program.root.appendingPathComponent("Tests/CommandLineTests")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
            .compactMap { $0 as? URL }.filter { $0.lastPathComponent == "cmd" || $0.pathExtension == "swift" }
        let words = Set(
            try files.flatMap {
                try String(contentsOf: $0, encoding: .utf8).split { !($0.isLetter || $0.isNumber || $0 == "-") }
            })
        for (command, description) in try Self.commands() {
            for argument in description.arguments ?? [] {
                for name in argument.names ?? [] where name.kind == "long" {
                    #expect(words.contains("--\(name.name)"), "\(command) --\(name.name)")
                }
            }
        }
    }
}
