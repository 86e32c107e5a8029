import JSON
import Jinja
import Testing

@testable import Requesting

/// Requests as they are written, and the rows that they show.
@Suite struct RequestTests {
    private func names(_ json: String) throws -> Dict {
        guard case .object(let members) = try JSONValue(parsing: json) else { return Dict() }
        let names = Dict()
        for member in members { names.set(member.key, to: Value(member.value)) }
        return names
    }

    @Test func everyPromptShowsWhatItIsAbout() throws {
        let task = #"{"instruction":"SAY {{ it }}","input":"IN","output":"OUT","text":"SAY {{ it }}"}"#
        let shown =
            #"{"instruction":"SAY {{ it }}","answer":"OUT","is_classification":true,"examples":[\#(task),\#(task)]}"#
        for kind in RequestKind.allCases {
            let output = ByteBuffer()
            let maker = RequestMaker(try RequestPrompt(kind), RequestSettings(model: "m"))
            let id = try maker.write(try names(shown), to: output)
            let line = try JSONValue(parsing: String(output.string.dropLast()))
            #expect(line["custom_id"]?.text == id.map(kind.customID))
            let text = try #require(line["body"]?["messages"]?.elements?.first?["content"]?.text)
            #expect(text.contains("SAY {{ it }}"), "\(kind)")
            #expect(!text.contains("%}"), "\(kind)")
            if kind == .templates { #expect(text.contains("{{ answer_choices[label] }}")) }
            if kind == .difficulty || kind == .alpaca { #expect(text.contains("OUT")) }
        }
    }

    @Test func labelsComeFirstInClassification() throws {
        func text(_ flag: String) throws -> String {
            let output = ByteBuffer()
            let maker = RequestMaker(try RequestPrompt(.instances), RequestSettings(model: "m"))
            _ = try maker.write(try names("{\"instruction\":\"x\",\"is_classification\":\(flag)}"), to: output)
            return output.string
        }
        let (label, input) = (try text("true"), try text("false"))
        let positions = [label, input].map {
            ($0.firstRange(of: "Output: <")!.lowerBound, $0.firstRange(of: "Input: <")!.lowerBound)
        }
        #expect(positions[0].0 < positions[0].1)
        #expect(positions[1].1 < positions[1].0)
    }

    @Test func identifierComesFromKindTemplateAndText() throws {
        func id(_ kind: RequestKind, _ source: String?, _ instruction: String, model: String = "m") throws -> UInt64? {
            let maker = RequestMaker(try RequestPrompt(kind, source: source), RequestSettings(model: model))
            return try maker.write(try names("{\"instruction\":\"\(instruction)\"}"), to: ByteBuffer())
        }
        let first = try id(.answers, nil, "a")
        #expect(try id(.answers, nil, "a", model: "n") == first)
        let others = [
            try id(.answers, nil, "b"), try id(.refusals, nil, "a"),
            try id(.answers, "{{ instruction }}{# new #}", "a"),
        ]
        #expect(Set(others + [first]).count == 4)
        #expect(try id(.answers, "  ", "a") == nil)
        #expect(throws: JinjaError.self) { try id(.answers, "{{ missing }}", "a") }
    }

    @Test func drawsKeepTheirShares() {
        let (people, machine) = (Array(UInt64(100)..<140), Array(UInt64(500)..<540))
        let draw = SeedDraw(.instructions, seed: 1)
        for request in 0..<50 {
            let rows = draw.draw(request, people: people, machine: machine)
            #expect(rows.count == 8)
            #expect(rows.filter(\.isMachine).count == 2)
            #expect(Set(rows.map { "\($0)" }).count == 8)
            // The same rows, wherever they stand.
            let turned = draw.draw(request, people: people.reversed(), machine: machine)
            #expect(
                turned.map { $0.isMachine ? machine[$0.index] : people.reversed()[$0.index] }
                    == rows.map { $0.isMachine ? machine[$0.index] : people[$0.index] })
        }
        #expect(draw.draw(0, people: people, machine: []).count == 8)
        #expect(draw.draw(0, people: [1, 2], machine: machine).count == 4)
        #expect(SeedDraw(.alpaca, seed: 1).draw(0, people: people, machine: machine).allSatisfy { !$0.isMachine })
        let starts = Set((0..<50).map { draw.draw($0, people: people, machine: machine)[0].index })
        #expect(starts.count > 10)
        #expect(
            draw.draw(0, people: people, machine: machine)
                != SeedDraw(.instructions, seed: 2).draw(0, people: people, machine: machine))
    }

    @Test func longRowsAreLeftOutOfSources() throws {
        let source = RequestSource(
            customID: "answers-00", file: "a\"b", line: 3, record: 2, key: "k", instruction: "é\n")
        for (row, isWhole) in [("{\"a\":1}", true), ("{\"a\":\"\(String(repeating: "x", count: 16 << 10))\"}", false)] {
            let output = ByteBuffer()
            Array(row.utf8).withUnsafeBytes { source.write(row: $0, to: output) }
            let json = try JSONValue(parsing: String(output.string.dropLast()))
            #expect(json["row"] == (isWhole ? try JSONValue(parsing: row) : nil))
            #expect(json["row_bytes"]?.integer == (isWhole ? nil : row.utf8.count))
            let read = try #require(RequestSource(json))
            #expect(read.file == "a\"b" && read.line == 3 && read.record == 2 && read.instruction == "é\n")
        }
    }
}
