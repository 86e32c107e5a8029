/// Rows that gave no instance, by reason, with examples by file and line.
struct DropList {
    private let drops: [DatasetStatistics.Drop]

    init(_ drops: [DatasetStatistics.Drop]) { self.drops = drops }

    /// One list for each reason.
    var markup: Markup {
        drops.prefix(PageLimits.datasetRows).map(reason).joined()
            + Cut.sentence(shown: PageLimits.datasetRows, of: drops.count, "reasons")
    }

    private func reason(_ drop: DatasetStatistics.Drop) -> Markup {
        let examples = drop.examples.prefix(PageLimits.examples).map { example -> Markup in
            #"<li><span class="place"><bdi>\#(example.place.text, limit: 300)</bdi></span>"#
                + (example.message.isEmpty ? .empty : #" <bdi>\#(example.message, limit: 300)</bdi>"#)
                + (example.text.isEmpty
                    ? .empty : #"<pre class="text">\#(Markup(block: example.text, limit: PageLimits.excerpt))</pre>"#)
                + "</li>"
        }
        let rest = drop.count - examples.count
        return
            #"<div class="drop"><p><code>\#(drop.reason, limit: 80)</code> \#(PageNumber.counted(drop.count, "row", "rows"))</p>"#
            + (examples.isEmpty ? .empty : "<ul>\(examples.joined())</ul>")
            + (rest > 0 && !examples.isEmpty ? #"<p class="cut">\#(rest) more of this reason.</p>"# : .empty) + "</div>"
    }
}
