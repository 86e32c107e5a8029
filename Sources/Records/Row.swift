import JSON

/// One row as JSON object text, with the positions of its fields; reused from record to record.
///
/// Not thread-safe: each thread has its own. (Without run-time checks of exclusive access to
/// what changes per row: those took a seventh of the time of reading CSV.)
@usableFromInline
package final class Row {
    /// The object's text. Of JSONL and JSON these are the record's own bytes, valid as long as the record's; of the other
    /// formats canonical JSON in memory of the row, valid until the next record is decoded into it.
    package internal(set) var bytes: UnsafeRawBufferPointer {
        // A function for other rooms: direct accesses would be checked for exclusivity there.
        get { ownBytes }
        set { ownBytes = newValue }
    }
    @exclusivity(unchecked) private var ownBytes = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The fields in their order, as ranges in `bytes`; no two have the same key. Of equal keys in the text the last
    /// value stands at the first one's place.
    package let fields = JSONFields()

    /// How many of the rows decoded so far held a key twice, or more often.
    package private(set) var equalKeyRows = 0

    /// Where a record of another format becomes JSON.
    let text = ByteBuffer()
    /// Keys with escapes, made comparable.
    private let keys = ByteBuffer()
    private var keyRanges: [Range<Int>] = []
    private var canonical = CanonicalJSON()

    /// A row without fields.
    package init() {}

    /// The bytes of a range, such as a field's key or value.
    package func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[range])
    }

    /// The field with a key given as UTF-8 bytes, or nil.
    package func value(of key: UnsafeRawBufferPointer) -> JSONField? {
        fields.elements.first { field in
            field.keyHasEscapes
                ? JSONString.decode(slice(field.key), hasEscapes: true).utf8.elementsEqual(key)
                : field.key.count == key.count && slice(field.key).elementsEqual(key)
        }
    }

    /// The field with a key, or nil.
    package func value(of key: StaticString) -> JSONField? {
        value(of: UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    }

    /// The field with a key, compared as bytes, or nil.
    package func value(of key: String) -> JSONField? {
        var key = key
        return key.withUTF8 { value(of: UnsafeRawBufferPointer($0)) }
    }

    /// The text of a field's string value; of other values their JSON text.
    package func text(of field: JSONField) -> String {
        switch field.kind {
        case .string, .escapedString:
            JSONString.decode(
                slice(field.value.lowerBound + 1..<field.value.upperBound - 1), hasEscapes: field.kind == .escapedString
            )
        default: String(decoding: slice(field.value), as: UTF8.self)
        }
    }

    /// Appends the row as one JSON object in canonical form: no white space, keys in order and each once, one way to
    /// escape each character, number text as it stands; nested values likewise.
    ///
    /// - Parameter omitted: a field that is left out, or nil.
    package func writeCanonical(to output: ByteBuffer, without omitted: JSONField? = nil) {
        output.append(UInt8(ascii: "{"))
        var isFirst = true
        for field in fields.elements where field.key != omitted?.key {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            CanonicalJSON.writeString(slice(field.key), hasEscapes: field.keyHasEscapes, to: output)
            output.append(UInt8(ascii: ":"))
            writeCanonicalValue(of: field, to: output)
        }
        output.append(UInt8(ascii: "}"))
    }

    /// Appends a field's value in canonical form.
    package func writeCanonicalValue(of field: JSONField, to output: ByteBuffer) {
        let value = slice(field.value)
        switch field.kind {
        case .escapedString:
            CanonicalJSON.writeString(
                UnsafeRawBufferPointer(rebasing: value[1..<value.count - 1]), hasEscapes: true, to: output)
        case .array, .object: canonical.write(value, to: output)
        default: output.append(value)
        }
    }

    /// Leaves of equal keys the first, with the last one's value.
    func resolveEqualKeys() {
        if fields.areAsRemembered { return }
        let sources: [Int]?
        let hasEscapes = fields.elements.contains(where: \.keyHasEscapes)
        if hasEscapes {
            keys.removeAll()
            keyRanges.removeAll(keepingCapacity: true)
            for field in fields.elements {
                let start = keys.count
                JSONString.writeCanonical(slice(field.key), to: keys)
                keyRanges.append(start..<keys.count)
            }
            let bytes = keys.bytes
            sources = DuplicateKeys.resolve(
                count: fields.count, key: { UnsafeRawBufferPointer(rebasing: bytes[keyRanges[$0]]) })
        } else {
            sources = DuplicateKeys.resolve(count: fields.count, key: { slice(fields[$0].key) })
        }
        guard let sources else {
            if !hasEscapes { fields.remember(in: bytes) }
            return
        }
        equalKeyRows += 1
        // What a member takes stands at its own place or behind it, so that none is overwritten too early.
        var count = 0
        for (index, source) in sources.enumerated() where source >= 0 {
            var field = fields[index]
            field.value = fields[source].value
            field.kind = fields[source].kind
            fields[count] = field
            count += 1
        }
        fields.removeAll(behind: count)
    }
}
