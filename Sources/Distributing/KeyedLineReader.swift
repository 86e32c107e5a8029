import Diagnostics
import JSON
import Records
import Running

/// Reads lines behind their keys in the order of these.
struct KeyedLineReader {
    private var name = ""
    private var last: [UInt8] = []
    /// How many lines had the last key.
    private var equal = 0

    /// What stands in a line.
    enum Item {
        /// What a rendering comes to; its key without the mark.
        case counts(key: String, text: String)
        /// A line of a split, by its position, with its line feed.
        case line(split: Int, UnsafeRawBufferPointer)
    }

    /// The line at hand with its line feed.
    private let text = ByteBuffer()

    private init() {}

    /// Reads files one after the other.
    ///
    /// - Parameters:
    ///   - paths: `-` is standard input.
    ///   - isSorted: whether the lines must stand in the order of their keys; then of equal ones no more are handed on than are taken.
    ///   - body: gets the name of the file, and what stands in a line of it.
    static func read(
        _ paths: [String], isSorted: Bool, _ body: (String, Item) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        let inputs = InputSet(paths: paths, format: RecordFormat(.jsonl))
        let feed = BatchReader(inputs, blockSize: BatchReader.blockSize(jobs: 1), summaries: .none)
        var reader = KeyedLineReader()
        while let batch = try next(feed) {
            reader.name = batch.source
            var failure: Diagnostics?
            batch.batch.bytes.withUnsafeBytes { bytes in
                for span in batch.batch.records where failure == nil {
                    do throws(Diagnostics) {
                        guard span.fault == nil else { throw reader.fault("is too long", line: span.line) }
                        if let item = try reader.item(bytes, span, isSorted: isSorted) { try body(batch.source, item) }
                    } catch {
                        failure = error
                    }
                }
            }
            if let failure { throw failure }
        }
    }

    private static func next(_ feed: BatchReader) throws(Diagnostics) -> InputBatch? {
        do {
            return try feed.next()
        } catch {
            throw Diagnostics(error.diagnostic, status: error.status)
        }
    }

    private func fault(_ message: String, line: Int) -> Diagnostics {
        Diagnostics(
            Diagnostic(
                "\(name):\(line): \(message)",
                help: "what is read are the lines of hornbook render --keyed, sorted by LC_ALL=C sort"))
    }

    /// What stands in a line; nil if it is one more of equal lines than are taken.
    private mutating func item(
        _ bytes: UnsafeRawBufferPointer, _ span: RecordSpan, isSorted: Bool
    ) throws(Diagnostics) -> Item? {
        let record = UnsafeRawBufferPointer(rebasing: bytes[span.start..<span.end])
        guard let separator = record.firstIndex(of: KeyedLine.separator) else {
            throw fault("has no key, and no tab behind it", line: span.line)
        }
        let key = record[..<separator]
        if isSorted {
            let order = last.withUnsafeBytes { last in
                last.elementsEqual(key) ? 0 : last.lexicographicallyPrecedes(key) ? -1 : 1
            }
            guard order <= 0 else { throw fault("the lines are not sorted by their keys", line: span.line) }
            if order < 0 { (last, equal) = (Array(key), 0) }
            equal += 1
        }
        if key.first == KeyedLine.counts {
            return .counts(
                key: String(decoding: key.dropFirst(), as: UTF8.self),
                text: String(decoding: record[(separator + 1)...], as: UTF8.self))
        }
        let most = try KeyedLine.most(of: key, name: "\(name):\(span.line)")
        if let most, isSorted, equal > most { return nil }
        guard !key.isEmpty else { throw fault("has no key", line: span.line) }
        text.removeAll()
        text.append(UnsafeRawBufferPointer(rebasing: record[(separator + 1)...]))
        text.append(UInt8(ascii: "\n"))
        return .line(split: KeyedLine.split(of: key), text.bytes)
    }
}
