import System

/// A workload's file.
struct Input {
    var path: String
    var name: String
    var rows: Int
    /// In bytes.
    var size: Int
}

/// Where a benchmark has its files. A temporary one goes with its owner, with all that was made in it.
final class Folder {
    private let base: String
    private let isTemporary: Bool
    private var made: Set<String> = []

    /// - Parameter path: made if it is not there; nil: a temporary folder.
    init(path: String?) throws {
        if let path {
            try BenchError.checking("cannot make", path) { try Folders.makeOne(path) }
            (base, isTemporary) = (path, false)
        } else {
            let set = environmentVariable("TMPDIR")
            let parent = set.isEmpty ? "/tmp" : set
            base = try BenchError.checking("cannot make a folder in", parent) {
                try Folders.makeUnique("\(parent)/hornbook-bench-")
            }
            isTemporary = true
        }
    }

    deinit {
        Self.unlink(base + "/output")
        guard isTemporary else { return }
        for path in made { Self.unlink(path) }
        try? SystemCalls.removeFolder(base)
    }

    private static func unlink(_ path: String) { try? SystemCalls.unlink(path, for: path) }

    /// Removes a folder that a run has made, with all that is in it; no error if there is none.
    static func remove(_ path: String) throws {
        _ = try Measurement.run(["/bin/rm", "-rf", path], output: "/dev/null")
    }

    func path(_ name: String) -> String { "\(base)/\(name)" }

    /// Writes a text file; returns its path.
    func write(_ text: String, name: String) throws -> String {
        made.insert(path(name))
        let output = try Output(path(name))
        try output.write(Array(text.utf8))
        try output.finish()
        return path(name)
    }

    /// Writes a workload's recipes; returns their paths.
    func recipes(of workload: Workload, _ input: Input) throws -> (whole: String, capped: String) {
        (
            try write(workload.recipe(input.name, cap: nil), name: "\(workload.rawValue)-whole.yaml"),
            try write(workload.recipe(input.name, cap: 3000), name: "\(workload.rawValue)-capped.yaml")
        )
    }

    /// Makes a workload's file unless it is there from a run before.
    func workload(_ workload: Workload, _ form: Form, rows: Int) throws -> Input {
        let name = "\(workload.rawValue)-\(rows).\(form.rawValue)"
        let path = path(name)
        if !fileExists(path) {
            // A temporary folder needs room for one workload at a time only.
            if isTemporary { for old in made where !old.hasSuffix(".yaml") { Self.unlink(old) } }
            made.insert(path)
            let partial = path + ".partial"
            let output = try Output(partial)
            var writer = RowWriter(form, fields: workload.fields)
            var text = SyntheticText()
            for row in 0..<rows {
                workload.writeRow(row, from: &text, to: &writer)
                if writer.bytes.count >= 128 << 10 {
                    try output.write(writer.bytes)
                    writer.removeAll()
                }
            }
            try output.write(writer.bytes)
            try output.finish()
            try BenchError.checking("cannot rename", partial) { try SystemCalls.rename(partial, to: path, for: path) }
        }
        let size = try BenchError.checking("cannot look at", path) { try FileStatus.of(path).size }
        return Input(path: path, name: name, rows: rows, size: size)
    }
}

/// Where programs stand.
enum Paths {
    /// A program in the folder of this one.
    static func besideMe(_ name: String) -> String {
        let mine = me
        return mine.lastIndex(of: "/").map { String(mine[...$0]) + name } ?? name
    }

    static var me: String { programPath() ?? CommandLine.arguments[0] }
}
