import Diagnostics
import Formats
import Mixing
import Prompting
import Recipes
import Records
import Reports
import Running
import System

/// Looks for faults in packs and recipes, alone and against rows.
package struct Checker {
    /// How many rows of each dataset are looked at, at most; 0: its files are not even opened.
    package var rows = 200
    /// The rows that packs are tried on; nil: none.
    package var data: InputSet?
    package private(set) var report = LintReport()
    private var options = PromptOptions()

    package init() { options.loader = TemplateFolder.loader }

    /// Looks at a recipe, a pack, a folder of packs, or a pack that ships with hornbook. What cannot be read stands in the
    /// report's failures.
    package mutating func check(_ target: String) {
        do throws(Diagnostics) {
            let kind = FileStatus(target)?.kind
            if kind == nil {
                for pack in try PackLibrary.find(target) { try check(pack) }
            } else if kind == .folder {
                let files = PackLibrary.files(below: target)
                guard !files.isEmpty else {
                    throw Diagnostics(Diagnostic("\(target): no packs (*.yaml) in this folder"))
                }
                for file in files { checkPack(file) }
            } else {
                let text = try readTextFile(target)
                switch try DocumentKind(path: target, text: text) {
                case .recipe: try check(try Recipe(path: target, text: text))
                case .pack: checkPack(target)
                }
            }
        } catch {
            report.add(error)
        }
    }

    private mutating func checkPack(_ path: String) {
        do throws(Diagnostics) {
            try check(try PackLibrary.load(path))
        } catch {
            report.add(error)
        }
    }

    // MARK: Packs

    private mutating func check(_ pack: Pack) throws(Diagnostics) {
        let templates = pack.templates.map { LintedTemplate($0, options: options) }
        var found = pack.findings(templates) + pack.unusedInputs(templates)
        if let data {
            let start = pack.templates.first?.location.map { SourceLocation(file: $0.file, line: 1, column: 1) }
            found += try trials(
                of: templates, on: data, task: task(named: pack.dataset ?? pack.baseName, try RowTransform()),
                DatasetRules(dataset: nil, location: start))
        }
        report.packs += 1
        report.add(found)
    }

    // MARK: Recipes

    /// - Throws: what cannot be read.
    package mutating func check(_ recipe: Recipe) throws(Diagnostics) {
        var found: [Diagnostic] = []
        var failed: Diagnostics?
        for dataset in recipe.datasets {
            do throws(Diagnostics) {
                found += try findings(in: dataset, of: recipe)
            } catch {
                failed = Diagnostics((failed?.all ?? []) + error.all, status: failed?.status ?? error.status)
            }
        }
        report.recipes += 1
        report.add(found, off: Set(recipe.switchedOff.keys))
        if let failed { throw failed }
    }

    private mutating func findings(in dataset: DatasetRecipe, of recipe: Recipe) throws(Diagnostics) -> [Diagnostic] {
        _ = try dataset.systemMessages(in: recipe.folder)
        guard dataset.kind == .task else { return try conversationFindings(in: dataset, of: recipe) }
        let packs = try PackLibrary.find(dataset.pack, in: recipe.folder, dataset: dataset.name)
        let transform = try RowTransform(
            where: dataset.condition, fields: dataset.fields, labels: dataset.labels, labelField: dataset.label,
            places: dataset.places)
        var chosen = try dataset.templates.choose(from: packs)
        // As in a build: a share of 0 leaves inverted templates out, unless the recipe names nothing else.
        let isNamed = !dataset.templates.use.isEmpty && chosen.allSatisfy(\.isInverted)
        if dataset.inverted == 0, !isNamed { chosen.removeAll(where: \.isInverted) }
        let templates = chosen.map { LintedTemplate($0, options: options) }
        var found: [Diagnostic] = []
        for pack in packs { found += pack.findings(templates.filter { $0.template.location?.file == pack.name }) }
        if let pair = prefixPair(of: dataset.labels.map(\.word)) {
            var finding = Diagnostic(
                LintRule.choicesPrefix, "the label word `\(pair.short)` is the beginning of `\(pair.long)`",
                at: dataset.location,
                help: "word the labels so that none begins another")
            finding.dataset = dataset.name
            found.append(finding)
        }
        if rows == 0 { return found }
        let rules = DatasetRules(dataset: dataset.name, location: dataset.location)
        return try found
            + trials(
                of: templates, on: inputs(of: dataset, recipe), task: task(named: dataset.name, transform), rules,
                places: dataset.places)
    }

    private func inputs(of dataset: DatasetRecipe, _ recipe: Recipe) throws(Diagnostics) -> InputSet {
        var inputs = try InputSet(patterns: dataset.data, in: recipe.folder, format: dataset.format)
        // Findings stand beside those in packs, whose paths are not relative to the recipe either.
        inputs.names = zip(inputs.paths, inputs.names).map { path, name in path == "-" ? name : path }
        inputs.takesLists = dataset.kind == .instructions
        return inputs
    }

    /// What is suspicious in rows that need no templates. Lines of instances are kept as they are, and not looked at.
    private mutating func conversationFindings(
        in dataset: DatasetRecipe, of recipe: Recipe
    ) throws(Diagnostics) -> [Diagnostic] {
        guard rows > 0, dataset.kind != .lines else { return [] }
        let transform = try RowTransform(where: dataset.condition, fields: dataset.fields, places: dataset.places)
        var task = try task(named: dataset.name, transform)
        task.prompts = try PromptSet.none(dataset.kind)
        (task.kind, task.reading) = (dataset.kind, dataset.reading)
        task.usedFields = dataset.usedFields(transform)
        let sample = try RowSample(inputs(of: dataset, recipe), limit: rows, prompter: Prompter(task))
        report.rows += sample.rows.count
        let rules = DatasetRules(dataset: dataset.name, location: dataset.location)
        var style = OutputStyle(recipe.output.format, metadata: false)
        style.conversations = recipe.output.conversations
        return rules.failures(sample, places: dataset.places)
            + ConversationTrial(task, rules, sample).findings(recipe.output.chatTemplate == nil ? style : nil)
    }

    // MARK: Rows

    private func task(named name: String, _ transform: RowTransform) throws(Diagnostics) -> PromptTask {
        PromptTask(
            dataset: name, hasher: RowHasher(seed: 0, dataset: name), transform: transform,
            prompts: try PromptSet([], options: options), options: options)
    }

    private mutating func trials(
        of templates: [LintedTemplate], on inputs: InputSet, task: PromptTask, _ rules: DatasetRules,
        places: [String: SourceLocation] = [:]
    ) throws(Diagnostics) -> [Diagnostic] {
        let sample = try RowSample(inputs, limit: rows, prompter: Prompter(task))
        report.rows += sample.rows.count
        var trials: [TemplateTrial] = []
        for template in templates where template.compiled != nil {
            trials.append(try TemplateTrial(template, of: task, dataset: rules.dataset, sample))
        }
        return rules.failures(sample, places: places) + rules.dates(sample) + rules.ambiguities(trials)
            + rules.unreachableChoices(trials) + trials.flatMap(\.findings)
    }
}
