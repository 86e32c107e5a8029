/// UTF-8 by its definition: a lead byte tells how many bytes follow, and the number that their bits make must be a Unicode
/// scalar that needs so many bytes.
///
/// Source: RFC 3629, sections 3 and 4.
enum PlainUTF8 {
    /// The scalar that starts at an index, and how many bytes it takes; nil if none does.
    static func scalar(in bytes: [UInt8], at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        let lead = UInt32(bytes[index])
        let length: Int
        var value: UInt32
        if lead < 0x80 {
            (length, value) = (1, lead)
        } else if lead >> 5 == 0b110 {
            (length, value) = (2, lead & 0b1_1111)
        } else if lead >> 4 == 0b1110 {
            (length, value) = (3, lead & 0b1111)
        } else if lead >> 3 == 0b11110 {
            (length, value) = (4, lead & 0b111)
        } else {
            return nil
        }
        for offset in 0..<length where offset > 0 {
            guard index + offset < bytes.count, bytes[index + offset] >> 6 == 0b10 else { return nil }
            value = value * 64 + UInt32(bytes[index + offset] & 0b11_1111)
        }
        // Nothing may be written longer than it needs to be.
        let least: [UInt32] = [0, 0x80, 0x800, 0x10000]
        guard value >= least[length - 1], let scalar = Unicode.Scalar(value) else { return nil }
        return (scalar, length)
    }

    /// The index of the first byte at which no scalar starts though one must; nil if all is well.
    static func firstFault(in bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            guard let (_, length) = scalar(in: bytes, at: index) else { return index }
            index += length
        }
        return nil
    }

    /// Scalars as UTF-8.
    static func bytes(of scalars: some Sequence<Unicode.Scalar>) -> [UInt8] {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return Array(String(text).utf8)
    }
}
