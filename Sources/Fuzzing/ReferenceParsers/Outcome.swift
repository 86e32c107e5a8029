import JSON
import Records

/// What a reader makes of an input, in a form that can be compared and printed.
package struct Outcome: CustomStringConvertible {
    /// Rows as canonical JSON, and rejects as `record:line:code@offset`, in their order.
    package var records: [String] = []
    /// The code of the error that refused the input.
    package var refusal: String?

    package init(refusal: String? = nil) { self.refusal = refusal }

    /// What the fast reader makes of a whole input, in blocks of one size.
    ///
    /// - Parameter blockSize: in bytes.
    package init(reading source: ByteSource, _ format: RecordFormat, blockSize: Int) {
        do throws(InputError) {
            let reader = try RecordReader(source: source, name: "test", format: format, blockSize: blockSize)
            let decoder = reader.makeDecoder()
            let row = Row()
            var expected = 1
            while let batch = try reader.nextBatch() {
                precondition(batch.firstRecord == expected && !batch.records.isEmpty)
                expected += batch.records.count
                take(batch, decoder, row)
            }
        } catch {
            refusal = error.code.rawValue
        }
    }

    private mutating func take(_ batch: RecordBatch, _ decoder: RowDecoder, _ row: Row) {
        let output = ByteBuffer()
        batch.bytes.withUnsafeBytes { bytes in
            for (index, span) in batch.records.enumerated() {
                do throws(RowError) {
                    try decoder.decode(span, of: bytes, into: row)
                    output.removeAll()
                    row.writeCanonical(to: output)
                    records.append(output.string)
                } catch {
                    let record = batch.firstRecord + index
                    let offset = batch.place(inRecord: index, offset: error.offset).byte
                    records.append("\(record):\(span.line):\(error.code.rawValue)@\(offset)")
                }
            }
        }
    }

    /// The rows alone.
    package var rows: [String] { records.filter { $0.hasPrefix("{") } }

    /// Rejects as `line:code`.
    package var rejects: [String] {
        records.filter { !$0.hasPrefix("{") }.map { text in
            let parts = text.split(separator: "@")[0].split(separator: ":")
            return "\(parts[1]):\(parts[2])"
        }
    }

    package var description: String { (records + (refusal.map { ["refused: \($0)"] } ?? [])).joined(separator: "\n") }
}

extension Outcome: Equatable {
    /// Compares bytes: texts that differ in their bytes only can be equal as `String`.
    package static func == (a: Outcome, b: Outcome) -> Bool {
        a.refusal == b.refusal && a.records.elementsEqual(b.records) { $0.utf8.elementsEqual($1.utf8) }
    }
}
