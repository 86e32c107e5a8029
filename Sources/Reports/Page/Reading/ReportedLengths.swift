import Diagnostics

/// How long the prompts or completions of a dataset are, in code points.
struct ReportedLengths {
    /// Texts whose length is at least `from` and below `to`.
    struct Bin {
        var from, to, count: Int
    }

    /// How many texts were measured.
    var count: Int
    var median, p95, longest: Int
    /// Each begins where the one before it ends.
    var bins: [Bin]

    /// Reads lengths with their bins, of which neighbours are put together until a drawing has room for them.
    ///
    /// - Returns: nil if there are none.
    /// - Throws: also where bins leave a gap, overlap or are empty.
    init?(_ part: ManifestPart) throws(Diagnostic) {
        guard part.exists else { return nil }
        count = try part.count("count")
        median = try part.count("p50")
        p95 = try part.count("p95")
        longest = try part.count("max")
        bins = []
        for element in try part.part("bins").elements() {
            let bin = Bin(
                from: try element.count("from"), to: try element.count("to"), count: try element.count("count"))
            guard bin.from < bin.to else { throw element.expected("`to` above `from`") }
            guard bins.isEmpty || bins[bins.count - 1].to == bin.from else {
                throw element.expected("`from` where the bin before it ends")
            }
            bins.append(bin)
        }
        while bins.count > PageLimits.bins { bins = Self.halved(bins) }
    }

    private static func halved(_ bins: [Bin]) -> [Bin] {
        stride(from: 0, to: bins.count, by: 2).map { index in
            let pair = bins[index...].prefix(2)
            return Bin(from: pair.first!.from, to: pair.last!.to, count: pair.total(\.count))
        }
    }
}
