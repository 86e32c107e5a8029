import JSON
import Mixing
import Prompting
import Records
import Running

/// Collects what the rows of a dataset hold. Everything but the first places and the order of the fields is the same for
/// any order of the rows.
///
/// One collector takes all rows, on one thread: which fields are among the first thousand is known only in the order of
/// the input. So its being used from the closures of a `RowPipeline` with one job is safe.
final class RowInspection: RowHandler, @unchecked Sendable {
    /// Up to so many rows are told apart: the table of their hashes then takes 32 MiB.
    static let duplicateLimit = 1 << 21
    /// Up to so many field names are told apart.
    static let nameLimit = 1 << 19

    private(set) var rows = 0
    private(set) var names = FieldNames()
    private(set) var fields: ContiguousArray<FieldInspection> = []
    /// The names behind the first thousand, and those that are too long.
    private(set) var otherNames = DistinctHashes(limit: RowInspection.nameLimit)
    private(set) var distinctRows: DistinctHashes
    private(set) var duplicates = FirstOccurrence()
    private(set) var otherFields = FirstOccurrence()
    private(set) var repeatedKeys = FirstOccurrence()

    private var place = RecordLocation(input: 0, line: 0)
    /// How many fields the first row has: the fields numbered below this, if there are not too many; and what tells the
    /// set of the others from another one.
    private var firstCount = 0
    private var firstOthers: UInt64 = 0
    /// How many of the rows so far held a key twice.
    private var equalKeyRows = 0
    private let rowKeys = RowKeys(idField: nil)

    init(duplicateLimit: Int) { distinctRows = DistinctHashes(limit: duplicateLimit) }

    func willHandle(_ rows: RowCursor) { place = rows.place }

    func handle(_ row: Row) throws(PromptError) {
        rows += 1
        var others: UInt64 = 0
        var numbered = 0
        var known = 0
        for (position, field) in row.fields.elements.enumerated() {
            let number =
                field.keyHasEscapes
                ? self.number(ofEscaped: row.slice(field.key), position, &others)
                : self.number(of: row.slice(field.key), position, &others)
            guard let number else { continue }
            numbered += 1
            if number < firstCount { known += 1 }
            fields[number].add(field.kind, row.slice(field.value), at: place)
        }
        compareWithFirst(numbered: numbered, known: known, others: others)
        if row.equalKeyRows > equalKeyRows { repeatedKeys.add(place) }
        equalKeyRows = row.equalKeyRows
        if distinctRows.isComplete, distinctRows.insert(rowKeys.content(of: row)) == true { duplicates.add(place) }
    }

    func finishBatch() {}

    // MARK: Fields

    private func number(ofEscaped key: UnsafeRawBufferPointer, _ position: Int, _ others: inout UInt64) -> Int? {
        var name = JSONString.decode(key, hasEscapes: true)
        return name.withUTF8 { number(of: UnsafeRawBufferPointer($0), position, &others) }
    }

    private func number(of name: UnsafeRawBufferPointer, _ position: Int, _ others: inout UInt64) -> Int? {
        guard let number = names.number(of: name, position: position) else {
            let hash = XXH3.hash(name)
            others &+= XXH3.avalanche(hash)
            _ = otherNames.insert(hash)
            return nil
        }
        if number == fields.count {
            fields.append(FieldInspection())
            if StringMeasure(text: name).hasByteOrderMark { fields[number].addMarkedName(at: place) }
        }
        return number
    }

    /// A row has the first one's fields when it has as many, and all are among those. A sum of hashes stands for the
    /// names that have no number.
    private func compareWithFirst(numbered: Int, known: Int, others: UInt64) {
        if rows == 1 {
            firstCount = numbered
            firstOthers = others
        } else if numbered != firstCount || known != firstCount || others != firstOthers {
            otherFields.add(place)
        }
    }
}
