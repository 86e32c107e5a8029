import JSON
import Records

/// The fast way of JSON records to rows: one decoder and one row for record after record, as in a build.
package final class FastRows {
    private let decoder: RowDecoder
    private let row = Row()
    private let output = ByteBuffer()

    /// Has seen no record yet.
    package init() {
        let nothing = ByteSource(bytes: [])
        guard let reader = try? RecordReader(source: nothing, name: "", format: RecordFormat(.jsonl)) else {
            preconditionFailure("an empty input is refused")
        }
        decoder = reader.makeDecoder()
    }

    /// Holds the next record against the twin.
    ///
    /// - Parameters:
    ///   - record: without its line end.
    ///   - behind: what stands behind it in memory and may be read.
    /// - Returns: how the two differ; nil if they do not.
    package func difference(_ record: [UInt8], behind: [UInt8] = []) -> String? {
        // Of just this size, so that a look too far leaves the allocation.
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: record.count + behind.count, alignment: 1)
        defer { memory.deallocate() }
        memory.copyBytes(from: record + behind)
        let bytes = UnsafeRawBufferPointer(rebasing: memory[..<record.count])
        let expected = JSONTwin.read(record)
        do throws(RowError) {
            try decoder.decode(bytes, readableBehind: behind.count, into: row)
        } catch {
            let fast = "\(error.code.rawValue)@\(error.offset)"
            if case .fault(let code, let offset) = expected, fast == "\(code.rawValue)@\(offset)" { return nil }
            return tell(record, fast, expected)
        }
        output.removeAll()
        row.writeCanonical(to: output)
        guard case .row(let fields) = expected, output.bytes.elementsEqual(JSONTwin.canonical(fields)) else {
            return tell(record, output.string, expected)
        }
        for (field, twin) in zip(row.fields.elements, fields) {
            guard let text = twin.text else { continue }
            if !row.text(of: field).unicodeScalars.elementsEqual(text) { return tell(record, "other text", expected) }
        }
        if row.fields.isPlainASCII, record.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "\\") }) {
            return tell(record, "said to be plain ASCII", expected)
        }
        return nil
    }

    private func tell(_ record: [UInt8], _ fast: String, _ twin: JSONTwin.Answer) -> String {
        let slow =
            switch twin {
            case .row(let fields): String(decoding: JSONTwin.canonical(fields), as: UTF8.self)
            case .fault(let code, let offset): "\(code.rawValue)@\(offset)"
            }
        return "\(String(decoding: record, as: UTF8.self).debugDescription)\nfast: \(fast)\ntwin: \(slow)"
    }
}
