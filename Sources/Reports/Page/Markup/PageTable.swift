/// A table of a page: as many rows as the page has room for, and a sentence about the others.
struct PageTable<Item> {
    /// What a column holds.
    enum Kind {
        case text
        case number
        /// A drawing, which takes what width there is.
        case chart
    }

    /// What the table tells, in a few words.
    var caption: Markup
    /// What a row stands for, in the plural.
    var noun: Markup
    var limit = PageLimits.rows
    var columns: [(title: Markup, kind: Kind, cell: (Item) -> Markup)] = []
    /// The cells of the last row, beside its name; nil if there is none.
    var totals: [Markup]?

    init(_ caption: Markup, of noun: Markup, limit: Int = PageLimits.rows) {
        (self.caption, self.noun, self.limit) = (caption, noun, limit)
    }

    /// Adds a column; the first one names the row.
    mutating func add(_ title: Markup, _ kind: Kind = .number, _ cell: @escaping (Item) -> Markup) {
        columns.append((title, kind, cell))
    }

    /// Adds a count as a bar, which the largest one fills, as a number and as a part of a whole.
    ///
    /// - Parameter words: the count in words.
    mutating func addCounts(
        _ count: @escaping (Item) -> Int, _ title: Markup = "instances", most: Int, of whole: Int,
        _ words: @escaping (Int) -> Markup
    ) {
        add("share", .chart) { PageBars.plain(count($0), of: most, title: words(count($0))) }
        add(title) { "\(count($0))" }
        add("of&#160;all") { PageNumber.part(count($0), of: whole) }
    }

    /// The table with its rows; nothing if there are none.
    func markup(_ items: [Item]) -> Markup {
        guard !items.isEmpty else { return .empty }
        let head = columns.map { #"<th scope="col"\#(Self.attribute($0.kind))>\#($0.title)</th>"# as Markup }.joined()
        let body = items.prefix(limit).map { item -> Markup in
            "<tr>\(cells(columns.map { $0.cell(item) }))</tr>\n"
        }.joined()
        let foot: Markup = totals.map { "<tfoot><tr>\(cells(["total"] + $0))</tr></tfoot>" } ?? .empty
        let narrow: Markup = columns.count <= 4 ? #" class="narrow""# : .empty
        return #"<div class="scroll" role="group" tabindex="0" aria-label="\#(caption)">"#
            + "<table\(narrow)><caption>\(caption)</caption>"
            + "<thead><tr>\(head)</tr></thead><tbody>\n\(body)</tbody>\(foot)</table></div>\n"
            + Cut.sentence(shown: limit, of: items.count, noun)
    }

    private func cells(_ cells: [Markup]) -> Markup {
        zip(columns, cells).enumerated().map { index, pair -> Markup in
            let attribute = Self.attribute(pair.0.kind)
            return index == 0
                ? #"<th scope="row"\#(attribute)>\#(pair.1)</th>"# : "<td\(attribute)>\(pair.1)</td>"
        }.joined()
    }

    private static func attribute(_ kind: Kind) -> Markup {
        switch kind {
        case .text: .empty
        case .number: #" class="number""#
        case .chart: #" class="chart""#
        }
    }
}

/// Sentences about what a page leaves out.
enum Cut {
    /// Tells how many are not shown; nothing if all are.
    static func sentence(shown limit: Int, of count: Int, _ noun: Markup) -> Markup {
        count > limit
            ? #"<p class="cut">The first \#(limit) of \#(count) \#(noun) are shown; manifest.json holds all.</p>"#
            : .empty
    }
}
