/// The page around its sections: the head, the summary and the contents.
struct PageFrame {
    private let build: Manifest, sections: [PageSection]

    init(_ build: Manifest, _ sections: [PageSection]) { (self.build, self.sections) = (build, sections) }

    /// Nothing is loaded and nothing runs; of styles only the page's own sheet holds, and no attribute.
    private static let policy: Markup =
        "default-src 'none'; style-src '\(Stylesheet.hash)'; base-uri 'none'; form-action 'none'"

    var markup: Markup {
        #"<!DOCTYPE html>\#n<html lang="en">\#n<head>\#n<meta charset="utf-8"/>\#n"#
            + #"<meta http-equiv="Content-Security-Policy" content="\#(Self.policy)"/>\#n"#
            + #"<meta name="viewport" content="width=device-width, initial-scale=1"/>\#n"#
            + #"<meta name="color-scheme" content="light dark"/>\#n<meta name="referrer" content="no-referrer"/>\#n"#
            + "<title>\(title)</title>\n<style>\(Stylesheet.markup)</style>\n</head>\n<body>\n"
            + ##"<a class="skip" href="#report">Skip to the report</a>\##n"## + header
            + #"<div class="page">\#n\#(contents)<main id="report">\#n"#
            + sections.map(\.markup).joined()
            + "</main>\n</div>\n<footer><p>Made from manifest.json alone: the same manifest gives the same page.</p></footer>\n"
            + "</body>\n</html>\n"
    }

    private var title: Markup {
        let ledgers = build.ledgers
        guard !ledgers.isEmpty else { return "Build report" }
        return "Build report: \(PageNumber.counted(ledgers.total(\.instances), "instance", "instances")) from "
            + PageNumber.counted(build.datasets.count, "dataset", "datasets")
    }

    private var header: Markup {
        let facts: [Markup] = [
            "hornbook \(build.version, limit: 40)",
            build.seed.isEmpty ? .empty : "seed \(build.seed, limit: 40)",
            build.recipe.hash.isEmpty
                ? .empty : "recipe <code>\(String(build.recipe.hash.unicodeScalars.prefix(12)))</code>",
        ]
        return "<header>\n<h1>Build report</h1>"
            + #"<p class="facts">\#(facts.filter { !$0.isEmpty }.map { "<span>\($0)</span>" as Markup }.joined())</p>\#n"#
            + SummaryStrip(build).markup + "\n</header>\n"
    }

    private var contents: Markup {
        let lines = sections.map { section -> Markup in
            ##"<li><a href="#\##(section.id)">\##(section.title)</a>"##
                + (section.links.isEmpty ? .empty : "<ol>\(section.links)</ol>") + "</li>\n"
        }.joined()
        return #"<nav aria-label="Contents"><h2>Contents</h2><ol>\#n\#(lines)</ol></nav>\#n"#
    }
}
