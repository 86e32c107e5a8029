import System

/// The bytes of a file, of standard input or of memory, decompressed where their first bytes say gzip or zstd.
///
/// Used by one thread at a time.
package final class ByteSource {
    /// The input's name for messages.
    package let name: String
    private let raw: RawBytes
    /// What was read to look at the first bytes and not handed on yet.
    private var peeked: ArraySlice<UInt8> = []
    private(set) var decompressor: Decompressor?
    private var hasStarted = false

    /// Opens a file; `-` is standard input.
    ///
    /// - Throws: `InputError` when there is none, it may not be read, or it is a directory (status 66).
    package static func open(path: String) throws(InputError) -> ByteSource {
        ByteSource(raw: try RawBytes(path: path))
    }

    /// Takes a file that is open, from its start; it is left open.
    ///
    /// - Parameters:
    ///   - descriptor: of a regular file; it must stay open while the source lives.
    ///   - name: how messages call it.
    package init(descriptor: Int32, name: String) {
        self.name = name
        raw = RawBytes(descriptor: descriptor, name: name)
    }

    /// Bytes in memory, as if they were a file's.
    package init(bytes: [UInt8], name: String = "memory") {
        self.name = name
        raw = RawBytes(bytes: bytes, name: name)
    }

    private init(raw: RawBytes) {
        name = raw.name
        self.raw = raw
    }

    /// Sees the bytes as they stand in the file, before decompression, piece by piece in their order, so that the
    /// file's hash can be taken in the pass that reads it. Set it before the first read. When `read` has returned 0,
    /// it has seen the whole file.
    package var rawBytesObserver: ((UnsafeRawBufferPointer) -> Void)? {
        get { raw.observer }
        set { raw.observer = newValue }
    }

    /// Reads the next bytes.
    ///
    /// - Parameter buffer: where to; not empty.
    /// - Returns: how many bytes came; 0 at the end, and only after a decompressor has ended well.
    /// - Throws: `InputError` when reading fails (status 74) or the compressed data are damaged (65).
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        precondition(!buffer.isEmpty)
        if !hasStarted {
            hasStarted = true
            try start()
        }
        if let decompressor {
            return try decompressor.read(into: buffer)
        }
        if !peeked.isEmpty {
            let count = min(peeked.count, buffer.count)
            buffer.copyBytes(from: peeked.prefix(count))
            peeked.removeFirst(count)
            return count
        }
        return try raw.read(into: buffer)
    }

    /// Reads the next bytes as they stand, compressed or not; for a copy, and not together with `read`.
    ///
    /// - Returns: the bytes, at most `count`; none at the end.
    package func readAsItStands(atMost count: Int) throws(InputError) -> [UInt8] { try raw.read(atMost: count) }

    /// Whether `read` would return without waiting for a slow writer at the other end of a pipe. Decompressed data
    /// count as ready: nobody types them.
    package var isReady: Bool { decompressor != nil || !peeked.isEmpty || raw.isReady }

    /// Looks at the first four bytes and starts a decompressor if they ask for one.
    private func start() throws(InputError) {
        var first: [UInt8] = []
        while first.count < 4 {
            let piece = try raw.read(atMost: 4 - first.count)
            if piece.isEmpty { break }
            first += piece
        }
        peeked = first[...]
        if let program = Decompressor.Program(firstBytes: first) {
            decompressor = try Decompressor(program, first: first, rest: raw)
            peeked = []
        }
    }
}

/// The bytes of an input as they stand.
final class RawBytes {
    private enum Origin {
        case descriptor(Int32)
        case memory([UInt8], position: Int)
    }

    let name: String
    var observer: ((UnsafeRawBufferPointer) -> Void)?
    private var origin: Origin
    /// Whether the descriptor is of a regular file, which never keeps a reader waiting.
    private var isRegularFile = true
    private let closesDescriptor: Bool

    init(bytes: [UInt8], name: String) {
        self.name = name
        origin = .memory(bytes, position: 0)
        closesDescriptor = false
    }

    init(descriptor: Int32, name: String) {
        self.name = name
        origin = .descriptor(descriptor)
        closesDescriptor = false
        Descriptors.rewind(descriptor)
    }

    init(path: String) throws(InputError) {
        let isStandardInput = path == "-"
        name = isStandardInput ? "standard input" : path
        closesDescriptor = !isStandardInput
        let descriptor: Int32
        do throws(SystemError) {
            descriptor = isStandardInput ? 0 : try Descriptors.open(path)
        } catch {
            throw Self.openError(error)
        }
        origin = .descriptor(descriptor)
        if let status = FileStatus(descriptor: descriptor) {
            isRegularFile = status.kind == .regular
            if status.kind == .folder {
                throw InputError(
                    .isADirectory, path: name, "is a directory", help: "name its files, for example \(path)/*.jsonl")
            }
        }
    }

    deinit {
        if closesDescriptor, case .descriptor(let descriptor) = origin { Descriptors.close(descriptor) }
    }

    private static func openError(_ error: SystemError) -> InputError {
        let path = error.path
        return switch error.kind {
        case .missing, .notAFolder:
            InputError(.missing, path: path, "no such file", help: "check the path and its spelling")
        case .permissionDenied: InputError(.permissionDenied, path: path, "may not be read: permission denied")
        default: InputError(.openFailed, path: path, "cannot be opened: \(error.text)")
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        let count: Int
        switch origin {
        case .descriptor(let descriptor):
            count = try readDescriptor(descriptor, into: buffer)
        case .memory(let bytes, let position):
            count = min(bytes.count - position, buffer.count)
            buffer.copyBytes(from: bytes[position..<position + count])
            origin = .memory(bytes, position: position + count)
        }
        if let observer, count > 0 {
            observer(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        return count
    }

    private func readDescriptor(
        _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
    ) throws(InputError) -> Int {
        do throws(SystemError) {
            return try Descriptors.read(descriptor, into: buffer, for: name)
        } catch {
            throw InputError(.readFailed, path: name, "reading failed: \(error.text)")
        }
    }

    /// Up to `count` bytes; none at the end.
    func read(atMost count: Int) throws(InputError) -> [UInt8] {
        var failure: InputError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            do throws(InputError) {
                initialized = try read(into: UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    var isReady: Bool {
        guard case .descriptor(let descriptor) = origin, !isRegularFile else { return true }
        return Descriptors.isReadable(descriptor)
    }
}
