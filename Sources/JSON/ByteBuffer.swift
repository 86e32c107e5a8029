/// A growing run of bytes that output is written into.
///
/// A class, so that writers down the call chain share one buffer without copies; not thread-safe.
public final class ByteBuffer {
    // One owner at a time is given by design; checking each access costs twice the work itself.
    @exclusivity(unchecked) private var base: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) private var capacity: Int
    /// How many bytes have been written.
    @exclusivity(unchecked) public private(set) var count: Int = 0

    /// - Parameter capacity: room for so many bytes before the first growth.
    public init(capacity: Int = 256) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit {
        base.deallocate()
    }

    /// The bytes written so far; valid until the next change of the buffer.
    public var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base, count: count)
    }

    /// The bytes as text; the caller vouches that they are UTF-8.
    public var string: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// Part of the bytes as text.
    public func string(from start: Int, to end: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    }

    /// Appends one byte.
    public func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    /// Appends bytes, which must not be this buffer's own.
    public func append(_ source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress, source.count > 0 else { return }
        reserve(source.count)
        UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: source.count)
        count += source.count
    }

    /// Appends bytes.
    public func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Appends a text as UTF-8.
    public func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends a literal.
    public func append(_ literal: StaticString) {
        append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Forgets what stands after `count` bytes.
    public func truncate(to count: Int) {
        precondition(count <= self.count)
        self.count = count
    }

    /// Empties the buffer and keeps its memory.
    public func removeAll() {
        count = 0
    }

    /// Makes room for `extra` more bytes.
    public func reserve(_ extra: Int) {
        let needed = count + extra
        guard needed > capacity else { return }
        capacity = max(needed, capacity * 2)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        grown.update(from: base, count: count)
        base.deallocate()
        base = grown
    }
}
