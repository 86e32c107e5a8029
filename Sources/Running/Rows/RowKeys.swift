import JSON
import Mixing
import Prompting
import Records

/// Takes the identity of rows. One per thread.
package final class RowKeys {
    private let idField: String?
    private let text = ByteBuffer()

    /// - Parameter idField: the field that identifies a row; nil: the bytes of its record.
    package init(idField: String?) { self.idField = idField }

    package func key(of row: Row) throws(PromptError) -> RecordKey {
        guard let idField else { return RowHasher.recordKey(identity: row.bytes) }
        guard let field = row.value(of: idField) else {
            throw PromptError(
                .missingID, "the row has no field `\(idField)`, which the recipe's `id` names", field: idField)
        }
        text.removeAll()
        row.writeCanonicalValue(of: field, to: text)
        return RowHasher.recordKey(identity: text.bytes)
    }

    /// XXH3 (seed 0) of the row's canonical text without the field that identifies it: rows equal in content are equal in it.
    package func content(of row: Row) -> UInt64 {
        text.removeAll()
        row.writeCanonical(to: text, without: idField.flatMap { row.value(of: $0) })
        return XXH3.hash(text.bytes)
    }

    package func canonicalText(of row: Row) -> [UInt8] {
        text.removeAll()
        row.writeCanonical(to: text)
        return Array(text.bytes)
    }
}

/// Which split a row belongs to.
package struct SplitRule: Sendable {
    package let names: [String]
    private let bounds: [Double]

    /// - Parameter splits: names and shares that sum to 1.
    package init(_ splits: [(name: String, share: Double)]) {
        names = splits.map(\.name)
        var sum = 0.0
        bounds = splits.map { split in
            sum += split.share
            return sum
        }
    }

    /// The position of a row's split: the first whose bound its hash lies below.
    ///
    /// - Parameter content: XXH3 of the row's canonical text without its id; asked for only where there are several splits.
    package func split(of content: @autoclosure () -> UInt64, _ hasher: RowHasher) -> Int {
        guard names.count > 1 else { return 0 }
        let place = hasher.splitHash(content: content()).unitInterval
        return bounds.firstIndex { place < $0 } ?? bounds.lastIndex { $0 > 0 } ?? names.count - 1
    }

    /// The split that demonstrations come from: the one called `train`, else the first.
    package var demonstrationSplit: Int { names.firstIndex(of: "train") ?? 0 }
}
