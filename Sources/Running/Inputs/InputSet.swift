import Diagnostics
import Records
import Reports
import System

/// The files of one dataset, in their order.
package struct InputSet: Sendable {
    /// Whether lines of JSON may be lists of messages.
    package var takesLists = false
    /// Paths to open, `-` for standard input.
    package var paths: [String]
    /// How messages and manifests call them.
    package var names: [String]
    /// How they are read; nil: by their names.
    package var format: RecordFormat?
    /// No more than so many records are read, the first ones of all files together; nil: all.
    package var maxRecords: Int?
    /// Copies of those that can be read only once.
    var spools: [String: Spool] = [:]

    /// Files given on the command line.
    package init(paths: [String], format: RecordFormat? = nil) {
        self.paths = paths
        names = paths.map(Self.name)
        self.format = format
    }

    private static func name(_ path: String) -> String { path == "-" ? "<stdin>" : path }

    /// Files given by paths and globs in a recipe; `-` is standard input.
    ///
    /// - Parameter folder: the recipe's, with a slash at its end, or empty; nil: they stand on the command line.
    /// - Throws: the patterns that fit no file, with status 66.
    package init(patterns: [String], in folder: String?, format: RecordFormat?) throws(Diagnostics) {
        let base = folder ?? ""
        paths = []
        names = []
        self.format = format
        var errors: [Diagnostic] = []
        for pattern in patterns {
            if pattern == "-" {
                if isTerminal(0) {
                    errors.append(Diagnostic("`-` is standard input, but that is a terminal", help: "pipe rows in"))
                }
                paths.append(pattern)
                names.append(Self.name(pattern))
                continue
            }
            let full = pattern.hasPrefix("/") ? pattern : base + pattern
            let found = Self.expand(full)
            if found.isEmpty {
                errors.append(
                    Diagnostic("\(full): no such file", help: folder == nil ? nil : "paths are relative to the recipe"))
            }
            paths += found
            names += found.map { pattern.hasPrefix("/") ? $0 : String($0.dropFirst(base.count)) }
        }
        guard errors.isEmpty else { throw Diagnostics(errors, status: .missingInput) }
    }

    /// The files that a path or a glob names, sorted by bytes.
    private static func expand(_ pattern: String) -> [String] {
        // A file of just that name comes before any meaning of its brackets and stars.
        fileExists(pattern) ? [pattern] : filesMatching(pattern)
    }

    package func open(_ path: String) throws(InputError) -> ByteSource {
        if let spool = spools[path] { return spool.source }
        return try ByteSource.open(path: path)
    }

    /// How many bytes the files have, those that are read only once aside.
    package var bytes: Int { paths.reduce(0) { $0 + (FileStatus($1)?.size ?? 0) } }

    package func format(of path: String) -> RecordFormat {
        var format = format ?? RecordFormat(guessedFrom: path)
        format.takesLists = takesLists
        return format
    }
}

/// What is known of an input file once it has been read.
package struct InputSummary: Sendable {
    /// The name that manifests show.
    package var name: String
    /// The file's size in bytes, as it stands on the disk.
    package var bytes: Int
    /// The SHA-256 of the file as it stands on the disk; empty where it was not asked for.
    package var hash: String
    /// The checksum of the same: enough to tell whether the file has changed.
    package var checksum: UInt64
    /// How many records it holds.
    package var records: Int
}

extension FileRecord {
    /// An input as a manifest tells it.
    package init(_ summary: InputSummary) {
        self.init(name: summary.name, bytes: summary.bytes, hash: summary.hash, records: summary.records)
    }
}

/// Which of a build's inputs its own process reads.
package enum InputUse: Sendable {
    case all
    /// Files of demonstrations; the others come by standard input, or have come to other processes.
    case demonstrations
    case none
}
