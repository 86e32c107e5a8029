import Diagnostics
import Formats
import Prompting
import Records

/// Goes over the rows of a batch: passes over those that are not wanted, and rejects those that are none.
@usableFromInline
package final class RowCursor {
    /// What a batch holds besides the rows that are handled.
    struct Counts: Sendable {
        /// Records of other shards.
        var others = 0
        var rejects: [Reject] = []
        /// How many rows held a key twice.
        var equalKeyRows = 0
    }

    /// The row at hand.
    @usableFromInline let row: Row
    private let batch: InputBatch
    private let bytes: UnsafeRawBufferPointer
    private let screen: RowPrefilter?
    private let shard: RecordShard?
    /// The index of the record at hand in the batch.
    @exclusivity(unchecked) private var index = -1
    /// Whether nothing is told of the row at hand if it is wrong.
    @exclusivity(unchecked) private var isTrial = false
    @exclusivity(unchecked) private var counts = Counts()

    private init(
        _ batch: InputBatch, _ bytes: UnsafeRawBufferPointer, _ row: Row, _ screen: RowPrefilter?, _ shard: RecordShard?
    ) {
        (self.batch, self.bytes, self.row, self.screen, self.shard) = (batch, bytes, row, screen, shard)
    }

    /// Lets a handler go over the rows of a batch.
    ///
    /// - Parameter row: is used for all of them.
    static func run<Handler: RowHandler>(
        _ handler: Handler, over batch: InputBatch, _ row: Row, _ screen: RowPrefilter?, _ shard: RecordShard?
    ) -> Counts {
        batch.batch.bytes.withUnsafeBytes { bytes in
            let rows = RowCursor(batch, bytes, row, screen, shard)
            let equalKeyRows = row.equalKeyRows
            handler.handleAll(rows)
            rows.counts.equalKeyRows = row.equalKeyRows - equalKeyRows
            return rows.counts
        }
    }

    /// Goes to the next row that is wanted.
    ///
    /// - Returns: false at the end of the batch.
    @usableFromInline
    func advance() -> Bool {
        while index + 1 < batch.batch.records.count {
            index += 1
            let span = batch.batch.records[index]
            if let shard, !shard.holds(UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end])) {
                counts.others += 1
                continue
            }
            isTrial = false
            if let screen, batch.isLines, span.fault == nil {
                let use = screen.use(of: UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end]))
                if use == .none { continue }
                isTrial = use == .trial
            }
            do throws(RowError) {
                try batch.decoder.decode(span, of: bytes, into: row)
                return true
            } catch {
                if isTrial { continue }
                counts.rejects.append(reject(offset: error.offset, code: error.code.rawValue, message: error.message))
            }
        }
        return false
    }

    /// Where the row at hand stands.
    package var place: RecordLocation {
        RecordLocation(
            input: batch.input, line: batch.batch.records[index].line, record: batch.batch.number(ofRecord: index))
    }

    /// Rejects the row at hand.
    @usableFromInline
    func reject(_ error: PromptError) {
        if isTrial { return }
        var reject = reject(offset: nil, code: error.code.rawValue, message: error.message)
        (reject.template, reject.field) = (error.template, error.field)
        counts.rejects.append(reject)
    }

    /// - Parameter offset: of the fault, in bytes from the record's start; nil if it concerns the whole record.
    private func reject(offset: Int?, code: String, message: String) -> Reject {
        let (records, span) = (batch.batch, batch.batch.records[index])
        let place = records.place(inRecord: index, offset: offset ?? 0)
        var reject = Reject(
            source: batch.source, record: records.number(ofRecord: index), line: span.line, byte: place.byte,
            column: offset == nil ? nil : place.column, code: code, message: message,
            raw: Array(bytes[span.start..<span.end]))
        reject.faultLine = place.line
        reject.excerpt = place.text.map { text in
            Excerpt(text: Array(bytes[text.bytes].prefix(Excerpt.most)), column: text.column)
        }
        return reject
    }
}
