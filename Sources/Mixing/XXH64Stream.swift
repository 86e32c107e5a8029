/// XXH64 (seed 0) of bytes that come piece by piece.
public struct XXH64Stream {
    private var lanes = (
        XXH64.prime1 &+ XXH64.prime2, XXH64.prime2, UInt64(0), UInt64(0) &- XXH64.prime1
    )
    /// Bytes that fill no round yet.
    private var pending: [UInt8] = []
    private var count: UInt64 = 0

    /// The hash of nothing yet.
    public init() {}

    /// Adds bytes.
    public mutating func add(_ bytes: UnsafeRawBufferPointer) {
        count += UInt64(bytes.count)
        var offset = 0
        if !pending.isEmpty {
            offset = min(32 - pending.count, bytes.count)
            pending.append(contentsOf: bytes[..<offset])
            guard pending.count == 32 else { return }
            var lanes = lanes
            pending.withUnsafeBytes { Self.round(&lanes, $0, at: 0) }
            self.lanes = lanes
            pending.removeAll(keepingCapacity: true)
        }
        var lanes = lanes
        while offset + 32 <= bytes.count {
            Self.round(&lanes, bytes, at: offset)
            offset += 32
        }
        self.lanes = lanes
        pending.append(contentsOf: bytes[offset...])
    }

    @inline(__always)
    private static func round(
        _ lanes: inout (UInt64, UInt64, UInt64, UInt64), _ bytes: UnsafeRawBufferPointer, at offset: Int
    ) {
        func word(_ at: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        }
        lanes.0 = XXH64.round(lanes.0, word(offset))
        lanes.1 = XXH64.round(lanes.1, word(offset &+ 8))
        lanes.2 = XXH64.round(lanes.2, word(offset &+ 16))
        lanes.3 = XXH64.round(lanes.3, word(offset &+ 24))
    }

    /// The hash of all that was added.
    public var hash: UInt64 {
        let state = count >= 32 ? XXH64.joined(lanes.0, lanes.1, lanes.2, lanes.3) : XXH64.prime5
        return pending.withUnsafeBytes { XXH64.finished(state &+ count, $0) }
    }
}
