/// Lengths as a histogram with the median, the 95th percentile and the longest marked.
///
/// Every bin takes the same part of the width, however many lengths it holds; marks stand within their bins in proportion.
struct Histogram {
    private var lengths: TextLengths.Summary
    private let name: StaticString

    /// Where the bars end at the top and at the bottom, in pixels; marks have their words above.
    private static let (top, bottom, height) = (46.0, 118.0, 136)

    /// - Parameter name: what was measured.
    init(_ name: StaticString, _ lengths: TextLengths.Summary) {
        (self.name, self.lengths) = (name, lengths)
        while self.lengths.bins.count > PageLimits.bins { self.lengths.bins = Self.halved(self.lengths.bins) }
    }

    /// Neighbours put together, so that a drawing has room for them.
    private static func halved(_ bins: [TextLengths.Bin]) -> [TextLengths.Bin] {
        stride(from: 0, to: bins.count, by: 2).map { index in
            let pair = bins[index...].prefix(2)
            return TextLengths.Bin(from: pair.first!.from, to: pair.last!.to, count: pair.total(\.count))
        }
    }

    var markup: Markup {
        let texts: Markup = "\(lengths.count) \(lengths.count == 1 ? "text" : "texts")"
        return #"<figure><figcaption>\#(name.description) length <span class="quiet">in characters, \#(texts)</span>"#
            + "</figcaption>\(lengths.bins.isEmpty ? numbers : drawing)</figure>"
    }

    private var numbers: Markup { "<p>median \(lengths.median), p95 \(lengths.p95), longest \(lengths.longest)</p>" }

    private var drawing: Markup {
        #"<svg class="histogram" role="img" width="100%" height="\#(Self.height)"><title>\#(name.description) length: "#
            + "median \(lengths.median), p95 \(lengths.p95), longest \(lengths.longest) characters</title>"
            + bars + axis + mark("median", lengths.median, row: 0) + mark("p95", lengths.p95, row: 1)
            + mark("longest", lengths.longest, row: 2) + "</svg>"
    }

    private var bars: Markup {
        let most = lengths.bins.map(\.count).max() ?? 0
        return lengths.bins.indices.map { index -> Markup in
            let bin = lengths.bins[index]
            guard bin.count > 0 else { return .empty }
            let height = max(1, (Self.bottom - Self.top) * Double(bin.count) / Double(most))
            let (start, width) = (
                ChartLength.fraction(index, of: lengths.bins.count), ChartLength.fraction(1, of: lengths.bins.count)
            )
            return
                #"<rect class="realised" x="\#(start)" width="\#(width)" y="\#(ChartLength.pixels(Self.bottom - height))""#
                + #" height="\#(ChartLength.pixels(height))">"#
                + "<title>\(bin.from) to \(bin.to - 1) characters: \(bin.count)</title></rect>"
        }.joined()
    }

    /// The line below the bars, and the lengths at which some of the bins begin.
    private var axis: Markup {
        let count = lengths.bins.count
        let line: Markup =
            #"<line class="axis" x1="0" x2="100%" y1="\#(ChartLength.pixels(Self.bottom))" y2="\#(ChartLength.pixels(Self.bottom))"/>"#
        let parts = min(4, count)
        return line
            + (0...parts).map { part -> Markup in
                let index = count * part / parts
                let anchor: Markup = part == 0 ? "start" : part == parts ? "end" : "middle"
                let length = index < count ? lengths.bins[index].from : lengths.bins[count - 1].to
                return #"<text class="tick" x="\#(ChartLength.fraction(index, of: count))" y="\#(Self.height - 4)""#
                    + #" text-anchor="\#(anchor)">\#(length)</text>"#
            }.joined()
    }

    /// A line with its words in a row of their own, so that those of near lengths do not lie on each other.
    private func mark(_ word: Markup, _ length: Int, row: Int) -> Markup {
        let fraction = place(of: length)
        let place = ChartLength.fraction(fraction)
        let (anchor, distance): (Markup, Markup) = fraction > 0.7 ? ("end", "-5") : ("start", "5")
        let line = 10 + row * 14
        return
            #"<line class="\#(word)" x1="\#(place)" x2="\#(place)" y1="\#(line - 8)" y2="\#(ChartLength.pixels(Self.bottom))"/>"#
            + #"<text class="mark" x="\#(place)" y="\#(line)" dx="\#(distance)" text-anchor="\#(anchor)">\#(word) \#(length)</text>"#
    }

    /// Where a length stands, as a fraction of the width.
    private func place(of length: Int) -> Double {
        let bins = lengths.bins
        guard let index = bins.firstIndex(where: { length < $0.to }) else { return 1 }
        let within = Double(length - bins[index].from) / Double(bins[index].to - bins[index].from)
        return (Double(index) + max(0, within)) / Double(bins.count)
    }
}
