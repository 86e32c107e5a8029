import JSON

/// Makes rows of the elements of a document's outermost array that hold them further inside: each row gets the fields of
/// the objects around it, the outermost first, then its own; of equal names the innermost object's field is kept.
///
/// Works on text that was cut but not checked: a row is put together from raw fields, and the decoder checks it like any
/// other. One element gives its rows in batches of bounded size, since what it carries is repeated in each.
struct RowExpander {
    /// What is left to do, innermost last.
    private enum Task {
        /// Go on with an array's elements, looking for the keys from an index of the path on.
        case elements(JSONMembers, next: Int)
        /// The innermost object whose fields are carried is done.
        case leave
    }

    private let path: [String]
    /// How many keys of the path lead to the elements.
    private let followed: Int
    private var batch = RecordBatch(bytes: [], records: [], firstRecord: 1, byteOffset: 0)
    /// The next record of `batch`.
    private var nextUnit = 0
    private var tasks: [Task] = []
    private var carried = InheritedFields()
    private var position = TextPosition()
    private var nextRecord = 1
    /// Whether any row has been found, and else what was there instead.
    private var hasFound = false
    private var missing: SplitterRefusal?

    /// So deep objects and arrays may lie around a row. Fewer than the decoder takes: each level is looked through
    /// once more.
    private static let most = 64

    /// - Parameters:
    ///   - path: from the document's root.
    ///   - followed: how many of its keys lead to the elements; the others are followed from each element.
    init(_ path: [String], followed: Int) { (self.path, self.followed) = (path, followed) }

    /// Takes a batch of elements; all of the last one must have been expanded.
    mutating func take(_ batch: RecordBatch) {
        self.batch = batch
        nextUnit = 0
    }

    /// That the path led nowhere in all that was taken.
    var refusal: SplitterRefusal? { hasFound ? nil : missing }

    /// The next rows, until their bytes are `size` or more; nil when the elements are used up.
    mutating func next(size: Int) -> RecordBatch? {
        let source = batch
        var rows = RecordBatch(bytes: [], records: [], firstRecord: nextRecord, byteOffset: 0)
        source.bytes.withUnsafeBytes { bytes in
            while rows.bytes.count < size, rows.records.count < size {
                if !tasks.isEmpty {
                    step(bytes, into: &rows)
                } else if nextUnit < source.records.count {
                    begin(source.records[nextUnit], bytes, into: &rows)
                    nextUnit += 1
                } else {
                    break
                }
            }
        }
        nextRecord += rows.records.count
        return rows.records.isEmpty ? nil : rows
    }

    private mutating func begin(_ unit: RecordSpan, _ bytes: UnsafeRawBufferPointer, into rows: inout RecordBatch) {
        position = TextPosition(offset: unit.start, line: unit.line, column: Int(unit.column))
        if unit.fault != nil {
            append(unit.start..<unit.end, fault: unit.fault, bytes, into: &rows)
        } else {
            visit(unit.start..<unit.end, next: followed, bytes, into: &rows)
        }
    }

    private mutating func step(_ bytes: UnsafeRawBufferPointer, into rows: inout RecordBatch) {
        switch tasks.removeLast() {
        case .leave: carried.leave()
        case .elements(var elements, let next):
            do throws(JSONMembers.Malformed) {
                guard let element = try elements.next() else { return }
                tasks.append(.elements(elements, next: next))
                visit(element.value, next: next, bytes, into: &rows)
            } catch {
                // What follows in this array is lost with it.
                append(error.offset..<error.offset, fault: .document(error.fault), bytes, into: &rows)
            }
        }
    }

    /// Goes into a value: follows its keys, or takes it as a row.
    private mutating func visit(
        _ value: Range<Int>, next: Int, _ bytes: UnsafeRawBufferPointer, into rows: inout RecordBatch
    ) {
        var (value, next) = (value, next)
        while true {
            let first = bytes[value.lowerBound]
            if first == UInt8(ascii: "["), tasks.count < Self.most {
                tasks.append(.elements(JSONMembers(bytes, value), next: next))
                return
            }
            guard first == UInt8(ascii: "{"), next < path.count else { break }
            guard let members = try? Self.members(bytes, value) else { break }
            // Of equal keys the last value counts.
            guard let sought = members.last(where: { matches($0.key, path[next], bytes) }) else {
                if missing == nil {
                    missing = JSONPath.missing(
                        path[...next],
                        keys: members.prefix(32).map {
                            JSONPath.text(UnsafeRawBufferPointer(rebasing: bytes[$0.key])) ?? "?"
                        }, suggestion: nil)
                }
                return
            }
            tasks.append(.leave)
            carried.enter(members.filter { !matches($0.key, path[next], bytes) }, bytes)
            (value, next) = (sought.value, next + 1)
        }
        append(value, fault: nil, bytes, into: &rows)
    }

    private func matches(_ key: Range<Int>, _ name: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
        JSONPath.text(UnsafeRawBufferPointer(rebasing: bytes[key]))?.utf8.elementsEqual(name.utf8) ?? false
    }

    static func members(
        _ bytes: UnsafeRawBufferPointer, _ object: Range<Int>
    ) throws(JSONMembers.Malformed) -> [JSONMembers.Item] {
        var result: [JSONMembers.Item] = []
        var members = JSONMembers(bytes, object)
        while let member = try members.next() { result.append(member) }
        return result
    }

    /// Appends a record: an object with the carried fields before its own, anything else as it stands.
    private mutating func append(
        _ value: Range<Int>, fault: RowFault?, _ bytes: UnsafeRawBufferPointer, into rows: inout RecordBatch
    ) {
        if fault == nil { hasFound = true }
        position.advance(to: value.lowerBound, in: bytes)
        let start = rows.bytes.count
        let byte = batch.byteOffset + value.lowerBound
        var origin = RecordOrigin(byte: byte, ownByte: byte)
        var own = value
        if fault == nil, !carried.isEmpty, bytes[value.lowerBound] == UInt8(ascii: "{"),
            let members = try? Self.members(bytes, value)
        {
            own = value.lowerBound + 1..<value.upperBound
            rows.bytes.append(UInt8(ascii: "{"))
            carried.write(besides: members, bytes, to: &rows.bytes)
            origin.carried = rows.bytes.count - start
            origin.ownByte = byte + 1
        }
        rows.bytes.append(contentsOf: bytes[own])
        rows.records.append(
            RecordSpan(
                start: start, end: rows.bytes.count, line: position.line, column: Int32(clamping: position.column),
                fault: fault))
        rows.origins.append(origin)
    }
}
