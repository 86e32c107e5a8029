import Diagnostics
import Jinja
import Records
import Testing

@testable import Recipes

@Suite struct RecipeTests {
    static let smallest = "datasets: [{name: d, data: d.jsonl, templates: {pack: p.yaml}}]\n"

    private func mistakes(_ text: String) -> [Diagnostic] {
        do {
            _ = try Recipe(path: "folder/r.yaml", text: text)
            return []
        } catch {
            return error.all
        }
    }

    @Test func smallestRecipeHasDefaults() throws {
        let recipe = try Recipe(path: "folder/r.yaml", text: Self.smallest)
        #expect(recipe.folder == "folder/")
        #expect(recipe.seed == 0)
        #expect(recipe.output.path == "out/")
        #expect(recipe.output.splits.map(\.name) == ["train"])
        let dataset = try #require(recipe.datasets.first)
        #expect(dataset.data == ["d.jsonl"])
        #expect(dataset.perRow == 1)
        #expect(dataset.inverted == 0)
        #expect(dataset.label == "label")
    }

    @Test func everythingIsRead() throws {
        let recipe = try Recipe(
            path: "r.yaml",
            text: """
                seed: 17
                datasets:
                  - name: d
                    data: [a.csv, b/*.csv]
                    format: {type: csv, delimiter: ";", header: no, columns: [x, y]}
                    id: x
                    where: "x is not none"
                    fields: {text: "{{ x | trim }}"}
                    labels: [bad, good]
                    label: y
                    templates: {pack: p, use: [a, b], except: b, per-row: all}
                    inverted: 0.25
                    demonstrations: {count: [0, 2], pool: 10, from: dev.csv, pick: random}
                    system: Be kind.
                    cap: 1_000
                    weight: 2
                    tag: t
                    licence: MIT
                mixture: {cap: 5, temperature: 2, size: 100, order: shuffled}
                output: {path: o, format: inputs-targets, splits: {train: 0.75, test: 0.25}, shards: 3, metadata: yes}
                """)
        let dataset = try #require(recipe.datasets.first)
        #expect(recipe.seed == 17)
        #expect(dataset.data == ["a.csv", "b/*.csv"])
        #expect(dataset.format?.delimiter == UInt8(ascii: ";"))
        #expect(dataset.format?.hasHeader == false)
        #expect(dataset.labels.map(\.word) == ["bad", "good"])
        #expect(dataset.labels.map(\.value) == ["0", "1"])
        #expect(dataset.perRow == Int.max)
        #expect(dataset.demonstrations?.rules.counts == [0, 2])
        #expect(dataset.demonstrations?.from == ["dev.csv"])
        #expect(dataset.cap == 1000)
        #expect(recipe.mixture.temperature == 2)
        #expect(recipe.output.splits.map(\.share) == [0.75, 0.25])
        #expect(recipe.output.metadata)
    }

    @Test func formatsAreNamedByTheirOwnKeys() throws {
        func format(_ text: String, data: String = "d.jsonl") throws -> RecordFormat? {
            let recipe = "datasets: [{name: d, data: \(data), format: \(text), templates: p.yaml}]"
            return try Recipe(path: "r.yaml", text: recipe).datasets.first?.format
        }
        let squad = try format("{records: data.paragraphs.qas}")
        #expect(squad?.kind == .json && squad?.records == ["data", "paragraphs", "qas"])
        let text = try format("{unit: paragraph}")
        #expect(text?.kind == .text && text?.textUnit == .paragraph)
        #expect(try format("conll")?.kind == .conll)
        #expect(try format("{columns: [tokens, _, tags]}", data: "d.conll")?.kind == .conll)
        #expect(try format("{max-row-bytes: 10}", data: "d.json")?.guess == .json)
        #expect(!mistakes(Self.smallest.replacing("}}]", with: "}, format: {type: csv, records: a}}]")).isEmpty)
        #expect(!mistakes(Self.smallest.replacing("}}]", with: "}, format: {unit: page}}]")).isEmpty)
    }

    @Test func allMistakesAreToldAtOnceWithTheirPlaces() {
        let found = mistakes(
            """
            sed: 1
            datasets:
              - name: d
                data: d.jsonl
                tempaltes: {pack: p}
                cap: many
              - name: d
                data: x
                templates: p
                inverted: 2
            """)
        let texts = found.map(\.text)
        #expect(found.count == 6)
        #expect(
            texts.contains {
                $0.hasPrefix("folder/r.yaml:1:1: error: a recipe has no key `sed`") && $0.contains("`seed`")
            })
        #expect(texts.contains { $0.hasPrefix("folder/r.yaml:5:5:") && $0.contains("did you mean `templates`?") })
        #expect(texts.contains { $0.contains("needs `templates`") })
        #expect(texts.contains { $0.hasPrefix("folder/r.yaml:6:10:") && $0.contains("whole number") })
        #expect(texts.contains { $0.contains("two datasets are called `d`") })
        #expect(texts.contains { $0.hasPrefix("folder/r.yaml:10:15:") })
    }

    @Test(arguments: [
        ("", "empty"), ("datasets: [", "not YAML"), ("seed: -1\n" + smallest, "`seed`"),
        ("datasets: []", "at least one"),
        (smallest + "output: {splits: {train: 0.5}}", "sum to"),
        (smallest + "output: {format: message}", "did you mean `messages`"),
        (smallest + "stages: {score: s, equal: 2, contrl: random}", "did you mean `control`"),
        (smallest + "output: {names: mlx}", "not in this version"),
        (smallest + "mixture: {preset: t6}", "did you mean `t5`"),
        (smallest + "mixture: {temperature: 0x1p3}", "number"),
        ("seed: 1\nseed: 2\n" + smallest, "twice"),
    ])
    func mistakeIsNamed(_ text: String, _ expected: String) {
        let found = mistakes(text)
        #expect(found.count == 1)
        #expect(found.first?.text.contains(expected) == true, "\(found.map(\.text))")
    }
}

@Suite struct PackTests {
    @Test func promptSourceFormIsRead() throws {
        let pack = try Pack(
            name: "templates.yaml",
            text: """
                dataset: news
                templates:
                  0a1b: !Template
                    answer_choices: Yes ||| No
                    id: 0a1b
                    jinja: "{{text}}\\n|||\\
                      \\ {{label}}"
                    metadata: !TemplateMetadata
                      choices_in_prompt: true
                      languages: [en]
                      metrics: &id001
                      - Accuracy
                      original_task: null
                    name: first
                    reference: ''
                  0c: !Template
                    answer_choices: null
                    id: 0c
                    jinja: |-
                      a
                      ||| b
                    metadata: !TemplateMetadata {choices_in_prompt: no, metrics: *id001, original_task: true}
                    name: second
                    reference: ''
                """)
        #expect(pack.dataset == "news")
        #expect(pack.templates.map(\.name) == ["first", "second"])
        #expect(pack.templates.map(\.jinja) == ["{{text}}\n||| {{label}}", "a\n||| b"])
        #expect(pack.templates.map(\.answerChoices) == ["Yes ||| No", nil])
        #expect(pack.templates.map(\.choicesInPrompt) == [true, false])
        #expect(pack.templates[0].location?.line == 6)
    }

    @Test(arguments: PackLibrary.shippedNames)
    func shippedPackIsWhatItPromises(_ name: String) throws {
        let pack = try #require(try PackLibrary.shipped(name))
        #expect(pack.templates.count >= 10)
        // Turned around, some tasks would ask for what nobody should write.
        let turnsAround = name != "toxicity"
        #expect(pack.templates.filter(\.isInverted).count >= (turnsAround ? 3 : 0))
        #expect(Set(pack.templates.map(\.jinja)).count == pack.templates.count)
        #expect(Set(pack.templates.map(\.name)).count == pack.templates.count)
        #expect(pack.task != nil && pack.description != nil && !pack.inputs.isEmpty)
    }

    @Test func templatesAreChosenByNameIdAndGlob() throws {
        let packs = try PackLibrary.find("sentiment")
        #expect(try TemplateChoice(use: ["terse"]).choose(from: packs).map(\.name) == ["terse"])
        #expect(
            try TemplateChoice(use: ["review_*"], except: ["review_to_write"]).choose(from: packs).allSatisfy {
                $0.name.hasPrefix("review_")
            })
        #expect(try TemplateChoice(use: [packs[0].templates[2].id]).choose(from: packs).count == 1)
        #expect(throws: Diagnostics.self) { try TemplateChoice(use: ["ters"]).choose(from: packs) }
        #expect(throws: Diagnostics.self) { try PackLibrary.find("sentimant") }
    }
}
