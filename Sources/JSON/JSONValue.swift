/// A JSON value in memory, for what is small: reports, manifests, options. Rows are never held like this.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number's text, exactly as it stood or as it is to be written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// One member of an object; members keep their order.
    package struct Member: Sendable, Equatable {
        package var key: String
        package var value: JSONValue

        package init(key: String, value: JSONValue) { (self.key, self.value) = (key, value) }
    }

    /// Reads one JSON document.
    package init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        try scanner.scanDocument()
        var walker = JSONWalker(bytes)
        self.init(walker.next(), &walker)
    }

    /// Reads one JSON document.
    package init(parsing text: String) throws(JSONError) {
        let bytes = Array(text.utf8)
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(JSONError) in try JSONValue(parsing: buffer) }
        }
        self = try result.get()
    }

    private init(_ token: JSONWalker.Token, _ walker: inout JSONWalker) {
        switch token {
        case .null: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .number(let text, _): self = .number(String(decoding: text, as: UTF8.self))
        case .string(let raw, let hasEscapes): self = .string(JSONString.decode(raw, hasEscapes: hasEscapes))
        case .beginArray, .endArray:
            var elements: [JSONValue] = []
            while true {
                let next = walker.next()
                if case .endArray = next { break }
                elements.append(JSONValue(next, &walker))
            }
            self = .array(elements)
        case .beginObject, .endObject:
            var members: [Member] = []
            var positions: [[UInt8]: Int] = [:]
            while case .string(let raw, let hasEscapes) = walker.next() {
                let key = JSONString.decode(raw, hasEscapes: hasEscapes)
                let value = JSONValue(walker.next(), &walker)
                // Of equal keys the last value wins, at the first one's place.
                if let position = positions[Array(key.utf8)] {
                    members[position].value = value
                } else {
                    positions[Array(key.utf8)] = members.count
                    members.append(Member(key: key, value: value))
                }
            }
            self = .object(members)
        }
    }

    /// The value of a member, or nil if this is no object or has no such key (compared as bytes).
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// The text of a string value.
    package var text: String? { if case .string(let text) = self { text } else { nil } }

    package var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// A whole number that fits an `Int`.
    package var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }

    package var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }

    package static func int(_ value: Int) -> JSONValue { .number(String(value)) }

    /// A finite number in its shortest form.
    package static func double(_ value: Double) -> JSONValue { .number(JSONNumber.text(value)) }

    /// An object from pairs in their order; pairs without a value are left out.
    package static func object(_ pairs: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(pairs.compactMap { pair in pair.value.map { Member(key: pair.key, value: $0) } })
    }
}

extension JSONValue {
    /// Appends the value in canonical form: no white space, one way to escape each character, keys in order.
    package func write(to output: ByteBuffer) { write(to: output, indent: nil) }

    /// The value in canonical form, which is one line.
    package var line: String {
        let output = ByteBuffer()
        write(to: output)
        return output.string
    }

    /// Appends the value; with an indent (spaces before this value) members and elements stand on lines of their own.
    package func write(to output: ByteBuffer, indent: Int?) {
        switch self {
        case .null: output.append("null")
        case .bool(let bool): output.append(bool ? "true" : "false")
        case .number(let text): output.append(text)
        case .string(let text): JSONString.write(text, to: output)
        case .array(let elements):
            Self.writeList(elements, open: "[", close: "]", to: output, indent: indent) {
                $0.write(to: output, indent: $1)
            }
        case .object(let members):
            Self.writeList(members, open: "{", close: "}", to: output, indent: indent) { member, inner in
                JSONString.write(member.key, to: output)
                output.append(inner == nil ? ":" : ": ")
                member.value.write(to: output, indent: inner)
            }
        }
    }

    private static func writeList<Item>(
        _ items: [Item], open: StaticString, close: StaticString, to output: ByteBuffer, indent: Int?,
        write: (Item, Int?) -> Void
    ) {
        func newLine(_ spaces: Int?) {
            guard let spaces else { return }
            output.append("\n")
            for _ in 0..<spaces { output.append(UInt8(ascii: " ")) }
        }
        let inner = indent.map { $0 + 2 }
        output.append(open)
        for (index, item) in items.enumerated() {
            if index > 0 { output.append(",") }
            newLine(inner)
            write(item, inner)
        }
        if !items.isEmpty { newLine(indent) }
        output.append(close)
    }
}
