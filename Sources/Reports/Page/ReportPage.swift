import Diagnostics
import JSON

/// The report of a build: one HTML file that shows what a manifest tells. It needs nothing beside itself: no script, no
/// picture, no font. It is a pure function of the manifest, at most 4 MiB long, and every text of the manifest in it is text.
///
/// The markup is well-formed XML at the same time.
package struct ReportPage: Sendable {
    /// The name of the page's file in an output folder.
    package static let fileName = "report.html"

    /// The page, with a line feed at its end.
    package let html: String

    /// Makes the page. What a manifest lacks is left out of it.
    package init(_ manifest: Manifest) { html = Self.page(manifest).html }

    /// Makes the page of a manifest that was read.
    ///
    /// - Throws: what is not as expected in the manifest, and where.
    package init(manifest: JSONValue) throws(Diagnostic) { self.init(try Manifest(manifest)) }

    private static func page(_ build: Manifest) -> Markup {
        var room = PageLimits.page - PageLimits.reserve
        func fitted(_ sections: [PageSection?]) -> [PageSection] { sections.compactMap { $0?.fitting(into: &room) } }
        let before = fitted([
            FindingsSection(build).section, MixtureSection(build).section, RowsSection(build).section,
            DemonstrationsSection(build).section, StagesSection(build).section,
        ])
        let after = fitted([DuplicatesSection(build).section, SourcesSection(build).section])
        // Last in the sharing out of room, so that a multitude of datasets displaces nothing else; but not on the page.
        let datasets = [DatasetsSection(build).section(room: room)].compactMap { $0 }
        return PageFrame(build, before + datasets + after).markup
    }
}

/// A part of the page with a heading and a line of the contents.
struct PageSection {
    var id: Markup, title: Markup, body: Markup
    /// Lines of the contents below its own.
    var links: Markup = .empty

    /// The section if there is room for it, otherwise a sentence in its place.
    ///
    /// - Parameter room: in bytes; what the section takes is taken from it.
    func fitting(into room: inout Int) -> PageSection {
        if body.count <= room {
            room -= body.count
            return self
        }
        var section = self
        section.body = #"<p class="cut">Left out, because the page would be too large; manifest.json holds all.</p>"#
        return section
    }

    var markup: Markup {
        #"<section id="\#(id)" aria-labelledby="\#(id)-title"><h2 id="\#(id)-title">\#(title)</h2>\#(body)</section>"#
            + "\n"
    }
}

/// The parts of the datasets, as many as there is room for.
struct DatasetsSection {
    private let datasets: [ReportedDataset]

    init(_ build: Manifest) { datasets = build.datasets }

    /// - Parameter room: for all of them, in bytes.
    /// - Returns: nil if there are no datasets.
    func section(room: Int) -> PageSection? {
        guard !datasets.isEmpty else { return nil }
        var (body, links) = (Markup.empty, Markup.empty)
        var shown = 0
        for dataset in datasets.prefix(PageLimits.datasets) {
            let part = DatasetSection(dataset, number: shown + 1)
            let markup = part.markup
            guard body.count + markup.count <= room else { break }
            body += markup
            links += part.link
            shown += 1
        }
        return PageSection(
            id: "datasets", title: "Datasets", body: body + Cut.sentence(shown: shown, of: datasets.count, "datasets"),
            links: links)
    }
}

/// How much of a manifest one page shows. Everything beyond is counted in words where it is left out.
enum PageLimits {
    /// The whole page, in bytes.
    static let page = 4 << 20
    /// Kept free for the head, the contents and for sentences that tell what was left out, in bytes.
    static let reserve = 256 << 10
    /// Rows of a table.
    static let rows = 200
    /// Datasets that have a part of their own.
    static let datasets = BuildStatistics.maxDatasets
    /// Rows of a table of one dataset.
    static let datasetRows = 40
    /// Columns of a table that has one for each of something.
    static let columns = 8
    /// Examples of a reason or of duplicates.
    static let examples = 5
    /// Instances of a dataset beside their rows.
    static let samples = 4
    /// Fields of a row.
    static let fields = 24
    /// Bins of a histogram.
    static let bins = 48
    /// A prompt, a completion, in code points.
    static let text = 2000
    /// Other texts out of rows, in code points.
    static let excerpt = 400
    /// How far values of a row are looked for in a text, in code points.
    static let search = 20_000
    /// The recipe, in code points.
    static let recipe = 64 << 10
}

struct ReportedDataset {
    var name: String
    /// Nil if the manifest's mixture does not name it.
    var ledger: DatasetLedger?
    /// Nil if the manifest does not tell.
    var contents: DatasetStatistics?
}

extension Manifest {
    /// The files of all datasets, in the order of the recipe.
    var namedInputs: [(dataset: String, file: FileRecord)] {
        inputs.flatMap { input in input.files.map { (input.dataset, $0) } }
    }

    /// Ledgers with what was seen of their datasets; datasets without a ledger come last.
    var datasets: [ReportedDataset] {
        var datasets = ledgers.map { ReportedDataset(name: $0.name, ledger: $0) }
        // By bytes: strings that only look alike are not the same name.
        var places: [[UInt8]: Int] = [:]
        for (index, ledger) in ledgers.enumerated() { places[Array(ledger.name.utf8)] = index }
        for contents in statistics?.datasets ?? [] {
            if let place = places[Array(contents.name.utf8)] {
                datasets[place].contents = contents
            } else {
                datasets.append(ReportedDataset(name: contents.name, contents: contents))
            }
        }
        return datasets
    }
}
