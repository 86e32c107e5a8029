import ArgumentParser
import Building
import Diagnostics
import Formats
import JSON
import Requesting
import Running

struct CollectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect", abstract: "Join a language model's answers to the requests that were made.",
        discussion: """
            Examples:
              hornbook collect judging/ answers.jsonl errors.jsonl -o judged.jsonl --retry again.jsonl
              hornbook collect judging/ answers*.jsonl errors*.jsonl answers-again.jsonl -o judged.jsonl --strict
              hornbook stage train.jsonl --scores judged.jsonl --key id --scores-key key --score score --equal 3 -o stages/

            The files are those that OpenAI's Batch API gives back, in any order. Of several replies to one request an answer in the
            form asked for comes first; of answers that differ, the one with the smallest hash, whatever the order. Rows stand in
            the order of those that the requests were made from. --retry writes the requests again that have no reply, or one
            that failed, expired or was cut by length. Templates come as one pack, without those in which an error was found.
            """)

    @Argument(
        help: ArgumentHelp("The folder that `hornbook request` has written.", valueName: "folder"),
        completion: .directory)
    var folder: String

    @OptionGroup var files: InputFiles

    @OptionGroup var output: OutputOption

    @Option(
        help: ArgumentHelp("Write requests that are to be made again to this file.", valueName: "file"),
        completion: .file())
    var retry: String?

    @Flag(help: "End with status 1 if a request has no answer.")
    var strict = false

    @OptionGroup var jobs: JobOptions

    @Flag(help: "Print no table.")
    var quiet = false

    @Flag(
        help:
            "Print the counts as one JSON object in the table's place: on standard output, or on standard error if the rows go to standard output."
    )
    var json = false

    func run() throws {
        let collector = try Collector(trimmedFolder, answers: try files.paths(), jobs: try jobs.count())
        if output.path != "-" { try SideOutput("--output", output.path).refuseToOverwrite(collector.paths) }
        if let retry {
            guard !retry.isEmpty, retry != "-" else { throw usageError("--retry takes the name of a file") }
            try SideOutput("--retry", retry).refuseToOverwrite(collector.paths + [output.path])
        }
        let rows = try output.open()
        let again = try checked { () throws(OutputError) in
            try retry.map { path throws(OutputError) in try OutputFile(replacing: path) }
        }
        let ledger = try collector.run(to: rows, retry: again)
        try checked { () throws(OutputError) in
            try rows.finish()
            try again?.finish()
        }
        try report(ledger, retryBytes: again?.count ?? 0)
        if strict, ledger.answered < ledger.requests { throw Diagnostics([], status: .problems) }
    }

    private var trimmedFolder: String {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        return folder
    }

    private func report(_ ledger: CollectLedger, retryBytes: Int) throws {
        let session = try Session("collect", quiet: quiet, json: json, data: output.path)
        session.add(ledger.findings)
        if let retried = ledger.retried,
            retried > Requester.Rules.batchRequests || retryBytes > Requester.Rules.batchBytes
        {
            let warning = Diagnostic(
                "\(retry ?? "") is more than a batch may hold", severity: .warning, help: "split it by lines")
            session.add([warning])
        }
        try session.finish(json: ledger.json, text: ledger.text)
    }
}
