import Diagnostics

/// How long the texts of a dataset's instances are, in code points.
package struct TextLengths: ManifestRecord {
    private(set) var prompt: Summary?, completion: Summary?

    init() {}
    package init(prompt: Summary, completion: Summary) { (self.prompt, self.completion) = (prompt, completion) }

    static let fields: [Field<TextLengths>] = [
        Field("prompt", .optional(.record()), \.prompt, "The prompts'."),
        Field("completion", .optional(.record()), \.completion, "The completions'."),
    ]

    /// Some numbers, and a histogram.
    package struct Summary: ManifestRecord {
        private(set) var count = 0, median = 0, p95 = 0, longest = 0
        var bins: [Bin] = []

        init() {}
        package init(count: Int, median: Int, p95: Int, longest: Int, bins: [Bin]) {
            (self.count, self.median, self.p95, self.longest, self.bins) = (count, median, p95, longest, bins)
        }

        static let fields: [Field<Summary>] = [
            Field("count", .count, \.count, "How many texts were measured."),
            Field("p50", .count(.characters), \.median, "The median."),
            Field("p95", .count(.characters), \.p95, "The 95th percentile."),
            Field("max", .count(.characters), \.longest, "The longest."),
            Field("bins", .list(.record()), \.bins, "A histogram; each bin begins where the one before it ends."),
        ]

        func check(_ part: ManifestPart) throws(Diagnostic) {
            for (index, element) in try part.part("bins").elements().enumerated() where index < bins.count {
                guard bins[index].from < bins[index].to else { throw element.expected("`to` above `from`") }
                guard index == 0 || bins[index - 1].to == bins[index].from else {
                    throw element.expected("`from` where the bin before it ends")
                }
            }
        }
    }

    /// Texts whose length is at least `from` and below `to`.
    package struct Bin: ManifestRecord {
        private(set) var from = 0, to = 0, count = 0

        init() {}
        package init(from: Int, to: Int, count: Int) { (self.from, self.to, self.count) = (from, to, count) }

        static let fields: [Field<Bin>] = [
            Field("from", .count(.characters), \.from, "The least length."),
            Field("to", .count(.characters), \.to, "The length that it ends before."),
            Field("count", .count, \.count, "How many texts."),
        ]
    }
}
