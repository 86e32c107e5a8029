import Formats
import Mixing
import Records

/// A batch of records, with what is needed to make rows of them and to tell where they stand.
package struct InputBatch: Sendable {
    package let batch: RecordBatch
    package let decoder: RowDecoder
    /// Whether each record is a line of JSON, whose bytes are the row's.
    package let isLines: Bool
    /// The input's position among the inputs.
    package let input: Int
    package let source: String

    package init(batch: RecordBatch, decoder: RowDecoder, isLines: Bool, input: Int, source: String) {
        (self.batch, self.decoder, self.isLines, self.input, self.source) = (batch, decoder, isLines, input, source)
    }
}

/// Reads the batches of several inputs one after the other.
package final class BatchReader {
    private let inputs: InputSet
    private let blockSize: Int
    private let kind: RowPipeline.SummaryKind
    private let maxRecords: Int
    private let kept: [KeptRecords]?
    /// The next of the records that are kept.
    private var place = (kept: 0, record: 0)
    private var index = -1
    private var reader: RecordReader?
    private var source: ByteSource?
    private let meter = Meter()
    private var decoder: RowDecoder?
    package private(set) var records = 0
    package private(set) var summaries: [InputSummary] = []

    /// Hashes and counts the bytes of the input at hand.
    private final class Meter {
        var hash = SHA256()
        var checksum = Checksum()
        var bytes = 0
        var records = 0
    }

    /// - Parameter kept: records that are handed on in the inputs' place.
    package init(
        _ inputs: InputSet, blockSize: Int, summaries kind: RowPipeline.SummaryKind, kept: [KeptRecords]? = nil
    ) {
        (self.kept, self.inputs, self.blockSize, self.kind) = (kept, inputs, blockSize, kind)
        maxRecords = inputs.maxRecords ?? .max
    }

    /// How much is read at a time that suits a number of threads, to which handing on a block costs something.
    package static func blockSize(jobs: Int) -> Int { jobs > 1 ? 512 << 10 : 128 << 10 }

    /// How many bytes have been read of all inputs, as they stand on the disk; 0 if no summaries are taken.
    package var bytes: Int { summaries.reduce(meter.bytes) { $0 + $1.bytes } }
    package var isReady: Bool { source?.isReady ?? true }

    package func next() throws(InputError) -> InputBatch? {
        if let kept { return nextBatch(of: kept) }
        while true {
            guard records < maxRecords else { return nil }
            if var batch = try reader?.nextBatch() {
                if batch.records.count > maxRecords - records {
                    batch.records.removeLast(batch.records.count - (maxRecords - records))
                }
                records += batch.records.count
                meter.records += batch.records.count
                // The row of a list is not known by the line's own bytes.
                let isLines = reader!.format.isPlainLines && !(inputs.takesLists && batch.holdsLists)
                return InputBatch(
                    batch: batch, decoder: decoder!, isLines: isLines, input: index, source: inputs.names[index])
            }
            if reader != nil, kind != .none {
                summaries.append(
                    InputSummary(
                        name: inputs.names[index], bytes: meter.bytes, hash: kind == .hashes ? meter.hash.finish() : "",
                        checksum: meter.checksum.value, records: meter.records))
            }
            index += 1
            guard index < inputs.paths.count else { return nil }
            try open(inputs.paths[index])
        }
    }

    private func nextBatch(of kept: [KeptRecords]) -> InputBatch? {
        while place.kept < kept.count, place.record == kept[place.kept].count { place = (place.kept + 1, 0) }
        guard place.kept < kept.count else { return nil }
        let batch = kept[place.kept].batch(from: place.record, size: blockSize)
        place.record += batch.batch.records.count
        records += batch.batch.records.count
        return batch
    }

    private func open(_ path: String) throws(InputError) {
        let source = try inputs.open(path)
        (meter.hash, meter.checksum, meter.bytes, meter.records) = (SHA256(), Checksum(), 0, 0)
        if kind != .none {
            source.rawBytesObserver = { [meter, kind] bytes in
                if kind == .hashes { meter.hash.add(bytes) }
                meter.checksum.add(bytes)
                meter.bytes += bytes.count
            }
        }
        let reader = try RecordReader(
            source: source, name: inputs.names[index], format: inputs.format(of: path), blockSize: blockSize)
        (decoder, self.source, self.reader) = (reader.makeDecoder(), source, reader)
    }
}
