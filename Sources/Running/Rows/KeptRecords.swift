import Formats
import JSON
import Records

/// Records of an input that are kept in memory, one after the other, to be read again in the input's place.
package struct KeptRecords: Sendable {
    /// What makes rows of them, and the input's position and name.
    private let decoder: RowDecoder, input: Int, source: String
    private var bytes: [UInt8] = []
    private var records: [RecordSpan] = []
    private var origins: [RecordOrigin] = []

    /// Nothing yet of the input that a batch comes from.
    package init(of batch: InputBatch) {
        (decoder, input, source) = (batch.decoder, batch.input, batch.source)
    }

    package var count: Int { records.count }
    /// How much memory they take, in bytes.
    package var memory: Int {
        bytes.count + records.count * (MemoryLayout<RecordSpan>.stride + MemoryLayout<RecordOrigin>.stride)
    }

    /// Keeps a record of a batch, whose bytes are those of the input.
    package mutating func add(_ index: Int, of batch: RecordBatch) {
        let span = batch.records[index]
        records.append(span.moved(by: bytes.count - span.start))
        bytes += batch.bytes[span.start..<span.end]
        origins.append(RecordOrigin(byte: batch.byteOffset + span.start, number: batch.firstRecord + index))
    }

    /// Adds records that come later in the same input.
    ///
    /// - Returns: false, and adds nothing, if they are another input's.
    package mutating func add(_ others: KeptRecords) -> Bool {
        guard others.input == input else { return false }
        let offset = bytes.count
        bytes += others.bytes
        origins += others.origins
        for span in others.records { records.append(span.moved(by: offset)) }
        return true
    }

    /// Gives up all records but some.
    ///
    /// - Parameter isWanted: tells by a record's index whether it stays.
    package mutating func filter(_ isWanted: (Int) -> Bool) {
        var (count, end) = (0, 0)
        for index in records.indices where isWanted(index) {
            let span = records[index]
            let length = span.end - span.start
            bytes.withUnsafeMutableBytes { bytes in
                bytes.baseAddress!.advanced(by: end).copyMemory(
                    from: bytes.baseAddress!.advanced(by: span.start), byteCount: length)
            }
            records[count] = span.moved(by: end - span.start)
            origins[count] = origins[index]
            (count, end) = (count + 1, end + length)
        }
        records.removeLast(records.count - count)
        origins.removeLast(origins.count - count)
        bytes.removeLast(bytes.count - end)
    }

    /// A batch of the records from one on.
    ///
    /// - Parameter size: how many bytes it has at least, if there are as many.
    func batch(from first: Int, size: Int) -> InputBatch {
        let start = records[first].start
        var end = first
        repeat { end += 1 } while end < records.count && records[end].start - start < size
        var batch = RecordBatch(
            bytes: Array(bytes[start..<records[end - 1].end]),
            records: records[first..<end].map { $0.moved(by: -start) }, firstRecord: 0, byteOffset: 0)
        batch.origins = Array(origins[first..<end])
        return InputBatch(batch: batch, decoder: decoder, isLines: true, input: input, source: source)
    }
}
