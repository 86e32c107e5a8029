/// The stages with their scores, and how many lines have which score.
struct StagesSection {
    private let stages: StageTable?

    init(_ build: Manifest) { stages = build.stages }

    /// Nil if the output is not parted by difficulty.
    var section: PageSection? {
        guard let stages else { return nil }
        let borders = stages.thresholds.map(StageTable.short).joined(separator: ", ")
        return PageSection(
            id: "stages", title: "Stages",
            body: #"<p class="lead">The output in the order in which it is learnt, by scores of difficulty.</p>"#
                + (borders.isEmpty ? .empty : "<p>A new stage begins at \(borders).</p>") + table(stages)
                + histogram(stages))
    }

    private func table(_ stages: StageTable) -> Markup {
        let most = stages.stages.map(\.lines).max() ?? 0
        var table = PageTable<(number: Int, stage: StageTable.Stage)>("Lines by stage", of: "stages")
        table.add("stage") { "\($0.number)" }
        table.add("scores", .text) { Self.scores($0.stage) }
        table.add("share", .chart) { row in
            PageBars.plain(row.stage.lines, of: most, title: "stage \(row.number): \(row.stage.lines) lines")
        }
        table.add("lines") { "\($0.stage.lines)" }
        table.add("shown again") { "\($0.stage.replayed)" }
        return table.markup(stages.stages.enumerated().map { (number: $0 + 1, stage: $1) })
    }

    private static func scores(_ stage: StageTable.Stage) -> Markup {
        guard let from = stage.from, let to = stage.to else { return "any" }
        return "\(StageTable.short(from)) to \(StageTable.short(to))"
    }

    private func histogram(_ stages: StageTable) -> Markup {
        let most = stages.histogram.map(\.count).max() ?? 0
        var table = PageTable<StageTable.Range>("Lines by score", of: "ranges")
        table.add("from") { "\(StageTable.short($0.from))" }
        table.add("share", .chart) { range in
            PageBars.plain(range.count, of: most, title: "\(range.count) lines from \(StageTable.short(range.from))")
        }
        table.add("lines") { "\($0.count)" }
        return stages.histogram.isEmpty ? .empty : table.markup(stages.histogram)
    }
}
