import Diagnostics

/// The stages of a curriculum.
struct ReportedStages {
    /// A stage; without scores if it is empty, or drawn at random.
    struct Stage {
        var from, to: Double?
        var lines, replayed: Int
    }

    /// Scores from one to another, the last one included.
    struct Range {
        var from, to: Double
        var count: Int
    }

    var stages: [Stage]
    var thresholds: [Double]
    var ranges: [Range]

    init(_ part: ManifestPart) throws(Diagnostic) {
        stages = try part.list("stages") { (one) throws(Diagnostic) in
            Stage(
                from: try one.signed("from"), to: try one.signed("to"), lines: try one.count("lines"),
                replayed: try one.count("replayed"))
        }
        ranges = try part.list("histogram") { (one) throws(Diagnostic) in
            Range(from: try one.signed("from") ?? 0, to: try one.signed("to") ?? 0, count: try one.count("count"))
        }
        thresholds = try part.list("thresholds") { (one) throws(Diagnostic) in try one.signed() ?? 0 }
    }
}

/// The stages with their scores, and how many lines have which score.
struct StagesSection {
    private let stages: ReportedStages?

    init(_ build: ReportedBuild) { stages = build.stages }

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

    private func table(_ stages: ReportedStages) -> Markup {
        let most = stages.stages.map(\.lines).max() ?? 0
        var table = PageTable<(number: Int, stage: ReportedStages.Stage)>(
            "Lines by stage", of: "stages", limit: PageLimits.rows)
        table.add("stage") { "\($0.number)" }
        table.add("scores", .text) { Self.scores($0.stage) }
        table.add("share", .chart) { row in
            PageBars.plain(row.stage.lines, of: most, title: "stage \(row.number): \(row.stage.lines) lines")
        }
        table.add("lines") { "\($0.stage.lines)" }
        table.add("shown again") { "\($0.stage.replayed)" }
        return table.markup(stages.stages.enumerated().map { (number: $0 + 1, stage: $1) })
    }

    private static func scores(_ stage: ReportedStages.Stage) -> Markup {
        guard let from = stage.from, let to = stage.to else { return "any" }
        return "\(StageTable.short(from)) to \(StageTable.short(to))"
    }

    private func histogram(_ stages: ReportedStages) -> Markup {
        let most = stages.ranges.map(\.count).max() ?? 0
        var table = PageTable<ReportedStages.Range>("Lines by score", of: "ranges", limit: PageLimits.rows)
        table.add("from") { "\(StageTable.short($0.from))" }
        table.add("share", .chart) { range in
            PageBars.plain(range.count, of: most, title: "\(range.count) lines from \(StageTable.short(range.from))")
        }
        table.add("lines") { "\($0.count)" }
        return stages.ranges.isEmpty ? .empty : table.markup(stages.ranges)
    }
}
