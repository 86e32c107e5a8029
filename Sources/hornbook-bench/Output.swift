import System

/// A file that is written, every write checked.
struct Output {
    private let descriptor: Int32
    private let path: String

    /// Opens a file, emptied if it exists.
    init(_ path: String) throws {
        self.path = path
        descriptor = try BenchError.checking("cannot open", path) {
            try SystemCalls.open(path, .emptied, for: path, "opening")
        }
    }

    private init(standardOutput: Void) { (descriptor, path) = (1, "standard output") }

    func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
            let count = try BenchError.checking("cannot write", path) {
                try SystemCalls.write(descriptor, rest, nothing, for: path)
            }
            if let count {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else {
                Descriptors.waitUntilWritable(descriptor)
            }
        }
    }

    /// Waits until all is on the disk, so that no measurement pays for it, and closes the file.
    func finish() throws {
        try BenchError.checking("cannot write", path) {
            try SystemCalls.synchronise(descriptor, for: path)
            try SystemCalls.close(descriptor, for: path)
        }
    }

    static func print(_ text: String) throws { try Output(standardOutput: ()).write(Array(text.utf8)) }

    /// Copies a file to standard output in blocks of 256 KiB.
    static func copy(_ path: String) throws {
        let input = try BenchError.checking("cannot open", path) { try Descriptors.open(path) }
        defer { Descriptors.close(input) }
        let output = Output(standardOutput: ())
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        defer { block.deallocate() }
        while true {
            let count = try BenchError.checking("cannot read", path) {
                try Descriptors.read(input, into: block, for: path)
            }
            if count == 0 { return }
            try output.write(UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
    }
}

extension BenchError {
    /// Asks the system for something; what it refuses is told with its reason.
    static func checking<Result>(_ what: String, _ path: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as SystemError { throw BenchError("\(what) \(path): \(error.text)") }
    }
}
