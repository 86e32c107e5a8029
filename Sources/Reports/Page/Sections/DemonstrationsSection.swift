/// How many solved examples stand before the questions.
struct DemonstrationsSection {
    private let ledgers: [DatasetLedger]
    /// The numbers of demonstrations that have a column each.
    private let numbers: [Int]
    /// Whether instances with more demonstrations are put together in one column.
    private let hasMore: Bool

    init(_ build: Manifest) {
        ledgers = build.ledgers
        let all = Set(ledgers.flatMap(\.demonstrations.keys)).union([0]).sorted()
        numbers = Array(all.prefix(PageLimits.columns))
        hasMore = all.count > numbers.count
    }

    /// Nil if the manifest tells of no instances.
    var section: PageSection? {
        guard !ledgers.isEmpty else { return nil }
        let lead: Markup = #"<p class="lead">How many solved examples stand before the question.</p>"#
        let body =
            numbers.count > 1
            ? PageBars.legend(parts(ledgers)) + table + selfDemonstrations : "<p>No instance has demonstrations.</p>"
        return PageSection(id: "demonstrations", title: "Demonstrations", body: lead + body)
    }

    private func count(_ number: Int, _ ledger: DatasetLedger) -> Int {
        // A dataset without demonstrations has no counts of them.
        number == 0 && ledger.demonstrations.isEmpty ? ledger.instances : ledger.demonstrations[number] ?? 0
    }

    private func rest(_ ledger: DatasetLedger) -> Int {
        ledger.demonstrations.total { numbers.contains($0.key) ? 0 : $0.value }
    }

    private var more: Markup { "more than \(numbers[numbers.count - 1])" }

    private func parts(_ ledgers: [DatasetLedger]) -> [PageBars.Part] {
        let shown = numbers.enumerated().map { index, number in
            PageBars.Part(
                name: number == 0 ? "none" : "\(number)", colour: "step\(index)",
                count: ledgers.total { count(number, $0) })
        }
        guard hasMore else { return shown }
        return shown + [PageBars.Part(name: more, colour: "step\(numbers.count)", count: ledgers.total { rest($0) })]
    }

    private var table: Markup {
        var table = PageTable<DatasetLedger>("Instances by number of demonstrations", of: "datasets")
        table.add("dataset", .text) { "\($0.name, limit: 80)" }
        table.add("instances", .chart) { PageBars.stacked(parts([$0]), title: "\($0.name, limit: 80)") }
        table.totals = [.empty]
        func add(_ title: Markup, _ count: @escaping (DatasetLedger) -> Int) {
            table.add(title) { PageNumber.quietZero(count($0)) }
            table.totals?.append("\(ledgers.total(count))")
        }
        for number in numbers { add(number == 0 ? "none" : "\(number)") { count(number, $0) } }
        if hasMore { add(more, rest) }
        add("fewer than drawn") { $0.lackingDemonstrations }
        return table.markup(ledgers)
    }

    private var selfDemonstrations: Markup {
        let count = ledgers.total(\.selfDemonstrations)
        guard count > 0 else { return #"<p class="good">No instance demonstrates itself.</p>"# }
        return
            #"<p class="bad">\#(PageNumber.counted(count, "instance demonstrates", "instances demonstrate")) itself.</p>"#
    }
}
