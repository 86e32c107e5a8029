import System

/// A decompression program as a child process: compressed bytes go into it, plain ones come out.
///
/// Both directions are served from one `poll` loop, so that neither side can wait for the other for ever and no thread
/// is needed.
final class Decompressor {
    private let program: Program
    private let raw: RawBytes
    let child: ChildProcess
    /// Compressed bytes on their way into the child.
    private var chunk: [UInt8]
    private var sent = 0
    private var hasEnded = false

    private static let chunkSize = 64 << 10

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - first: compressed bytes that were read already.
    ///   - rest: what follows them.
    /// - Throws: `InputError.decompressorMissing` (status 66).
    init(_ program: Program, first: [UInt8], rest: RawBytes) throws(InputError) {
        self.program = program
        raw = rest
        chunk = first
        do throws(SystemError) {
            child = try ChildProcess.start(program.command)
        } catch {
            throw InputError(
                .decompressorMissing, path: rest.name,
                "is compressed with \(program.rawValue), but the program `\(program.rawValue)` cannot be started: "
                    + error.text,
                help: "install \(program.rawValue), or decompress the file first")
        }
    }

    /// Reads decompressed bytes; 0 at the end, when the program has ended well.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        while !hasEnded {
            let (canRead, canWrite) = child.wait()
            if canRead {
                let count = child.read(into: buffer)
                if count > 0 { return count }
                hasEnded = true
                try finish()
            } else if canWrite {
                try feed()
            }
        }
        return 0
    }

    private func feed() throws(InputError) {
        if sent == chunk.count {
            chunk = try raw.read(atMost: Self.chunkSize)
            sent = 0
        }
        if chunk.isEmpty {
            child.closeInput()
        } else {
            sent += child.write(chunk[sent...])
        }
    }

    private func finish() throws(InputError) {
        guard let failure = child.finish() else {
            // The observer of the raw bytes is promised all of them.
            while try !raw.read(atMost: Self.chunkSize).isEmpty {}
            return
        }
        let (code, what) = Self.diagnose(failure)
        throw InputError(
            code, path: raw.name, "the \(program.rawValue) data \(what)",
            help: "fetch or compress the file again; `\(program.rawValue) -t` tests it")
    }

    /// Tells from the program's own words what is wrong with the data.
    private static func diagnose(_ failure: ChildProcess.Failure) -> (InputErrorCode, String) {
        let words = failure.words
        func says(_ phrases: String...) -> Bool {
            phrases.contains { phrase in words.utf8.contains(phrase.utf8) }
        }
        if says("unexpected end", "premature", "incomplete") {
            return (.compressedTruncated, "end too early: the file is truncated")
        } else if says("crc error", "length error", "checksum") {
            return (.compressedChecksum, "do not match their checksum")
        } else if says("trailing garbage") {
            return (.compressedTrailingGarbage, "are followed by other bytes")
        }
        return (.compressedCorrupt, "cannot be read (\(failure.reason)\(words.isEmpty ? "" : ": \(words)"))")
    }
}

extension Decompressor {
    /// The programs that are run.
    enum Program: String {
        case gzip, zstd

        /// The program that the first four bytes of a file ask for, whatever the file's name: gzip's `1f 8b`; zstd's
        /// frame or skippable frame (RFC 8878, 3.1).
        init?(firstBytes bytes: [UInt8]) {
            if bytes.starts(with: [0x1F, 0x8B]) {
                self = .gzip
            } else if bytes == [0x28, 0xB5, 0x2F, 0xFD]
                || bytes.count == 4 && bytes[0] & 0xF0 == 0x50 && bytes[1...] == [0x2A, 0x4D, 0x18]
            {
                self = .zstd
            } else {
                return nil
            }
        }

        var command: [String] {
            switch self {
            case .gzip: ["gzip", "-dc"]
            case .zstd: ["zstd", "-dqc"]
            }
        }
    }
}
