/// Bars that stand in tables. Their lengths are fractions of the width, so that they fit any column.
enum PageBars {
    /// A part of a whole as a filled bar.
    ///
    /// - Parameter title: what it tells, in words.
    static func plain(_ part: Int, of whole: Int, title: Markup) -> Markup {
        let width = ChartLength.fraction(part, of: whole)
        return #"<svg class="bar" role="img" width="100%" height="10"><title>\#(title)</title>"#
            + #"<rect class="track" width="100%" height="10"/><rect class="realised" width="\#(width)" height="10"/></svg>"#
    }

    /// What a mixture asks for as a mark, over what came of it as a filled bar.
    ///
    /// - Parameter whole: the share that fills the width.
    static func share(asked: Double, realised: Double, whole: Double) -> Markup {
        let scale = whole > 0 ? whole : 1
        let place = ChartLength.fraction(asked / scale)
        return #"<svg class="bar share" role="img" width="100%" height="16">"#
            + #"<title>asked \#(PageNumber.share(asked)), realised \#(PageNumber.share(realised))</title>"#
            + #"<rect class="track" y="3" width="100%" height="10"/>"#
            + #"<rect class="realised" y="3" width="\#(ChartLength.fraction(realised / scale))" height="10"/>"#
            + #"<line class="asked" x1="\#(place)" x2="\#(place)" y1="0" y2="16"/></svg>"#
    }

    struct Part {
        var name: Markup
        /// The class that gives it its colour.
        var colour: Markup
        var count: Int
    }

    /// Parts of a whole, one behind the other.
    ///
    /// - Parameter title: what it tells, in words; the parts' numbers are added.
    static func stacked(_ parts: [Part], title: Markup, height: Int = 10) -> Markup {
        let whole = parts.total(\.count)
        let numbers = parts.filter { $0.count > 0 }.map { part -> Markup in ", \(part.name) \(part.count)" }.joined()
        var bar: Markup =
            #"<svg class="bar" role="img" width="100%" height="\#(height)"><title>\#(title)\#(numbers)</title>"#
            + #"<rect class="track" width="100%" height="\#(height)"/>"#
        var before = 0
        for part in parts where part.count > 0 {
            let (start, width) = (ChartLength.fraction(before, of: whole), ChartLength.fraction(part.count, of: whole))
            bar +=
                #"<rect class="\#(part.colour)" x="\#(start)" width="\#(width)" height="\#(height)">"#
                + #"<title>\#(part.name) \#(part.count), \#(PageNumber.part(part.count, of: whole))</title></rect>"#
            before = before.saturatingAdd(part.count)
        }
        return bar + "</svg>"
    }

    /// What the colours of stacked bars mean.
    static func legend(_ parts: [Part]) -> Markup {
        let entries = parts.map { part -> Markup in
            #"<li><svg class="key" aria-hidden="true" width="12" height="12">"#
                + #"<rect class="\#(part.colour)" width="12" height="12" rx="2"/></svg>\#(part.name)</li>"#
        }
        return #"<ul class="legend">\#(entries.joined())</ul>"#
    }
}

/// A place or a length in a drawing, written with two decimals at most: enough for any screen, and the same text everywhere.
struct ChartLength {
    let text: String

    /// A fraction of the drawing's width, from 0 to 1; what lies beyond is put to the nearer end.
    static func fraction(_ fraction: Double) -> ChartLength {
        ChartLength(text: decimals(min(max(fraction, 0), 1) * 100) + "%")
    }

    /// A part of a whole; nothing of nothing.
    static func fraction(_ part: Int, of whole: Int) -> ChartLength {
        fraction(whole > 0 ? Double(part) / Double(whole) : 0)
    }

    /// A length of at most some hundred pixels.
    static func pixels(_ pixels: Double) -> ChartLength { ChartLength(text: decimals(pixels)) }

    private static func decimals(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return String(whole) }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
