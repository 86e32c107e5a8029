import Diagnostics
import JSON
import Mixing
import Prompting
import Records
import Running

/// Rows from the beginning of some inputs, kept in memory for trials of templates: never just the first ones, as files may be
/// sorted, and the same on every day.
struct RowSample {
    struct SampledRow {
        /// The row in canonical form.
        var bytes: [UInt8]
        var example: Diagnostic.RowExample
    }

    /// How many bytes of rows are read at most.
    static let maxBytes = 16 << 20
    /// For each row that is wanted, so many records are read at most.
    static let recordsPerRow = 50

    /// The rows that the recipe lets pass.
    private(set) var rows: [SampledRow] = []
    /// Rows that fail before any template sees them: at `where`, `fields` or `labels`.
    private(set) var failures: [(error: PromptError, example: Diagnostic.RowExample)] = []

    /// Reads rows, and takes those of them whose keys have the smallest hashes, in the order of the input.
    ///
    /// - Parameters:
    ///   - limit: how many rows are wanted at most.
    ///   - prompter: computes fields and tells which rows pass.
    /// - Throws: that an input as a whole cannot be read.
    init(_ inputs: InputSet, limit: Int, prompter: Prompter) throws(Diagnostics) {
        do throws(InputError) {
            try read(inputs, limit, prompter)
            take(limit)
        } catch {
            throw Diagnostics(error.diagnostic, status: error.status)
        }
    }

    private mutating func take(_ limit: Int) {
        guard rows.count > limit else { return }
        let hashes = rows.map { $0.bytes.withUnsafeBytes { XXH3.hash($0, seed: 1) } }
        let taken = rows.indices.sorted { (hashes[$0], $0) < (hashes[$1], $1) }.prefix(limit)
        rows = taken.sorted().map { rows[$0] }
    }

    private mutating func read(_ inputs: InputSet, _ limit: Int, _ prompter: Prompter) throws(InputError) {
        let row = Row()
        let text = ByteBuffer()
        var bytesLeft = Self.maxBytes
        var recordsLeft = limit.multipliedReportingOverflow(by: Self.recordsPerRow).partialValue
        for (index, path) in inputs.paths.enumerated() where recordsLeft > 0 && bytesLeft > 0 {
            let name = inputs.names[index]
            let reader = try RecordReader(
                source: try inputs.open(path), name: name, format: inputs.format(of: path))
            let decoder = reader.makeDecoder()
            while recordsLeft > 0, bytesLeft > 0, let batch = try reader.nextBatch() {
                batch.bytes.withUnsafeBytes { bytes in
                    for (position, span) in batch.records.enumerated() {
                        guard recordsLeft > 0, bytesLeft > 0 else { return }
                        recordsLeft -= 1
                        // Records that are no rows are told by `plan` and `inspect`.
                        guard (try? decoder.decode(span, of: bytes, into: row)) != nil else { continue }
                        let example = Diagnostic.RowExample(
                            file: name, line: span.line, record: batch.firstRecord + position)
                        do throws(PromptError) {
                            guard try prompter.load(row.bytes, row.fields) else { continue }
                        } catch {
                            failures.append((error, example))
                            continue
                        }
                        text.removeAll()
                        row.writeCanonical(to: text)
                        rows.append(SampledRow(bytes: Array(text.bytes), example: example))
                        bytesLeft -= text.count
                    }
                }
            }
        }
    }
}
