import JSON

/// An instance beside the row that it was made of. A value of the row that stands in the prompt or in the completion has
/// the same colour on both sides.
struct SampleView {
    private let sample: InstanceSample, row: [JSONValue.Member], prompt, completion: MarkedText
    /// The fields whose values are found, in the order of the row: their places choose the colours.
    private let found: [String]

    private static let colours = 6

    init(_ sample: InstanceSample) {
        self.sample = sample
        let row = Array(sample.members.prefix(PageLimits.fields))
        let values = row.compactMap { member in Self.text(of: member.value).map { (field: member.key, text: $0) } }
        func search(_ text: String) -> MarkedText {
            MarkedText(String(String.UnicodeScalarView(text.unicodeScalars.prefix(PageLimits.search))), values: values)
        }
        let (prompt, completion) = (search(sample.prompt), search(sample.completion))
        let fields = Set((prompt.spans + completion.spans).map { Array($0.field.utf8) })
        (self.row, self.prompt, self.completion) = (row, prompt, completion)
        found = row.map(\.key).filter { fields.contains(Array($0.utf8)) }
    }

    private static func text(of value: JSONValue) -> String? {
        if case .number(let text) = value { text } else { value.text }
    }

    var markup: Markup {
        #"<article class="sample"><p class="facts"><span class="place"><bdi>\#(sample.place.text, limit: 300)</bdi></span>"#
            + #"<span>template <bdi>\#(sample.template, limit: 80)</bdi></span>"#
            + (sample.isInverted ? #"<span class="tag">inverted</span>"# : .empty)
            + (sample.demonstrations > 0
                ? "<span>after \(PageNumber.counted(sample.demonstrations, "demonstration", "demonstrations"))</span>"
                : .empty)
            + (sample.key.isEmpty ? .empty : #"<span>key <code>\#(sample.key, limit: 40)</code></span>"#)
            + #"</p><div class="beside"><div class="row"><h5>Row</h5>\#(fields)</div><div>"#
            + (sample.turns.isEmpty ? pair : sample.turns.map(Self.turn).joined())
            + (sample.isCut
                ? #"<p class="cut">manifest.json holds only the beginnings of these texts.</p>"# : .empty)
            + "</div></div></article>\n"
    }

    private var pair: Markup {
        #"<h5>Prompt</h5>\#(block(prompt, of: sample.prompt))<h5>Completion</h5>\#(block(completion, of: sample.completion))"#
    }

    /// A turn of a conversation; what was thought before it, and which tools are called, is folded.
    private static func turn(_ turn: SampledTurn) -> Markup {
        func folded(_ title: Markup, _ text: String) -> Markup {
            text.isEmpty ? .empty : #"<details><summary>\#(title)</summary>\#(block(text))</details>"#
        }
        let said = turn.text.isEmpty && !turn.calls.isEmpty ? Markup.empty : block(turn.text)
        return
            #"<h5>\#(turn.speaker, limit: 40)</h5>\#(folded("Reasoning", turn.reasoning))\#(said)\#(folded("Calls of tools", turn.calls))"#
    }

    private static func block(_ text: String) -> Markup {
        text.isEmpty
            ? #"<pre class="text"><span class="cut">empty</span></pre>"#
            : #"<pre class="text">\#(Markup(block: text, limit: PageLimits.text))</pre>"#
    }

    private var fields: Markup {
        guard !row.isEmpty else { return #"<p class="quiet">not in the manifest</p>"# }
        let list = row.map { member -> Markup in
            "<dt>\(member.key, limit: 60)</dt><dd>\(value(of: member))</dd>"
        }.joined()
        return "<dl>\(list)</dl>" + Cut.sentence(shown: PageLimits.fields, of: sample.members.count, "fields")
    }

    private func value(of member: JSONValue.Member) -> Markup {
        guard let text = member.value.text else {
            let shown: Markup =
                "\(DisplayText.value(member.value, limit: PageLimits.excerpt), limit: PageLimits.excerpt + 1)"
            return "<code>\(mark(shown, field: member.key))</code>"
        }
        if text.isEmpty { return #"<span class="cut">empty</span>"# }
        let shown = text.unicodeScalars.prefix(PageLimits.excerpt)
        return mark(Markup(scalars: shown), field: member.key)
            + Markup.rest(text.unicodeScalars.count - PageLimits.excerpt)
    }

    /// A text of the instance, of which only a part may have been searched.
    private func block(_ marked: MarkedText, of text: String) -> Markup {
        if text.isEmpty { return #"<pre class="text"><span class="cut">empty</span></pre>"# }
        let scalars = Array(text.unicodeScalars.prefix(PageLimits.text))
        var result: Markup = #"<pre class="text">"#
        var place = 0
        for span in marked.spans where span.range.lowerBound < scalars.count {
            let range = span.range.clamped(to: 0..<scalars.count)
            result += Markup(scalars: scalars[place..<range.lowerBound])
            result += mark(Markup(scalars: scalars[range]), field: span.field)
            place = range.upperBound
        }
        return result + Markup(scalars: scalars[place...]) + Markup.rest(text.unicodeScalars.count - scalars.count)
            + "</pre>"
    }

    /// Gives a text its field's colour, if the field is found anywhere.
    private func mark(_ text: Markup, field: String) -> Markup {
        guard let index = found.firstIndex(where: { $0.utf8.elementsEqual(field.utf8) }) else { return text }
        return #"<mark class="colour\#(index % Self.colours)" title="\#(field, limit: 60)">\#(text)</mark>"#
    }
}
