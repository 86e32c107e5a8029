import JSON
import Mixing

/// A build's numbers as one flat object of keys and numbers, as DVC and others read and compare metrics.
package struct Metrics {
    private let ledgers: [DatasetLedger]

    /// - Parameter ledgers: of all datasets of the build.
    package init(_ ledgers: [DatasetLedger]) { self.ledgers = ledgers }

    /// `{"ag_news.rows": 4000, …, "total.rows": 4000, …}`, on lines of their own: the datasets in the recipe's order, then the sums.
    /// Holds no times, so that equal builds give equal metrics.
    package var text: String {
        let text = ByteBuffer()
        JSONValue.object(members).write(to: text, indent: 0)
        text.append("\n")
        return text.string
    }

    private var members: [JSONValue.Member] {
        var taken: Set<String> = ["total", "total.splits"]
        var members: [JSONValue.Member] = []
        for ledger in ledgers.withShares {
            var name = ledger.name
            // Names may be anything; every key stands for one number.
            while taken.contains(name) || taken.contains(name + ".splits") { name = "dataset." + name }
            taken.formUnion([name, name + ".splits"])
            members += Self.counts([ledger], name)
            members.append(.init(key: name + ".epochs", value: .double(ledger.epochs)))
            members.append(.init(key: name + ".share", value: .double(ledger.realised ?? 0)))
            members += Self.splits([ledger], name)
        }
        return members + Self.counts(ledgers, "total") + Self.splits(ledgers, "total")
    }

    /// What only some recipes have comes first.
    private static let fields = [true, false].flatMap { isOptional in
        DatasetLedger.fields.filter { $0.uses.contains(.metrics) && $0.isOptional == isOptional }
    }

    private static func counts(_ ledgers: [DatasetLedger], _ name: String) -> [JSONValue.Member] {
        fields.compactMap { field in
            let numbers = ledgers.compactMap(field.number)
            guard !field.isOptional || !numbers.isEmpty else { return nil }
            return JSONValue.Member(key: "\(name).\(field.key)", value: .int(numbers.reduce(0, +)))
        }
    }

    private static func splits(_ ledgers: [DatasetLedger], _ name: String) -> [JSONValue.Member] {
        let sums = ledgers.reduce(into: [:]) { sums, ledger in sums.merge(ledger.splits, uniquingKeysWith: +) }
        return sums.inOrder.map { NamedCount(name: "\(name).splits.\($0.name)", count: $0.count).member }
    }
}
