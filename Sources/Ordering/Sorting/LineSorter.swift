import Diagnostics

/// Puts lines in the order of their keys: by a digit of its key each goes into one of 257 buckets, each of which is sorted by itself. A
/// bucket that is too large to be sorted in memory is parted by a further digit.
final class LineSorter {
    private let buckets: LineBuckets
    private let spares: SpareChunks
    /// The place of the digit that parts lines.
    private let place: Int

    /// How many buckets there are: one for each byte, and one for lines that have ended.
    static let fanOut = 257

    init(_ spares: SpareChunks, place: Int = 0) {
        buckets = LineBuckets(count: Self.fanOut, spares)
        (self.spares, self.place) = (spares, place)
    }

    /// How many bytes of memory the lines take.
    var memory: Int { buckets.memory }

    func add(_ key: LineKey, _ line: UnsafeRawBufferPointer) {
        buckets.add(key, line, to: LineRecord.digit(place, of: key.order, line))
    }

    /// Moves all lines in memory to a file.
    func spillOver() throws(Diagnostics) { try buckets.spillOver() }

    /// Hands the lines on in their order.
    ///
    /// - Parameters:
    ///   - memory: how many bytes may be taken besides the lines that are in memory.
    ///   - keepsLines: whether they can be handed on once more.
    func forEachSorted(
        memory: Int, keepsLines: Bool = false, _ body: (LineRecord) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        try buckets.finish()
        var buffer = LineChunk(capacity: 0)
        var (entries, spare): ([Entry], [Entry]) = ([], [])
        for bucket in 0..<Self.fanOut {
            if buckets.size(of: bucket) <= memory / 4 || buckets.lineCount(of: bucket) == 1 {
                entries.removeAll(keepingCapacity: true)
                try buckets.forEachRecord(of: bucket, in: &buffer) { record in entries.append(Entry(record)) }
                Self.sort(&entries, &spare)
                for entry in entries { try body(entry.record) }
            } else {
                try part(bucket, memory: memory, body)
            }
            if !keepsLines { buckets.release(bucket) }
        }
    }

    /// A record with the first of what it is sorted by beside it.
    private struct Entry: Comparable {
        let order: UInt64
        let record: LineRecord

        init(_ record: LineRecord) { (order, self.record) = (record.key.order, record) }

        static func < (a: Entry, b: Entry) -> Bool {
            a.order != b.order ? a.order < b.order : LineRecord.precedes(a.record, b.record)
        }
        static func == (a: Entry, b: Entry) -> Bool { !(a < b) && !(b < a) }
    }

    /// Sorts entries whose hashes are spread evenly, as they are but for equal rows: by counting, into runs of a few that are then sorted
    /// one by one.
    ///
    /// - Parameter spare: takes the place of the entries.
    private static func sort(_ entries: inout [Entry], _ spare: inout [Entry]) {
        guard entries.count > runCount / 4 else { return entries.sort() }
        var (least, most) = (entries[0].order, entries[0].order)
        for entry in entries { (least, most) = (min(least, entry.order), max(most, entry.order)) }
        let bits = UInt64.bitWidth - (most - least).leadingZeroBitCount
        let shift = UInt64(max(0, bits - runCount.trailingZeroBitCount))
        // Where the next entry of each run goes; in the end, where the run ends.
        var places = Array(repeating: 0, count: runCount)
        for entry in entries { places[Int((entry.order - least) >> shift)] += 1 }
        var sum = 0
        for run in places.indices { (places[run], sum) = (sum, sum + places[run]) }
        spare = entries
        for entry in entries {
            let run = Int((entry.order - least) >> shift)
            spare[places[run]] = entry
            places[run] += 1
        }
        swap(&entries, &spare)
        entries.withUnsafeMutableBufferPointer { entries in
            var start = 0
            for end in places {
                if end - start > 1 {
                    var run = UnsafeMutableBufferPointer(rebasing: entries[start..<end])
                    run.sort()
                }
                start = end
            }
        }
    }

    /// Into so many runs entries are sorted.
    private static let runCount = 1 << 11

    /// Hands on the lines of a bucket that is too large.
    private func part(
        _ bucket: Int, memory: Int, _ body: (LineRecord) throws(Diagnostics) -> Void
    ) throws(Diagnostics) {
        let bufferSize = max(4 << 10, min(1 << 20, memory / 16))
        guard let place = try firstDifference(in: bucket, bufferSize) else {
            // All are equal: many passes over one row, say.
            let reader = buckets.reader(of: bucket, bufferSize: bufferSize)
            while let record = try reader.next() { try body(record) }
            return
        }
        let parts = LineSorter(spares, place: place)
        let reader = buckets.reader(of: bucket, bufferSize: bufferSize)
        while let record = try reader.next() {
            parts.add(record.key, record.line)
            if parts.memory > memory / 2 { try parts.spillOver() }
        }
        try parts.forEachSorted(memory: max(memory / 2, 64 << 10), body)
    }

    /// The first place at which lines of a bucket differ; nil if all are equal.
    private func firstDifference(in bucket: Int, _ bufferSize: Int) throws(Diagnostics) -> Int? {
        let reader = buckets.reader(of: bucket, bufferSize: bufferSize)
        guard let first = try reader.next().map({ Array($0.bytes) }) else { return nil }
        var place: Int?
        while let record = try reader.next() {
            let found = first.withUnsafeBytes { record.firstDifference(from: LineRecord(start: $0.baseAddress!)) }
            place = [place, found].compactMap(\.self).min()
        }
        return place
    }
}
