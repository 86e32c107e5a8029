import Crypto

/// SHA-256 (FIPS PUB 180-4), for the hashes of files in a manifest.
package struct SHA256: Sendable {
    private var hash = Crypto.SHA256()
    /// How many bytes were added.
    package private(set) var count: UInt64 = 0

    /// The hash of nothing yet.
    package init() {}

    /// The digest of some bytes, as 64 hexadecimal digits.
    package static func hex(of bytes: UnsafeRawBufferPointer) -> String {
        var hash = SHA256()
        hash.add(bytes)
        return hash.finish()
    }
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        count += UInt64(bytes.count)
        hash.update(bufferPointer: bytes)
    }

    /// The digest of all that was added, as 64 hexadecimal digits.
    package func finish() -> String {
        hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
