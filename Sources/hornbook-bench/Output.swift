#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is written, every write checked.
struct Output {
    private let descriptor: Int32
    private let path: String

    /// Opens a file, emptied if it exists.
    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw BenchError.system("cannot open", path) }
    }

    private init(standardOutput: Void) {
        descriptor = 1
        path = "standard output"
    }

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            #if canImport(Glibc)
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            #elseif canImport(Musl)
                let count = Musl.write(descriptor, rest.baseAddress, rest.count)
            #else
                let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
            #endif
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } else if errno != EINTR {
                throw BenchError.system("cannot write", path)
            }
        }
    }

    /// Waits until all is on the disk, so that no measurement pays for it, and closes the file.
    func finish() throws {
        guard fsync(descriptor) == 0, close(descriptor) == 0 else { throw BenchError.system("cannot write", path) }
    }

    /// Prints a text.
    static func print(_ text: String) throws {
        try Output(standardOutput: ()).write(Array(text.utf8))
    }

    /// Copies a file to standard output in blocks of 256 KiB.
    static func copy(_ path: String) throws {
        let input = open(path, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw BenchError.system("cannot open", path) }
        defer { close(input) }
        let output = Output(standardOutput: ())
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        defer { block.deallocate() }
        while true {
            let count = read(input, block.baseAddress, block.count)
            if count == 0 { return }
            if count > 0 {
                try output.write(UnsafeRawBufferPointer(rebasing: block[..<count]))
            } else if errno != EINTR {
                throw BenchError.system("cannot read", path)
            }
        }
    }
}

extension BenchError {
    /// What the system refused, with its reason.
    static func system(_ what: String, _ path: String) -> BenchError {
        BenchError("\(what) \(path): \(String(cString: strerror(errno)))")
    }
}
