import ArgumentParser
import System

/// The entry of `hornbook-bench`: measures the program that stands beside it.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hornbook-bench", abstract: "Measures hornbook on workloads that it makes itself.",
        discussion: """
            Examples:
              swift build -c release && .build/release/hornbook-bench --quick
              .build/release/hornbook-bench --only news --folder /tmp/bench

            Each run is a child process of its own; of several, the one with the least CPU time is told. Compare the last \
            column: CPU time as a multiple of what a plain copy of the same file takes in the same run. Single times say \
            little: they change with the machine and with what else it does. Of small workloads most is the program's start.

            `hornbook-bench run --help` lists the options.
            """,
        subcommands: [RunCommand.self, CopyCommand.self], defaultSubcommand: RunCommand.self)
}

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Make workloads, measure hornbook on them, print tables.")

    @Option(help: ArgumentHelp("Rows of each workload, whatever its usual number is.", valueName: "n"))
    var rows: Int?

    @Option(help: ArgumentHelp("Multiplies the usual numbers of rows: 1,000,000, of documents 60,000.", valueName: "x"))
    var scale = 1.0

    @Option(help: ArgumentHelp("How often each run is made.", valueName: "n"))
    var `repeat` = 3

    @Option(help: ArgumentHelp("news, pairs or documents; repeatable. By default all.", valueName: "workload"))
    var only: [Workload] = []

    @Option(help: ArgumentHelp("Where workloads are made and kept; by default a temporary folder.", valueName: "dir"))
    var folder: String?

    @Option(help: ArgumentHelp("The program to measure; by default the one beside this one.", valueName: "path"))
    var hornbook: String?

    @Flag(help: "Small workloads, each run once: a few seconds in all.")
    var quick = false

    func validate() throws {
        guard rows ?? 1 > 0, scale > 0, `repeat` > 0 else {
            throw ValidationError("--rows, --scale and --repeat take positive numbers")
        }
    }

    func run() throws {
        let program = hornbook ?? Paths.besideMe("hornbook")
        guard fileIsExecutable(program) else {
            throw BenchError("there is no program \(program); build it: swift build -c release --product hornbook")
        }
        let folder = try Folder(path: self.folder)
        for workload in Workload.allCases where only.isEmpty || only.contains(workload) {
            let usual = Double(workload.usualRows) * scale * (quick ? 0.05 : 1)
            let count = rows ?? max(1, Int(usual))
            let pack = try folder.write(workload.pack, name: "\(workload.rawValue).yaml")
            for form in Form.allCases {
                let input = try folder.workload(workload, form, rows: count)
                let suite = Suite(
                    program: program, input: input, pack: pack,
                    recipes: form == .jsonl ? try folder.recipes(of: workload, input) : nil,
                    output: folder.path("output"), builds: folder.path("built"))
                let results = try suite.measure(repeats: quick ? 1 : `repeat`)
                try Output.print(ResultTable(input: input, results: results).text)
            }
        }
    }
}

/// Copies a file to standard output in blocks: what reading and writing cost alone. Run as a child process.
struct CopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Copy a file to standard output.", shouldDisplay: false)

    @Argument var file: String

    func run() throws { try Output.copy(file) }
}

extension Workload: ExpressibleByArgument {}

/// What ends a benchmark.
struct BenchError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
