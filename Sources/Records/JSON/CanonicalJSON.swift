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
        if let sources = DuplicateKeys.resolve(
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
        if hasEscapes { JSONString.writeCanonical(raw, to: output) } else { output.append(raw) }
        output.append(UInt8(ascii: "\""))
    }
}
