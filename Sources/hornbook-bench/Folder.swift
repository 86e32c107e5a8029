#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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
            guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw BenchError.system("cannot make", path) }
            base = path
            isTemporary = false
        } else {
            let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            var template = Array("\(parent)/hornbook-bench-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw BenchError.system("cannot make a folder in", parent) }
            base = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            isTemporary = true
        }
    }

    deinit {
        unlink(base + "/output")
        guard isTemporary else { return }
        for path in made { unlink(path) }
        rmdir(base)
    }

    /// Removes a folder that a run has made, with all that is in it; no error if there is none.
    static func remove(_ path: String) throws {
        _ = try Measurement.run(["/bin/rm", "-rf", path], output: "/dev/null")
    }

    /// A path in the folder.
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
        if access(path, F_OK) != 0 {
            // A temporary folder needs room for one workload at a time only.
            if isTemporary { for old in made where !old.hasSuffix(".yaml") { unlink(old) } }
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
            guard rename(partial, path) == 0 else { throw BenchError.system("cannot rename", partial) }
        }
        var status = stat()
        guard stat(path, &status) == 0 else { throw BenchError.system("cannot look at", path) }
        return Input(path: path, name: name, rows: rows, size: Int(status.st_size))
    }
}

/// Where programs stand.
enum Paths {
    /// A program in the folder of this one.
    static func besideMe(_ name: String) -> String {
        let mine = me
        return mine.lastIndex(of: "/").map { String(mine[...$0]) + name } ?? name
    }

    /// This program's own file.
    static var me: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        #if canImport(Darwin)
            var size = UInt32(buffer.count)
            guard _NSGetExecutablePath(&buffer, &size) == 0 else { return CommandLine.arguments[0] }
            let count = buffer.firstIndex(of: 0) ?? buffer.count
        #else
            let count = readlink("/proc/self/exe", &buffer, buffer.count)
            guard count > 0 else { return CommandLine.arguments[0] }
        #endif
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether a file is there and may be run.
    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }
}
