import JSON
import Mixing

/// A build's numbers as one flat object of keys and numbers, as DVC and others read and compare metrics.
package struct Metrics {
    private let ledgers: [DatasetLedger]

    /// - Parameter ledgers: of all datasets of the build.
    package init(_ ledgers: [DatasetLedger]) {
        self.ledgers = ledgers
    }

    /// `{"ag_news.rows": 4000, …, "total.rows": 4000, …}`, on lines of their own: the datasets in the recipe's order, then the sums.
    /// Holds no times, so that equal builds give equal metrics.
    package var text: String {
        let text = ByteBuffer()
        JSONValue.object(members).write(to: text, indent: 0)
        text.append("\n")
        return text.string
    }

    private var members: [JSONValue.Member] {
        let total = ledgers.reduce(0) { $0 + $1.amount }
        var taken: Set<String> = ["total", "total.splits"]
        var members: [JSONValue.Member] = []
        for ledger in ledgers {
            var name = ledger.name
            // Names may be anything; every key stands for one number.
            while taken.contains(name) || taken.contains(name + ".splits") { name = "dataset." + name }
            taken.formUnion([name, name + ".splits"])
            members += Self.counts([ledger], name)
            members.append(.init(key: name + ".epochs", value: .double(ledger.epochs)))
            let share = total > 0 ? Double(ledger.amount) / Double(total) : 0
            members.append(.init(key: name + ".share", value: .double(share)))
            members += Self.splits([ledger], name)
        }
        return members + Self.counts(ledgers, "total") + Self.splits(ledgers, "total")
    }

    private static func counts(_ ledgers: [DatasetLedger], _ name: String) -> [JSONValue.Member] {
        let numbers: KeyValuePairs<String, (DatasetLedger) -> Int> = [
            "rows": { $0.rows }, "taken": { $0.taken }, "rejected": { $0.rejectedCount }, "filtered": { $0.filtered },
            "blank": { $0.blank }, "refused": { $0.refused }, "over_cap": { $0.overCap },
            "unvalidated": { $0.unvalidated }, "instances": { $0.instances }, "characters": { $0.characters },
            "inverted": { $0.inverted }, "lacking_demonstrations": { $0.lackingDemonstrations },
        ]
        let duplicates = ledgers.compactMap(\.duplicates)
        let listed =
            duplicates.isEmpty
            ? [] : [JSONValue.Member(key: name + ".duplicates", value: .int(duplicates.reduce(0, +)))]
        return listed
            + numbers.map { key, number in
                JSONValue.Member(key: "\(name).\(key)", value: .int(ledgers.reduce(0) { $0 + number($1) }))
            }
    }

    private static func splits(_ ledgers: [DatasetLedger], _ name: String) -> [JSONValue.Member] {
        let sums = ledgers.reduce(into: [:]) { sums, ledger in sums.merge(ledger.splits, uniquingKeysWith: +) }
        return sums.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { split, count in
            JSONValue.Member(key: "\(name).splits.\(split)", value: .int(count))
        }
    }
}
