import Previewing
import Prompting
import Recipes
import TestSupport
import Testing

@testable import Drafting

/// Drafted packs load, and every template of theirs takes every row that they were drafted from.
@Suite struct PackDraftTests {
    /// Drafts a pack for rows, and renders them through all of its templates.
    ///
    /// - Returns: the pack, and how many instances there were.
    private func draft(_ lines: [String], name: String = "rows.jsonl") throws -> (pack: Pack, instances: Int) {
        try withRows(lines, name: name) { inputs in
            let text = try PackDraft(inputs, path: "pack.yaml", hasOptions: false).text
            #expect(try PackDraft(inputs, path: "pack.yaml", hasOptions: false).text == text)
            let pack = try Pack(name: "pack.yaml", text: text)
            #expect(pack.templates.count == 2)
            var previewer = try Previewer(
                inputs, dataset: "d", packs: [pack], templates: [], seed: 0, throughAllTemplates: true)
            previewer.count = lines.count
            var instances = 0
            _ = try previewer.run(note: { if $0.severity != .warning { Issue.record("\($0.text)") } }) { preview in
                if preview.problem == nil { instances += 1 }
                #expect(
                    preview.problem == nil || preview.problem?.contains("blank") == true, "\(preview.problem ?? "")")
            }
            return (pack, instances)
        }
    }

    private func names(_ pack: Pack) -> [String] { pack.templates.map(\.name) }

    @Test func labelsOfWholeNumbers() throws {
        let (pack, instances) = try draft((0..<8).map { #"{"text":"row number \#($0)","label":\#($0 % 2)}"# })
        #expect(names(pack) == ["classify", "question_first"])
        #expect(pack.templates[0].answerChoices == "label 0 ||| label 1")
        #expect(pack.templates[0].choicesInPrompt)
        #expect(instances == 16)
    }

    @Test func labelsWithGaps() throws {
        let (_, instances) = try draft((0..<6).map { #"{"text":"row number \#($0)","stars":\#([-1, 4, 9][$0 % 3])}"# })
        #expect(instances == 12)
    }

    @Test func labelsThatAreTrueOrNull() throws {
        let values = ["true", "false", "null", "true"]
        let (_, instances) = try draft(values.enumerated().map { #"{"text":"row number \#($0)","label":\#($1)}"# })
        #expect(instances == 6)
    }

    @Test func labelsThatWouldBeMarks() throws {
        let values = ["a ||| b", "{{ x }}", "plain", "a ||| b"]
        let (pack, instances) = try draft(values.enumerated().map { #"{"text":"row number \#($0)","label":"\#($1)"}"# })
        #expect(pack.templates[0].answerChoices == nil)
        #expect(instances == 8)
    }

    @Test func columnsOfCSV() throws {
        let (pack, instances) = try draft(
            ["text,label", "first row,1", "second row,2", "third row,", "fourth row,1"], name: "rows.csv")
        #expect(names(pack) == ["classify", "question_first"])
        #expect(instances == 6)
    }

    @Test func questionsAndInstructions() throws {
        let (squad, answers) = try draft([
            #"{"id":"1","context":"Rome is in Italy.","question":"Where is Rome?","answers":{"text":["Italy"]}}"#,
            #"{"id":"2","context":"Rome is in Italy.","question":"Who built it?","answers":{"text":[]}}"#,
        ])
        #expect(names(squad) == ["answer", "question_first"])
        #expect(answers == 2)
        let (instructions, replies) = try draft([
            #"{"instruction":"Name a colour.","input":"","output":"Red."}"#,
            #"{"instruction":"Translate.","input":"Guten Tag","output":"Good day"}"#,
            #"{"instruction":"Sing.","output":"La la"}"#,
        ])
        #expect(names(instructions) == ["follow", "with_headings"])
        #expect(replies == 6)
    }

    @Test func textsAlone() throws {
        let (pack, instances) = try draft(
            [
                "a text of several words that is longer than eight of them",
                "and another text of several words, as it stands",
            ], name: "rows.txt")
        #expect(names(pack) == ["continue_half", "continue_opening"])
        #expect(instances == 4)
    }

    @Test func oddNamesAreLeftOut() throws {
        let names = [
            "two words", "a.b", "not", "true", "x }}{{ y", "", "9", "loop", "self", "class", "items", "é", "a-b",
            "range",
            "a|upper", "'", "\\n", "{% raw %}", "#", "text ", "# comment", "caller", "super", "None",
        ]
        let row = "{" + names.map { "\"\($0)\":\"the value of this field\"" }.joined(separator: ",") + "}"
        let (pack, instances) = try draft([row, row])
        #expect(instances == 4)
        let inputs = pack.inputs.map(\.name)
        #expect(inputs.contains("class") && inputs.contains("items"))
        for odd in ["two words", "a.b", "not", "true", "x }}{{ y", "", "9", "a-b", "a|upper", "\n", "text "] {
            #expect(!inputs.contains(odd))
        }
    }

    @Test func rowsOfAnyKind() throws {
        _ = try draft([#"{"n":1.5}"#, #"{"n":2}"#])
        _ = try draft([#"{"messages":[{"role":"user","content":"x"}]}"#])
        _ = try draft([#"{"a":null,"b":{"c":1}}"#, #"{"b":[1]}"#, #"{"a":"x","b":false}"#])
        _ = try draft([#"{"id":1}"#])
        _ = try draft([#"{"label":"a"}"#, #"{"label":"a"}"#])
    }
}
