/// The length of the well-formed UTF-8 sequence at a pointer, or 0 if it is ill-formed or cut off.
///
/// Source: The Unicode Standard 15, table 3-7.
///
/// - Parameter available: how many bytes may be read, at least 1.
package func wellFormedUTF8Length(_ start: UnsafePointer<UInt8>, available: Int) -> Int {
    func isContinuation(_ index: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
        index < available && range.contains(start[index])
    }
    switch start[0] {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return isContinuation(1) ? 2 : 0
    case 0xE0: return isContinuation(1, 0xA0...0xBF) && isContinuation(2) ? 3 : 0
    case 0xED: return isContinuation(1, 0x80...0x9F) && isContinuation(2) ? 3 : 0
    case 0xE1...0xEF: return isContinuation(1) && isContinuation(2) ? 3 : 0
    case 0xF0: return isContinuation(1, 0x90...0xBF) && isContinuation(2) && isContinuation(3) ? 4 : 0
    case 0xF1...0xF3: return isContinuation(1) && isContinuation(2) && isContinuation(3) ? 4 : 0
    case 0xF4: return isContinuation(1, 0x80...0x8F) && isContinuation(2) && isContinuation(3) ? 4 : 0
    default: return 0
    }
}

/// The offset of the first byte that is not well-formed UTF-8, or nil when all are.
package func firstInvalidUTF8(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
    var index = 0
    while index < bytes.count {
        if index + 8 <= bytes.count,
            UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
            index += 8
            continue
        }
        let length = wellFormedUTF8Length(base + index, available: bytes.count - index)
        if length == 0 { return index }
        index += length
    }
    return nil
}
