/// Walks over JSON text that `JSONScanner` has accepted, token by token, without checks.
package struct JSONWalker {
    /// What stands at a place of the text.
    package enum Token {
        case beginObject, endObject, beginArray, endArray
        case null, `true`, `false`
        /// A key or a string value: the bytes between its quotes.
        case string(UnsafeRawBufferPointer, hasEscapes: Bool)
        /// A number's text; `isInteger` when it has neither fraction nor exponent.
        case number(UnsafeRawBufferPointer, isInteger: Bool)
    }

    private let bytes: UnsafeRawBufferPointer
    private let base: UnsafePointer<UInt8>
    private var position = 0

    /// - Parameter bytes: one accepted value; must stay valid while tokens are used.
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        base = bytes.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) } ?? UnsafePointer(bitPattern: 1)!
    }

    /// The next token; commas and colons are passed over. Must not be called after the value's end.
    package mutating func next() -> Token {
        while true {
            precondition(position < bytes.count)
            let byte = base[position]
            position += 1
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ":"): continue
            case UInt8(ascii: "{"): return .beginObject
            case UInt8(ascii: "}"): return .endObject
            case UInt8(ascii: "["): return .beginArray
            case UInt8(ascii: "]"): return .endArray
            case UInt8(ascii: "\""): return string()
            case UInt8(ascii: "n"):
                position += 3
                return .null
            case UInt8(ascii: "t"):
                position += 3
                return .true
            case UInt8(ascii: "f"):
                position += 4
                return .false
            default: return number()
            }
        }
    }

    private mutating func string() -> Token {
        let start = position
        var hasEscapes = false
        let quote = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
        let backslash = SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        while true {
            while position + 16 <= bytes.count {
                let block = UnsafeRawPointer(base + position).loadUnaligned(as: SIMD16<UInt8>.self)
                let quotes: SIMDMask<SIMD16<Int8>> = block .== quote
                let backslashes: SIMDMask<SIMD16<Int8>> = block .== backslash
                let stops: SIMDMask<SIMD16<Int8>> = quotes .| backslashes
                if let first = firstSet(stops) {
                    position += first
                    break
                }
                position += 16
            }
            // The scanner has found the string's end; a text that it has not seen must not lead out of the bytes.
            precondition(position < bytes.count)
            let byte = base[position]
            position += 1
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                position += 1
            }
        }
        return .string(UnsafeRawBufferPointer(rebasing: bytes[start..<position - 1]), hasEscapes: hasEscapes)
    }

    private mutating func number() -> Token {
        let start = position - 1
        var isInteger = true
        loop: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
                isInteger = false
            default: break loop
            }
            position += 1
        }
        return .number(UnsafeRawBufferPointer(rebasing: bytes[start..<position]), isInteger: isInteger)
    }
}
