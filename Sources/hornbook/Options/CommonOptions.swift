import ArgumentParser
import Building
import Diagnostics
import Formats
import Jinja
import Records
import Running
import System

/// How inputs are read; shared by every command that reads files of the command line.
struct ReadingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "jsonl, json, csv, tsv, text or conll; by default the file's name tells, else jsonl.", valueName: "format"))
    var inputFormat: RecordFormat.Kind?

    @Option(
        help: ArgumentHelp(
            "JSON: the keys that lead to the rows, such as data.paragraphs.qas; arrays on the way are gone into, and each row gets the fields of the objects around it.",
            valueName: "path"))
    var records: String?

    @Option(help: ArgumentHelp("Text: what is a row: line (the default), paragraph or file.", valueName: "unit"))
    var textUnit: RecordFormat.TextUnit?

    @Flag(help: "CSV/TSV: the first record is data; columns are called column_1, column_2 …")
    var noHeader = false

    @Option(
        help: ArgumentHelp(
            "CSV/TSV without a header: the columns' names. CoNLL: the lists' names, _ for none (default: tokens for the first column, tags for the last).",
            valueName: "a,b,c"))
    var columns: String?

    @Option(
        help: ArgumentHelp(
            "CSV/TSV, CoNLL: the character between fields (\\t for a tab). CoNLL without tabs: runs of spaces.",
            valueName: "c"))
    var delimiter: String?

    @Option(
        help: ArgumentHelp("CSV/TSV: the character around quoted fields; empty: no field is quoted.", valueName: "c"))
    var quote: String?

    @Option(
        help: ArgumentHelp("CSV/TSV: a character that, inside quotes, makes the next one plain text.", valueName: "c"))
    var escape: String?

    @Option(
        help: ArgumentHelp(
            "CSV/TSV: records that begin with this character are passed over; CoNLL: lines.", valueName: "c"))
    var comment: String?

    @Flag(help: "CSV/TSV: records may have fewer or more fields than the header.")
    var ragged = false

    @Flag(help: "CSV/TSV: two quotes inside a quoted field are not one quote.")
    var noDoubleQuote = false

    @Option(help: ArgumentHelp("The longest row; longer ones are rejected.", valueName: "bytes"))
    var maxRowBytes = 64 << 20

    /// The inputs that these options and files, at least one, describe.
    func inputs(_ paths: [String]) throws -> InputSet {
        let isPlain =
            inputFormat == nil && records == nil && textUnit == nil && !noHeader && columns == nil && delimiter == nil
            && quote == nil && escape == nil
            && comment == nil && !ragged && !noDoubleQuote && maxRowBytes == 64 << 20
        return InputSet(paths: paths, format: isPlain ? nil : try format(for: paths[0]))
    }

    private func format(for path: String) throws -> RecordFormat {
        // The options that only one format has name it.
        let kind = inputFormat ?? (records != nil ? .json : textUnit != nil ? .text : nil)
        var format = kind.map { RecordFormat($0) } ?? RecordFormat(guessedFrom: path)
        if let records { format.records = RecordFormat.path(records) }
        if let textUnit { format.textUnit = textUnit }
        if let columns {
            format.columns = columns.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            format.hasHeader = false
        }
        if noHeader { format.hasHeader = false }
        if let delimiter = try byte(delimiter, "--delimiter") { format.delimiter = delimiter }
        if let quote { format.quote = quote.isEmpty ? nil : try byte(quote, "--quote") }
        if let escape = try byte(escape, "--escape") { format.escape = escape }
        if let comment = try byte(comment, "--comment") { format.comment = comment }
        format.ragged = ragged
        format.doubleQuote = !noDoubleQuote
        format.maxRowBytes = maxRowBytes
        if let problem = format.problem { throw usageError(problem) }
        return format
    }

    private func byte(_ text: String?, _ option: String) throws -> UInt8? {
        guard let text else { return nil }
        if text == "\\t" { return 0x09 }
        guard text.utf8.count == 1, let byte = text.utf8.first else {
            throw usageError("\(option) takes one ASCII character, not \"\(text)\"")
        }
        return byte
    }
}

extension RecordFormat.Kind: ExpressibleByArgument {}
extension RecordFormat.TextUnit: ExpressibleByArgument {}
extension BadRowPolicy.Action: ExpressibleByArgument {}

struct BadRowOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "fail (the default), skip or quarantine: what happens to rows that cannot be used.", valueName: "action"))
    var onBadRow = BadRowPolicy.Action.fail

    @Option(
        help: ArgumentHelp("Where quarantined rows go, one JSON object a line.", valueName: "file"), completion: .file()
    )
    var rejects: String?

    @Option(help: ArgumentHelp("More rejected rows than that end the run with status 1.", valueName: "n|p%"))
    var maxRejects: String?

    @OptionGroup var findings: FindingsOptions

    func output() throws -> SideOutput? { try sideOutput("--rejects", rejects) }

    /// - Parameter session: takes each bad row.
    func policy(_ session: Session) throws -> BadRowPolicy {
        if onBadRow == .quarantine, rejects == nil { throw usageError("--on-bad-row quarantine needs --rejects FILE") }
        if onBadRow != .quarantine, rejects != nil { throw usageError("--rejects goes with --on-bad-row quarantine") }
        let limit = try Self.limit(maxRejects)
        if onBadRow == .fail, limit != nil {
            throw usageError(
                "--max-rejects goes with --on-bad-row skip or quarantine: under fail the first bad row ends the run")
        }
        var policy = BadRowPolicy(onBadRow, rejectsPath: rejects, limit: limit)
        policy.findings = session.log
        return policy
    }

    /// What a value of --max-rejects, or none, means.
    static func limit(_ maxRejects: String?) throws -> BadRowPolicy.Limit? {
        guard let maxRejects else { return nil }
        if maxRejects.hasSuffix("%"), let number = Double(maxRejects.dropLast()), (0...100).contains(number) {
            return .percent(number)
        }
        if let number = Int(maxRejects), number >= 0 { return .count(number) }
        throw usageError("--max-rejects takes a number of rows or a share such as 5%, not \"\(maxRejects)\"")
    }
}

/// How much a template may write for one row.
struct OutputLimitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The longest text that a template may give for a row; longer ones are rejected.", valueName: "bytes"))
    var maxOutputBytes = 1 << 20

    @Option(
        help: ArgumentHelp(
            "How many steps a template may take for a row (default: \(Limits().steps); chat templates get more for long conversations).",
            valueName: "n"))
    var maxSteps: Int?

    /// What `--max-steps` says, if it is given.
    func steps() throws -> Int? {
        if let maxSteps, maxSteps < 1 { throw usageError("--max-steps takes a number of at least 1") }
        return maxSteps
    }

    func bytes() throws -> Int {
        guard (1...1 << 30).contains(maxOutputBytes) else {
            throw usageError("--max-output-bytes takes a number from 1 to \(1 << 30)")
        }
        return maxOutputBytes
    }
}

/// The time that `--now` gives.
func fixedTime(_ text: String) throws -> FixedTime {
    guard let time = FixedTime(text) else {
        throw usageError("--now takes a date or a time such as 2026-08-01T12:30:00, not \"\(text)\"")
    }
    return time
}

extension NameSpecification {
    /// The property's name, and a letter whose value may follow at once: `-j8` is `-j 8`.
    static func joinableShort(_ letter: Character) -> NameSpecification {
        [.customShort(letter, allowingJoined: true), .long]
    }
}

struct JobOptions: ParsableArguments {
    @Option(
        name: .joinableShort("j"),
        help: ArgumentHelp(
            "How many threads work; by default one a core. The output is the same for any number.", valueName: "n"))
    var jobs: Int?

    func count() throws -> Int {
        guard let jobs else { return max(1, min(64, processorCount())) }
        guard (1...1024).contains(jobs) else { throw usageError("--jobs takes a number from 1 to 1024") }
        return jobs
    }
}

/// What happens to bad rows where commands read all rows before they write: none is put aside.
struct SkipOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "fail (the default) or skip: what happens to rows that cannot be used.", valueName: "action"))
    var onBadRow = Action.fail

    @Option(
        help: ArgumentHelp(
            "More such rows, of all files that are read as one, end the run with status 1.", valueName: "n|p%"))
    var maxRejects: String?

    enum Action: String, ExpressibleByArgument, CaseIterable {
        case fail, skip
    }

    func policy() throws -> BadRowPolicy {
        let limit = try BadRowOptions.limit(maxRejects)
        if onBadRow == .fail, limit != nil {
            throw usageError("--max-rejects goes with --on-bad-row skip: under fail the first bad row ends the run")
        }
        var policy = BadRowPolicy(onBadRow == .fail ? .fail : .skip, limit: limit)
        policy.offersQuarantine = false
        return policy
    }
}

/// Where data goes: `-` is standard output.
struct OutputOption: ParsableArguments {
    @Option(
        name: [.customShort("o", allowingJoined: true), .customLong("output")],
        help: ArgumentHelp("Where to; by default standard output.", valueName: "file"), completion: .file())
    var path = "-"

    func open() throws -> OutputFile { try checked { () throws(OutputError) in try OutputFile(replacing: path) } }
}
