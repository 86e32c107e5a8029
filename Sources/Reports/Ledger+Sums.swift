import JSON

extension DatasetLedger {
    /// The counts that parts of a dataset add up to.
    private static var counts: [(name: String, path: WritableKeyPath<DatasetLedger, Int>)] {
        [
            ("rows", \.rows), ("filtered", \.filtered), ("blank", \.blank), ("refused", \.refused), ("taken", \.taken),
            ("over_cap", \.overCap), ("unvalidated", \.unvalidated), ("available", \.available),
            ("available_amount", \.availableAmount), ("available_characters", \.availableCharacters),
            ("amount", \.amount), ("characters", \.characters), ("instances", \.instances), ("inverted", \.inverted),
            ("lacking_demonstrations", \.lackingDemonstrations), ("self_demonstrations", \.selfDemonstrations),
        ]
    }

    /// The same by names of something.
    private static var tables: [(name: String, path: WritableKeyPath<DatasetLedger, [String: Int]>)] {
        [
            ("rejected", \.rejected), ("refused_inversions", \.refusedInversions), ("templates", \.templates),
            ("options", \.options), ("splits", \.splits), ("demonstrations", \.demonstrationTable),
        ]
    }

    /// The numbers of demonstrations as texts.
    private var demonstrationTable: [String: Int] {
        get { Dictionary(uniqueKeysWithValues: demonstrations.map { (String($0.key), $0.value) }) }
        set { demonstrations = Dictionary(newValue.map { (Int($0.key) ?? 0, $0.value) }, uniquingKeysWith: +) }
    }

    /// The counts of rows and instances that are not 0, to be added to those of other parts of the dataset.
    package var sums: JSONValue {
        var members: [JSONValue.Member] = []
        for (name, path) in Self.counts where self[keyPath: path] != 0 {
            members.append(JSONValue.Member(key: name, value: .int(self[keyPath: path])))
        }
        for (name, path) in Self.tables where !self[keyPath: path].isEmpty {
            let entries = self[keyPath: path].sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            members.append(
                JSONValue.Member(
                    key: name, value: .object(entries.map { JSONValue.Member(key: $0.key, value: .int($0.value)) })))
        }
        return .object(members)
    }

    /// Adds the counts of another part of the dataset.
    ///
    /// - Parameter sums: as `sums` gives them.
    /// - Returns: whether they can be read; if not, nothing is added.
    package mutating func add(sums: JSONValue) -> Bool {
        guard case .object(let members) = sums else { return false }
        var result = self
        for member in members {
            if let (_, path) = Self.counts.first(where: { $0.name == member.key }) {
                guard let count = member.value.integer, count >= 0, Self.add(count, to: &result[keyPath: path])
                else { return false }
            } else if let (_, path) = Self.tables.first(where: { $0.name == member.key }) {
                guard case .object(let entries) = member.value else { return false }
                for entry in entries {
                    guard let count = entry.value.integer, count >= 0,
                        Self.add(count, to: &result[keyPath: path][entry.key, default: 0])
                    else { return false }
                }
            } else {
                return false
            }
        }
        self = result
        return true
    }

    /// Adds where the sum can be told.
    private static func add(_ count: Int, to sum: inout Int) -> Bool {
        let (result, overflows) = sum.addingReportingOverflow(count)
        sum = result
        return !overflows
    }
}
