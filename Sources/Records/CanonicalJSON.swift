import JSON

/// Writes accepted JSON in canonical form: no white space, one way to escape each character, equal keys resolved at
/// every depth, number text as it stands. Works from bytes to bytes.
struct CanonicalJSON {
    /// A member that was written, as offsets in the output.
    private struct Member {
        var key: Range<Int>
        var value: Range<Int>
    }

    /// Members of the objects that are open, innermost last; reused from value to value.
    private var members: [Member] = []

    /// Writes one array or object.
    mutating func write(_ value: UnsafeRawBufferPointer, to output: ByteBuffer) {
        var walker = JSONWalker(value)
        write(walker.next(), &walker, to: output)
    }

    private mutating func write(_ token: JSONWalker.Token, _ walker: inout JSONWalker, to output: ByteBuffer) {
        switch token {
        case .null: output.append("null")
        case .true: output.append("true")
        case .false: output.append("false")
        case .number(let text, _): output.append(text)
        case .string(let raw, let hasEscapes): Self.writeString(raw, hasEscapes: hasEscapes, to: output)
        case .beginArray, .endArray:
            output.append(UInt8(ascii: "["))
            var isFirst = true
            while true {
                let next = walker.next()
                if case .endArray = next { break }
                if !isFirst { output.append(UInt8(ascii: ",")) }
                isFirst = false
                write(next, &walker, to: output)
            }
            output.append(UInt8(ascii: "]"))
        case .beginObject, .endObject:
            writeObject(&walker, to: output)
        }
    }

    private mutating func writeObject(_ walker: inout JSONWalker, to output: ByteBuffer) {
        output.append(UInt8(ascii: "{"))
        let start = output.count
        let firstMember = members.count
        while case .string(let raw, let hasEscapes) = walker.next() {
            if members.count > firstMember { output.append(UInt8(ascii: ",")) }
            let keyStart = output.count
            Self.writeString(raw, hasEscapes: hasEscapes, to: output)
            let keyEnd = output.count
            output.append(UInt8(ascii: ":"))
            write(walker.next(), &walker, to: output)
            members.append(Member(key: keyStart..<keyEnd, value: keyEnd + 1..<output.count))
        }
        // Keys in canonical form are equal as bytes if and only if they are equal as text.
        let open = members[firstMember...]
        let written = output.bytes
        if let sources = EqualKeys.resolve(
            count: open.count, key: { UnsafeRawBufferPointer(rebasing: written[open[firstMember + $0].key]) })
        {
            let resolved = ByteBuffer(capacity: output.count - start)
            for (index, source) in sources.enumerated() where source >= 0 {
                if index > 0 { resolved.append(UInt8(ascii: ",")) }
                resolved.append(UnsafeRawBufferPointer(rebasing: written[open[firstMember + index].key]))
                resolved.append(UInt8(ascii: ":"))
                resolved.append(UnsafeRawBufferPointer(rebasing: written[open[firstMember + source].value]))
            }
            output.truncate(to: start)
            output.append(resolved.bytes)
        }
        members.removeLast(members.count - firstMember)
        output.append(UInt8(ascii: "}"))
    }

    // MARK: Strings

    /// Writes a string with its quotes.
    static func writeString(_ raw: UnsafeRawBufferPointer, hasEscapes: Bool, to output: ByteBuffer) {
        output.append(UInt8(ascii: "\""))
        writeContents(raw, hasEscapes: hasEscapes, to: output)
        output.append(UInt8(ascii: "\""))
    }

    /// Writes the bytes between an accepted string's quotes in their one canonical form.
    static func writeContents(_ raw: UnsafeRawBufferPointer, hasEscapes: Bool, to output: ByteBuffer) {
        guard hasEscapes else { return output.append(raw) }
        var start = 0
        var index = 0
        while index < raw.count {
            guard raw[index] == UInt8(ascii: "\\") else {
                index += 1
                continue
            }
            switch raw[index + 1] {
            case UInt8(ascii: "u"):
                output.append(UnsafeRawBufferPointer(rebasing: raw[start..<index]))
                index = writeScalar(raw, at: index, to: output)
                start = index
            case UInt8(ascii: "/"):
                output.append(UnsafeRawBufferPointer(rebasing: raw[start..<index]))
                start = index + 1
                index += 2
            default:
                // The short escapes are canonical.
                index += 2
            }
        }
        output.append(UnsafeRawBufferPointer(rebasing: raw[start...]))
    }

    /// Writes the scalar of a `\u` escape, or of two for a surrogate pair; returns the offset behind it.
    private static func writeScalar(_ raw: UnsafeRawBufferPointer, at start: Int, to output: ByteBuffer) -> Int {
        var scalar = codeUnit(raw, at: start + 2)
        var end = start + 6
        if scalar & 0xFC00 == 0xD800 {
            scalar = 0x10000 + (scalar - 0xD800) << 10 + (codeUnit(raw, at: start + 8) - 0xDC00)
            end += 6
        }
        // The scanner has refused lone surrogates.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { bytes in
            var count = 0
            for unit in UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}")! {
                bytes[count] = unit
                count += 1
            }
            JSONString.writeContents(
                UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<count]), to: output)
        }
        return end
    }

    private static func codeUnit(_ raw: UnsafeRawBufferPointer, at index: Int) -> UInt32 {
        var value: UInt32 = 0
        for byte in raw[index..<index + 4] {
            // '0'-'9' are 0x30-0x39; letters of both cases have 1-6 in their low half.
            value = value << 4 | UInt32(byte & 0x0F) + (byte & 0x40 != 0 ? 9 : 0)
        }
        return value
    }
}
