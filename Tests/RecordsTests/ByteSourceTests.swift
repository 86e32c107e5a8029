import System
import Testing

@testable import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite(.serialized) struct ByteSourceTests {
    static let rows = (0..<500).map { "{\"n\":\($0)}" }
    static let text = Array((rows.joined(separator: "\n") + "\n").utf8)

    /// What a program makes of bytes.
    static func pipe(_ bytes: [UInt8], through command: String) throws -> [UInt8] {
        let child = try ChildProcess.start(command.split(separator: " ").map(String.init))
        var sent = 0
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let (canRead, canWrite) = child.wait()
            if canRead {
                let count = piece.withUnsafeMutableBytes { child.read(into: $0) }
                if count == 0 { break }
                output += piece[..<count]
            } else if canWrite {
                sent += child.write(bytes[sent...])
                if sent == bytes.count { child.closeInput() }
            }
        }
        try #require(child.finish() == nil)
        return output
    }

    static func temporaryFile(_ bytes: [UInt8]) -> String {
        var path = Array("/tmp/hornbook-records-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        precondition(descriptor >= 0)
        precondition(write(descriptor, bytes, bytes.count) == bytes.count)
        close(descriptor)
        return path.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    @Test(arguments: ["gzip -c", "zstd -qc"]) func decompressesByFirstBytes(_ command: String) throws {
        let packed = try Self.pipe(Self.text, through: command)
        for blockSize in blockSizes {
            #expect(read(packed, format(.jsonl), blockSize: blockSize).rows == Self.rows)
        }
        #expect(read(packed + packed, format(.jsonl)).rows == Self.rows + Self.rows)
        let path = Self.temporaryFile(packed)
        defer { unlink(path) }
        #expect((try? ByteSource.open(path: path)).map { read($0, format(.jsonl)).rows } == Self.rows)
    }

    @Test(arguments: ["gzip -c", "zstd -qc"]) func refusesDamagedData(_ command: String) throws {
        let packed = try Self.pipe(Self.text, through: command)
        for cut in [5, packed.count / 2, packed.count - 3] {
            let outcome = read(Array(packed[..<cut]), format(.jsonl))
            #expect(outcome.refusal == "compressed_truncated", "cut at \(cut)")
        }
        var flipped = packed
        flipped[packed.count / 2] ^= 0xFF
        #expect(read(flipped, format(.jsonl)).refusal?.hasPrefix("compressed_") == true)
        #expect(read(packed + Array("more".utf8), format(.jsonl)).refusal?.hasPrefix("compressed_") == true)
    }

    @Test func plainBytesAreReadWhateverTheyAreCalled() {
        #expect(read(Self.text, format(.jsonl)).rows == Self.rows)
        #expect(read([0x1F], format(.jsonl)).rejects == ["1:unexpected_byte"])
        #expect(read([0x28, 0xB5], format(.jsonl)).rejects == ["1:unexpected_byte"])
    }

    @Test func observerSeesTheFileAsItStands() throws {
        for packed in try [Self.text, Self.pipe(Self.text, through: "gzip -c")] {
            let source = ByteSource(bytes: packed)
            var seen: [UInt8] = []
            source.rawBytesObserver = { seen += $0 }
            #expect(read(source, format(.jsonl)).rows == Self.rows)
            #expect(seen == packed)
        }
    }

    @Test func errorsOfOpening() {
        func code(_ path: String) -> InputErrorCode? {
            do throws(InputError) {
                let source = try ByteSource.open(path: path)
                _ = try RecordReader(source: source, name: path, format: RecordFormat(.jsonl))
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code("/nowhere/at/all.jsonl") == .missing)
        #expect(code("/tmp") == .isADirectory)
    }

    /// A child and our ends of its streams. Other tests open files and start children at the same time, so that only
    /// these very ones can be looked for.
    struct Traces {
        var process: pid_t
        var sockets: [(descriptor: Int32, inode: ino_t)]

        init?(of source: ByteSource) {
            guard let child = source.decompressor?.child, let process = child.process else { return nil }
            self.process = process
            sockets = [child.input, child.output, child.errors].filter { $0 >= 0 }.map { ($0, Self.inode($0) ?? 0) }
        }

        /// Neither a process, be it a zombie, nor an open descriptor is left.
        var areGone: Bool {
            kill(process, 0) == -1 && errno == ESRCH && sockets.allSatisfy { Self.inode($0.descriptor) != $0.inode }
        }

        private static func inode(_ descriptor: Int32) -> ino_t? {
            var status = stat()
            return fstat(descriptor, &status) == 0 ? status.st_ino : nil
        }
    }

    /// Reads the first batch of compressed bytes, or all that can be read, and lets go of the reader.
    private func traces(of packed: [UInt8], readingAll: Bool) throws -> Traces {
        let source = ByteSource(bytes: packed)
        let reader = try RecordReader(source: source, name: "test", format: RecordFormat(.jsonl), blockSize: 4096)
        let traces = try #require(Traces(of: source))
        #expect(!traces.areGone)
        _ = try reader.nextBatch()
        while readingAll, let batch = try? reader.nextBatch() { _ = batch }
        return traces
    }

    @Test func nothingIsLeftBehind() throws {
        let packed = try Self.pipe((0..<200).flatMap { _ in Self.text }, through: "gzip -c")
        // Stopped early, read to the end, failed at the end.
        #expect(try traces(of: packed, readingAll: false).areGone)
        #expect(try traces(of: packed, readingAll: true).areGone)
        #expect(try traces(of: Array(packed.dropLast(4)), readingAll: true).areGone)
    }

    @Test func longRowsAreNotHeld() throws {
        let long = Array("{\"t\":\"".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20)
        let bytes = Array("{}\n".utf8) + long + Array("\"}\n{\"k\":1}\n".utf8)
        for kind in [RecordFormat.Kind.jsonl, .csv] {
            let reader = try RecordReader(
                source: ByteSource(bytes: bytes), name: "test",
                format: format(kind) { $0.maxRowBytes = 1 << 20 }, blockSize: 64 << 10)
            var faults: [RecordSpan] = []
            while let batch = try reader.nextBatch() {
                faults += batch.records.filter { $0.fault != nil }
                #expect(batch.bytes.count <= 128 << 10)
            }
            #expect(faults.count == 1)
            #expect(faults.first.map { $0.end - $0.start } == 4096)
        }
    }

    @Test(arguments: [
        ("a.jsonl", RecordFormat.Kind.jsonl), ("a.NDJSON", .jsonl), ("a.json.gz", .jsonl), ("d/a.csv.zst", .csv),
        ("a.tsv", .tsv), ("a.txt", .text), ("a.BIO", .conll), ("a.conll.gz", .conll), ("a.gz", nil), ("csv", nil),
    ]) func kindIsGuessedFromTheName(_ name: String, _ kind: RecordFormat.Kind?) {
        #expect(RecordFormat.guessed(fromFileName: name) == kind)
    }
}
