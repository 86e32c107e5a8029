/// Takes a whole file as one record, an empty one as none.
struct WholeSplitter: RecordSplitter {
    private let maxRowBytes: Int
    private var start = 0
    private(set) var scanned = 0
    private var isAbandoned = false

    init(maxRowBytes: Int) {
        self.maxRowBytes = maxRowBytes
    }

    var firstNeeded: Int { isAbandoned ? scanned : start }

    mutating func drop(_ count: Int) {
        start -= count
        scanned -= count
    }

    mutating func scan(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan], limit: Int) {
        scanned = bytes.count
    }

    mutating func finish(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        if start < bytes.count, !isAbandoned {
            records.append(RecordSpan(start: start, end: bytes.count, line: 1))
        }
        start = bytes.count
    }

    mutating func abandon(_ bytes: UnsafeRawBufferPointer, into records: inout [RecordSpan]) {
        records.append(LongRecord.span(start: start, line: 1, limit: maxRowBytes, in: bytes))
        isAbandoned = true
    }
}
