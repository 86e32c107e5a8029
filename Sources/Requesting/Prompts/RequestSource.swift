import JSON

/// A row that a request was made from, as `sources.jsonl` tells it: `{"custom_id","file","line","record","key","instruction","row"}`.
package struct RequestSource: Sendable {
    package var customID: String
    /// The name of the row's file.
    package var file: String
    /// The physical line on which it starts, from 1.
    package var line: Int
    /// Its number in its file, from 1.
    package var record: Int
    /// What names it.
    package var key: String
    /// What it asks; whole, as collected rows show it.
    package var instruction: String

    /// Longer rows are left out.
    package static let maxRowBytes = 16 << 10

    package init(customID: String, file: String, line: Int, record: Int, key: String, instruction: String) {
        (self.customID, self.file, self.line, self.record, self.key) = (customID, file, line, record, key)
        self.instruction = instruction
    }

    /// - Returns: nil if it is none.
    package init?(_ json: JSONValue) {
        guard let customID = json["custom_id"]?.text, let file = json["file"]?.text, let line = json["line"]?.integer,
            let record = json["record"]?.integer, let key = json["key"]?.text,
            let instruction = json["instruction"]?.text
        else { return nil }
        self.init(
            customID: customID, file: file, line: line, record: record, key: key, instruction: instruction)
    }

    /// - Parameter row: the row's canonical text; of one that is too long only its size is told.
    package func write(row: UnsafeRawBufferPointer, to output: ByteBuffer) {
        let place = JSONValue.object([
            "custom_id": .string(customID), "file": .string(file), "line": .int(line), "record": .int(record),
            "key": .string(key), "instruction": .string(instruction),
        ])
        place.write(to: output)
        output.truncate(to: output.count - 1)
        if row.count <= Self.maxRowBytes {
            output.append(",\"row\":")
            output.append(row)
        } else {
            output.append(",\"row_bytes\":")
            output.append(String(row.count))
        }
        output.append("}\n")
    }
}
