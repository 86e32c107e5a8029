import ArgumentParser
import Building
import Comparing
import Diagnostics
import JSON
import Reports

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Compare the files of an output with its manifest.",
        discussion: """
            Examples:
              hornbook verify out/
              hornbook verify out/ --json | jq -r '.problems[].file'

            Status 0: every data file is what the build wrote. Status 1: one is missing or has other content, or there is one
            that the manifest does not list.
            """)

    @Argument(
        help: ArgumentHelp("The folder that a build has written, or the manifest in it.", valueName: "folder"),
        completion: .directory)
    var folder: String

    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print nothing; the status tells.")
    var quiet = false

    @Flag(help: "Print the problems as one JSON object.")
    var json = false

    func run() throws {
        let output = try OutputFolder(folder)
        let problems = try output.verify(jobs: jobs.count())
        if json {
            let object = JSONValue.object([
                "files": .int(output.manifest.files.count),
                "problems": .array(
                    problems.map { .object(["file": .string($0.name), "problem": .string($0.message)]) }),
            ])
            try printOutput(object.line + "\n")
        } else if !quiet {
            for problem in problems { try printOutput(oneLine("\(problem.name) \(problem.message)") + "\n") }
            if problems.isEmpty {
                let count = output.manifest.files.count
                try printOutput("\(count) \(count == 1 ? "file is" : "files are") as the manifest says\n")
            }
        }
        if !problems.isEmpty { throw Diagnostics([], status: .problems) }
    }
}

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show how two outputs differ, and what may be the reason.",
        discussion: """
            Examples:
              hornbook diff out.old/ out/
              hornbook diff release/manifest.json out/ --json

            Compares settings, recipes, inputs, packs and mixture tables by the manifests and, where data files differ, the
            instances: with `output.metadata` by dataset, template and key, else by their lines. Status 0: no difference, 1:
            some.
            """)

    @Argument(
        help: ArgumentHelp("The old output's folder, or the manifest in it.", valueName: "old"), completion: .directory)
    var old: String

    @Argument(help: ArgumentHelp("The new one.", valueName: "new"), completion: .directory)
    var new: String

    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print the difference as one JSON object.")
    var json = false

    func run() throws {
        let difference = try OutputFolder(old).difference(to: OutputFolder(new), jobs: jobs.count())
        try print(difference, asJSON: json)
    }
}

/// Prints how two outputs differ.
///
/// - Throws: status 1 if they do.
func print(_ difference: OutputDifference, asJSON: Bool) throws {
    if asJSON {
        try printOutput(difference.json.line + "\n")
    } else if !difference.isEmpty {
        try printOutput(difference.text + "\n")
    }
    if !difference.isEmpty { throw Diagnostics([], status: .problems) }
}
