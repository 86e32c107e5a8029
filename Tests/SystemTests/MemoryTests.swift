import Testing

@testable import System

@Suite struct MemoryTests {
    @Test func bytesAreFound() {
        let bytes: [UInt8] = Array("a,b,,c".utf8)
        bytes.withUnsafeBytes { buffer in
            let comma = UInt8(ascii: ",")
            #expect(buffer.offset(ofByte: comma) == 1)
            #expect(buffer.offset(ofByte: comma, from: 2) == 3)
            #expect(buffer.offset(ofByte: comma, from: 5) == nil)
            // The end, and what lies behind it, hold nothing.
            #expect(buffer.offset(ofByte: comma, from: 6) == nil)
            #expect(buffer.offset(ofByte: comma, from: 9) == nil)
            #expect(findByte(comma, in: buffer.baseAddress!, from: 2, to: 3) == nil)
            #expect(findByte(comma, in: buffer.baseAddress!, from: 2, to: 4) == 3)
        }
        #expect(UnsafeRawBufferPointer(start: nil, count: 0).offset(ofByte: 0) == nil)
    }

    @Test func bytesAreCompared() {
        let text: [UInt8] = [1, 2, 0xFF]
        let others: [[UInt8]] = [[1, 2, 0xFF], [1, 2, 3], [1, 2], []]
        #expect(others.map { $0.withUnsafeBytes { text.equals($0) } } == [true, false, false, false])
        #expect([].equals(UnsafeRawBufferPointer(start: nil, count: 0)))
        // Bytes have no sign.
        #expect(compareBytes(others[1], text, 3) < 0)
    }

    @Test func numbersAreFormatted() {
        #expect(cFormat("%.*f", precision: 2, 0.125) == "0.12")
        #expect(cFormat("%.*f", precision: 500, 1).utf8.count == 502)
        #expect(nearestDouble("1e400") == .infinity)
        #expect(scaled(3, -1) == 1.5)
    }

    @Test func threadsShareALock() {
        final class Counter: @unchecked Sendable {
            let lock = Lock()
            var count = 0
        }
        let counter = Counter()
        let threads = (0..<4).map { _ in
            startThread { for _ in 0..<1000 { counter.lock.locked { counter.count += 1 } } }
        }
        for thread in threads { thread.join() }
        #expect(counter.count == 4000)
    }
}
