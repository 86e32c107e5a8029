import Mixing

/// Tells whether two runs of bytes that come piece by piece are the same, faster than a hash does: for each of four lanes of eight
/// bytes the sum, which depends on what stands there, and the sum of all sums so far, which depends on where.
///
/// Source: J. G. Fletcher, "An arithmetic checksum for serial transmissions", IEEE Transactions on Communications 30 (1982), with words
/// of 64 bits.
struct Checksum {
    private static let step = 32

    private var sums = SIMD4<UInt64>()
    private var sumsOfSums = SIMD4<UInt64>()
    /// Bytes that fill no step yet.
    private var pending: [UInt8] = []
    private var count = 0

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        count += bytes.count
        var offset = 0
        if !pending.isEmpty {
            offset = min(Self.step - pending.count, bytes.count)
            pending.append(contentsOf: bytes[..<offset])
            guard pending.count == Self.step else { return }
            pending.withUnsafeBytes { _ = addSteps(of: $0, from: 0) }
            pending.removeAll(keepingCapacity: true)
        }
        offset = addSteps(of: bytes, from: offset)
        pending.append(contentsOf: bytes[offset...])
    }

    /// Adds as many whole steps as there are.
    ///
    /// - Returns: where the rest begins.
    private mutating func addSteps(of bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var (offset, sums, sumsOfSums) = (start, sums, sumsOfSums)
        while offset + Self.step <= bytes.count {
            sums &+= bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
            sumsOfSums &+= sums
            offset += Self.step
        }
        (self.sums, self.sumsOfSums) = (sums, sumsOfSums)
        return offset
    }

    /// A number for all that was added, however it was cut.
    var value: UInt64 {
        var last = self
        last.pending += [UInt8](repeating: 0, count: Self.step - pending.count)
        last.pending.withUnsafeBytes { _ = last.addSteps(of: $0, from: 0) }
        return withUnsafeBytes(of: (last.sums, last.sumsOfSums)) { XXH3.hash($0, seed: UInt64(count)) }
    }
}
