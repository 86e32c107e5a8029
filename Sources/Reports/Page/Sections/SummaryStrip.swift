import Diagnostics

/// The build in a few large numbers.
struct SummaryStrip {
    private let build: Manifest
    private var ledgers: [DatasetLedger] { build.ledgers }

    init(_ build: Manifest) { self.build = build }

    /// A list of names and numbers; nothing if the manifest tells of none.
    var markup: Markup {
        let ofRows = ledgers.isEmpty ? [] : [instances, rows, demonstrations, inverted]
        let tiles = ofRows + [outputs, duplicates, findings].compactMap { $0 }
        return tiles.isEmpty ? .empty : #"<dl class="summary">\#(tiles.joined())</dl>"#
    }

    private func tile(_ name: Markup, _ number: Markup, _ note: Markup, isBad: Bool = false) -> Markup {
        #"<div\#(isBad ? #" class="bad""# : .empty as Markup)><dt>\#(name)</dt><dd class="number">\#(number)</dd><dd>\#(note)</dd></div>"#
    }

    private var instances: Markup {
        tile(
            "Instances", "\(ledgers.total(\.instances))",
            "from \(PageNumber.counted(ledgers.count, "dataset", "datasets"))")
    }

    private var rows: Markup {
        let (read, rejected) = (ledgers.total(\.rows), ledgers.total(\.rejectedCount))
        let note: Markup = "\(PageNumber.part(ledgers.total(\.taken), of: read)) taken, \(rejected) rejected"
        return tile("Rows read", "\(read)", note)
    }

    private var demonstrations: Markup {
        let some = ledgers.total { $0.demonstrations.total { $0.key > 0 ? $0.value : 0 } }
        return tile(
            "Demonstrated", PageNumber.part(some, of: ledgers.total(\.instances)), "of instances have solved examples")
    }

    private var inverted: Markup {
        tile(
            "Inverted", PageNumber.part(ledgers.total(\.inverted), of: ledgers.total(\.instances)),
            "of instances turn the task around")
    }

    private var outputs: Markup? {
        guard !build.outputs.isEmpty else { return nil }
        return tile(
            "Output", PageNumber.bytes(build.outputs.total(\.bytes)),
            "in \(PageNumber.counted(build.outputs.count, "file", "files"))")
    }

    private var duplicates: Markup? {
        guard let duplicates = build.statistics?.duplicates else { return nil }
        let (within, across) = (duplicates.within.total(\.count), duplicates.across.total(\.count))
        return tile(
            "Duplicates", "\(within.saturatingAdd(across))", "\(within) within splits, \(across) across",
            isBad: across > 0)
    }

    private var findings: Markup? {
        guard let findings = build.statistics?.findings else { return nil }
        return tile(
            "Findings", "\(findings.count)", FindingsSection.summary(findings) ?? "nothing was noticed",
            isBad: findings.contains { $0.severity != .note })
    }
}
