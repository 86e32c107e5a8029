#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// Free functions and extensions of standard types are inlined into other rooms; so each of these is the C call itself there.

/// Where a byte first occurs in memory.
///
/// - Parameters:
///   - base: where offsets count from.
///   - start: the first offset to look at.
///   - end: the offset to stop before; at least `start`.
/// - Returns: its offset from `base`; nil if it does not occur.
@inlinable
package func findByte(_ byte: UInt8, in base: UnsafeRawPointer, from start: Int, to end: Int) -> Int? {
    guard let found = memchr(base + start, Int32(byte), end - start) else { return nil }
    return UnsafeRawPointer(found) - base
}

extension UnsafeRawBufferPointer {
    /// Where a byte first occurs.
    ///
    /// - Parameter start: the first offset to look at.
    /// - Returns: its offset; nil if it does not occur.
    @inlinable
    package func offset(ofByte byte: UInt8, from start: Int = 0) -> Int? {
        guard start < count, let base = baseAddress else { return nil }
        return findByte(byte, in: base, from: start, to: count)
    }
}

/// Compares two runs of bytes of one length.
///
/// - Returns: below 0 if the first one comes first in the order of bytes, 0 if they are equal, else above 0.
@inlinable
package func compareBytes(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Int32 { memcmp(a, b, count) }

extension Array<UInt8> {
    /// Whether these are the bytes of a buffer.
    @inlinable
    package func equals(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard count == bytes.count, let base = bytes.baseAddress else { return count == bytes.count }
        return withUnsafeBytes { compareBytes($0.baseAddress!, base, bytes.count) } == 0
    }
}

/// Tells the C library to keep memory that is given up, up to 64 MiB: blocks of text are given up
/// and asked for again all the time, by several threads, and pages that go back to the system each time cost more than the
/// work done in them.
package func keepFreedMemory() {
    #if canImport(Glibc)
        // Not among the functions that Swift sees; without it all goes on as usual.
        typealias Setting = @convention(c) (CInt, CInt) -> CInt
        guard let symbol = dlsym(nil, "mallopt") else { return }
        let set = unsafeBitCast(symbol, to: Setting.self)
        let (trimThreshold, mapThreshold): (CInt, CInt) = (-1, -3)
        _ = set(trimThreshold, 64 << 20)
        _ = set(mapThreshold, 32 << 20)
    #endif
}
