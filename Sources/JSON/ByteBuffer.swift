/// A growing run of bytes that output is written into.
///
/// A class, so that writers down the call chain share one buffer without copies; not thread-safe. Other rooms append to it
/// for every piece of every row: the leaf functions are inlined there.
@usableFromInline
package final class ByteBuffer {
    @usableFromInline
    struct Storage {
        @usableFromInline var base: UnsafeMutablePointer<UInt8>
        @usableFromInline var capacity: Int
        @usableFromInline var count: Int
    }

    /// Behind a pointer that never changes, so that no access is checked for exclusivity at run time: the buffer has one
    /// owner at a time by design, and the checks cost more than the work.
    @usableFromInline let storage: UnsafeMutablePointer<Storage>

    /// - Parameter capacity: room for so many bytes before the first growth.
    package init(capacity: Int = 256) {
        let capacity = max(capacity, 64)
        storage = .allocate(capacity: 1)
        storage.initialize(to: Storage(base: .allocate(capacity: capacity), capacity: capacity, count: 0))
    }

    deinit {
        storage.pointee.base.deallocate()
        storage.deallocate()
    }

    /// How many bytes have been written.
    @inlinable
    package var count: Int { storage.pointee.count }

    /// The bytes written so far; valid until the next change of the buffer.
    @inlinable
    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: storage.pointee.base, count: storage.pointee.count)
    }

    /// The bytes as text; the caller vouches that they are UTF-8.
    package var string: String { String(decoding: bytes, as: UTF8.self) }

    package func string(from start: Int, to end: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    }

    @inlinable
    package func append(_ byte: UInt8) {
        reserve(1)
        storage.pointee.base[storage.pointee.count] = byte
        storage.pointee.count &+= 1
    }

    /// Appends bytes, which must not be this buffer's own.
    @inlinable
    package func append(_ source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress else { return }
        append(start, source.count)
    }

    @inlinable
    func append(_ start: UnsafeRawPointer, _ count: Int) {
        reserve(count)
        let target = UnsafeMutableRawPointer(storage.pointee.base + storage.pointee.count)
        storage.pointee.count &+= count
        // Most pieces are short, and then a call costs more than the copy: two words that may overlap.
        if UInt(bitPattern: count &- 8) <= 8 {
            let last = start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            target.storeBytes(of: start.loadUnaligned(as: UInt64.self), as: UInt64.self)
            target.storeBytes(of: last, toByteOffset: count &- 8, as: UInt64.self)
        } else if count < 8 {
            for index in 0..<count {
                target.storeBytes(
                    of: start.load(fromByteOffset: index, as: UInt8.self), toByteOffset: index, as: UInt8.self)
            }
        } else {
            target.copyMemory(from: start, byteCount: count)
        }
    }

    @inlinable
    package func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    /// Appends a text as UTF-8. Literals are to take the other way, which knows where their bytes are.
    @_disfavoredOverload
    @inlinable
    package func append(_ text: String) {
        let isContiguous: Void? = text.utf8.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
        if isContiguous == nil { appendCopy(of: text) }
    }

    @usableFromInline
    func appendCopy(of text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    @inlinable
    package func append(_ literal: StaticString) {
        append(UnsafeRawPointer(literal.utf8Start), literal.utf8CodeUnitCount)
    }

    /// Forgets what stands after `count` bytes.
    package func truncate(to count: Int) {
        precondition(count <= self.count)
        storage.pointee.count = count
    }

    /// Takes bytes out of the middle; what stands behind them moves up.
    package func remove(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let base = storage.pointee.base
        (base + range.lowerBound).update(from: base + range.upperBound, count: count - range.upperBound)
        storage.pointee.count -= range.count
    }

    /// Empties the buffer and keeps its memory.
    package func removeAll() { storage.pointee.count = 0 }

    /// Gives away what was written, with its memory; the buffer is empty afterwards and has room for about as much.
    package func takeContents() -> ByteBuffer {
        let taken = ByteBuffer(capacity: count + count / 8)
        swap(&storage.pointee, &taken.storage.pointee)
        return taken
    }

    @inlinable
    package func reserve(_ extra: Int) {
        let needed = storage.pointee.count &+ extra
        if needed > storage.pointee.capacity { grow(to: needed) }
    }

    @usableFromInline
    func grow(to needed: Int) {
        let capacity = max(needed, storage.pointee.capacity * 2)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        grown.update(from: storage.pointee.base, count: storage.pointee.count)
        storage.pointee.base.deallocate()
        storage.pointee.base = grown
        storage.pointee.capacity = capacity
    }
}
