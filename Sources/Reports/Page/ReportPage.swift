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
        func fitted(_ sections: [PageSection?]) -> [PageSection] {
            sections.compactMap { $0?.fitting(into: &room) }
        }
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
    var id: Markup
    var title: Markup
    var body: Markup
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
