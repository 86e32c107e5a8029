import Diagnostics
import JSON

extension DatasetLedger {
    /// The counts of rows and instances that are not 0, to be added to those of other parts of the dataset.
    package var sums: JSONValue {
        .object(Self.sumFields.compactMap { $0.member(self) }.filter { $0.value != 0 && $0.value != .object([:]) })
    }

    /// Adds the counts of another part of the dataset.
    ///
    /// - Parameter sums: as `sums` gives them.
    /// - Returns: whether they can be read; if not, nothing is added.
    package mutating func add(sums: JSONValue) -> Bool {
        guard case .object(let members) = sums,
            members.allSatisfy({ member in Self.sumFields.contains { $0.key == member.key } })
        else { return false }
        var part = DatasetLedger(name: name)
        do throws(Diagnostic) {
            for field in Self.sumFields { try field.read(&part, ManifestPart(sums)) }
        } catch {
            return false
        }
        return add(part)
    }

    /// The ledger with the share that it has of a mixture.
    ///
    /// - Parameter total: how much all datasets give, in the mixture's unit.
    fileprivate func withShare(of total: Int) -> DatasetLedger {
        var ledger = self
        ledger.realised = total > 0 ? Double(amount) / Double(total) : 0
        return ledger
    }

    /// Adds the counts of another part of the dataset.
    ///
    /// - Returns: whether the sums can be told; if not, nothing is added.
    package mutating func add(_ part: DatasetLedger) -> Bool {
        var result = self
        guard Self.sumFields.allSatisfy({ $0.add(&result, part) }) else { return false }
        self = result
        return true
    }
}

extension [DatasetLedger] {
    /// The ledgers of a whole mixture with the shares that they have of it.
    var withShares: [DatasetLedger] { map { [total = reduce(0) { $0 + $1.amount }] in $0.withShare(of: total) } }
}

/// A group's line of the mixture table.
struct GroupLine: ManifestRecord {
    var name = "", datasets: [String] = []
    /// What the datasets' ledgers add up to.
    var sum = DatasetLedger()

    static let fields: [Field<GroupLine>] =
        [
            Field("name", .text, \.name, "The group's name.", parts: .same),
            Field("datasets", .list(.text), \.datasets, "Its datasets.", parts: .same),
        ] + DatasetLedger.fields.filter { $0.uses.contains(.groups) }.map { Field($0, of: \.sum) }

    init() {}

    /// - Parameter ledgers: those of the whole mixture.
    init(name: String, datasets: [String], of ledgers: [DatasetLedger]) {
        self.name = name
        let members = ledgers.filter { datasets.contains($0.name) }
        self.datasets = members.map(\.name)
        for ledger in members {
            let isTold = sum.add(ledger)
            precondition(isTold, "the counts of \(name) are too large")
            sum.share.share += ledger.share.share
        }
        sum = sum.withShare(of: ledgers.reduce(0) { $0 + $1.amount })
    }
}
