import ArgumentParser
import Building
import Diagnostics
import JSON
import Previewing
import Recipes
import Records
import Reports

struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "Show a few instances as a person reads them.",
        discussion: """
            Examples:
              hornbook preview recipe.yaml
              hornbook preview recipe.yaml --dataset reviews -n 10 --template 'review_*'
              hornbook preview reviews.csv --templates sentiment --all-templates
              hornbook preview recipe.yaml --json | jq -r .prompt

            Of each dataset, the instances with the smallest selection keys among its first 10,000 records: those that a \
            build would take first, if there were no others. Demonstrations are drawn from these records, too, so that \
            those of a build may differ where a dataset is larger. Bad records are passed over, and told.

            Values of the row are shown in colour, with --marks in ⟦…⟧. They are found by their text: a value that a \
            template has changed is not marked, nor are values of fewer than 3 characters, or other than strings; words of \
            the template's own that equal a value are.

            --json prints for each instance {dataset, template, pack, source, line, record, row, computed, system, \
            demonstrations [{prompt, completion}], prompt, completion, spans {prompt, completion}, problem}; computed, \
            system and problem stand only where there are some, and each span is {start, end, field}, counted in code points.
            """)

    @Argument(
        help: ArgumentHelp(
            "A recipe; or with --templates, a file of rows (-: standard input).", valueName: "recipe|file"),
        completion: .file())
    var input: String

    @Option(
        name: .joinableShort("n"),
        help: ArgumentHelp(
            "How many instances of each dataset (default: 3); with --all-templates, rows (default: 1).", valueName: "n")
    )
    var count: Int?

    @Option(
        help: ArgumentHelp(
            "With a recipe: show this dataset only. With a file: its name, as in `render`.", valueName: "name"))
    var dataset: String?

    @Option(
        help: ArgumentHelp(
            "For a file of rows: a templates.yaml, a folder of packs, or a shipped pack's name.",
            valueName: "file|dir|pack"),
        completion: .packs)
    var templates: String?

    @Option(
        name: .customLong("template"),
        help: ArgumentHelp(
            "See rows through these templates only: a name or id, or a glob of names; repeatable.", valueName: "name"))
    var templateNames: [String] = []

    @Flag(help: "See each row through all templates, also those that give nothing for it.")
    var allTemplates = false

    @Option(
        help: ArgumentHelp("What random choices are derived from (default: the recipe's seed, or 0).", valueName: "n"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("Longer prompts, completions and messages are cut.", valueName: "n"))
    var maxCharacters = 2000

    @Flag(help: "Put values of the row in ⟦…⟧.")
    var marks = false

    @Flag(help: "Print one JSON object with all instances, nothing of which is cut.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var reading: ReadingOptions

    func run() throws {
        let count = count ?? (allTemplates ? 1 : 3)
        guard (1...Previewer.maxRecords).contains(count) else {
            throw usageError("--count takes a number from 1 to \(Previewer.maxRecords)")
        }
        guard maxCharacters > 0 else { throw usageError("--max-characters takes a number of at least 1") }
        var previewer = try previewer()
        previewer.count = count
        var text = PreviewText()
        (text.maxCharacters, text.isColoured, text.isBracketed) = (maxCharacters, color.isOn, marks)
        var isFirst = true
        var objects: [JSONValue] = []
        let shown = try previewer.run(note: { printError($0.text) }) { preview in
            if json {
                objects.append(preview.json)
            } else {
                try printOutput((isFirst ? "" : "\n") + text.text(preview))
            }
            isFirst = false
        }
        if json, shown > 0 { try printOutput(JSONValue.object(["instances": .array(objects)]).line + "\n") }
        if shown == 0 { throw Diagnostics(Diagnostic("there is no instance to show"), status: .problems) }
    }

    private func previewer() throws -> Previewer {
        guard let templates else {
            if input == "-" || RecordFormat.guessed(fromFileName: input) != nil && !input.hasSuffix(".json") {
                throw usageError(
                    "\(input) is no recipe; a file of rows needs --templates",
                    help: "for example --templates sentiment; `hornbook templates list` shows the shipped packs")
            }
            if try reading.inputs([input]).format != nil {
                throw usageError(
                    "options for reading rows go with a file of rows and --templates",
                    help: "a recipe tells how its files are read: `format`")
            }
            var recipe = try Recipe(path: input)
            if let seed { recipe.seed = seed }
            return try Previewer(
                recipe, dataset: dataset, templates: templateNames, throughAllTemplates: allTemplates)
        }
        let packs = try PackLibrary.find(templates, dataset: dataset)
        return try Previewer(
            try reading.inputs([input]), dataset: dataset ?? packs[0].dataset ?? packs[0].baseName, packs: packs,
            templates: templateNames, seed: seed ?? 0, throughAllTemplates: allTemplates)
    }
}
