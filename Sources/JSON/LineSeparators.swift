extension ByteBuffer {
    /// Escapes U+0085, U+2028 and U+2029, which some readers take for line ends, in JSON that was written behind a place: there
    /// they can only stand in strings.
    package func escapeLineSeparators(from start: Int) {
        var place = min(nextSeparator(0xC2, from: start), nextSeparator(0xE2, from: start))
        guard place < count else { return }
        let text = Array(bytes[start...])
        truncate(to: place)
        while place < start + text.count {
            let rest = text[(place - start)...]
            let escape: (text: StaticString, length: Int) =
                rest.starts(with: [0xC2, 0x85])
                ? ("\\u0085", 2) : (rest.starts(with: [0xE2, 0x80, 0xA8]) ? "\\u2028" : "\\u2029", 3)
            append(escape.text)
            let next = text.nextSeparator(from: place - start + escape.length) + start
            text.withUnsafeBytes {
                append(UnsafeRawBufferPointer(rebasing: $0[place - start + escape.length..<next - start]))
            }
            place = next
        }
    }

    /// Where the next separator begins whose UTF-8 begins with a byte; the end if there is none.
    private func nextSeparator(_ first: UInt8, from start: Int) -> Int {
        var place = start
        while let found = bytes.offset(ofByte: first, from: place) {
            if bytes.isSeparator(at: found) { return found }
            place = found + 1
        }
        return count
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func isSeparator(at place: Int) -> Bool {
        if self[place] == 0xC2 { return place + 1 < count && self[place + 1] == 0x85 }
        return self[place] == 0xE2 && place + 2 < count && self[place + 1] == 0x80 && self[place + 2] & 0xFE == 0xA8
    }
}

extension [UInt8] {
    fileprivate func nextSeparator(from start: Int) -> Int {
        withUnsafeBytes { bytes in (start..<bytes.count).first(where: bytes.isSeparator) ?? bytes.count }
    }
}
