import Testing

@testable import Running

@Suite struct ChecksumTests {
    private static func value(_ bytes: [UInt8], pieces: Int = .max) -> UInt64 {
        var checksum = Checksum()
        bytes.withUnsafeBytes { all in
            for start in stride(from: 0, to: all.count, by: min(pieces, max(all.count, 1))) {
                checksum.add(UnsafeRawBufferPointer(rebasing: all[start..<min(start + pieces, all.count)]))
            }
        }
        return checksum.value
    }

    @Test func piecesMakeNoDifference() {
        let bytes = (0..<500).map { UInt8(truncatingIfNeeded: $0 * 7) }
        for length in Array(0..<100) + [255, 256, 257, 500] {
            let part = Array(bytes[..<length])
            for pieces in [1, 3, 31, 32, 33, 64, 100] {
                #expect(Self.value(part, pieces: pieces) == Self.value(part))
            }
        }
    }

    /// What is changed, moved, left out or added at one place.
    @Test func changesMakeADifference() {
        let bytes = (0..<320).map { UInt8(truncatingIfNeeded: $0 * $0 / 3) }
        var seen: Set = [Self.value(bytes)]
        var count = 1
        func expectNew(_ changed: [UInt8]) {
            seen.insert(Self.value(changed))
            count += 1
            #expect(seen.count == count)
        }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            expectNew(changed)
        }
        for step in 1..<10 {
            var changed = bytes
            for index in 0..<32 { changed.swapAt(index, 32 * step + index) }
            expectNew(changed)
        }
        for zeros in 1..<70 { expectNew(bytes + Array(repeating: 0, count: zeros)) }
        for length in 250..<320 { expectNew(Array(bytes[..<length])) }
    }
}
