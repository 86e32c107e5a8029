import Diagnostics
import Mixing
import Prompting
import Recipes
import Reports
import Running
import System

/// A dataset of a recipe with its files found and its templates compiled.
package struct PreparedDataset: Sendable {
    package let recipe: DatasetRecipe
    package var inputs: InputSet
    /// The files of its demonstrations, if it has some of their own.
    package var demonstrationInputs: InputSet?
    package let packs: [Pack]
    /// The files of templates and of system messages: names as they were opened (or of shipped packs), and texts.
    package let packFiles: [(name: String, text: String)]
    package var task: PromptTask
    /// Gives its instances scores of difficulty, if the output is parted into stages.
    var scorer: StageScorer?
    /// The rows that the recipe's list of duplicates leaves out; nil: it has none.
    package var excluded: ExcludedRows?

    /// - Parameters:
    ///   - use: which of its files are looked for.
    ///   - known: the dataset's packs, if they have been read already.
    ///   - drawsFromAll: whether inverted templates are drawn like the others, as without a recipe.
    package init(
        _ dataset: DatasetRecipe, of recipe: Recipe, use: InputUse = .all, packs known: [Pack]? = nil,
        drawsFromAll: Bool = false
    ) throws(Diagnostics) {
        var errors: [Diagnostic] = []
        var status = ExitStatus.wrongRecipe
        // Every part is tried, so that all mistakes of a dataset are told together.
        func attempt<Result>(_ body: () throws(Diagnostics) -> Result) -> Result? {
            do {
                return try body()
            } catch {
                errors += error.all.map { Self.located($0, dataset) }
                if error.status == .missingInput { status = .missingInput }
                return nil
            }
        }
        func inputSet(_ patterns: [String]) -> InputSet? {
            attempt { () throws(Diagnostics) in
                var inputs = try InputSet(patterns: patterns, in: recipe.folder, format: dataset.format)
                inputs.takesLists = dataset.kind == .instructions
                return inputs
            }
        }
        let inputs = inputSet(use == .all ? dataset.data : [])
        let demonstrationInputs = dataset.demonstrations?.from.flatMap { inputSet(use == .none ? [] : $0) }
        let packs = attempt { () throws(Diagnostics) in
            if let known { return known }
            if dataset.kind != .task { return [] }
            return try PackLibrary.find(dataset.pack, in: recipe.folder, dataset: dataset.name)
        }
        var options = PromptOptions()
        (options.loader, options.optionRules) = (TemplateFolder.loader, dataset.options)
        options.appendedOptions = dataset.appendedOptions
        options.labelWords = dataset.labels.map(\.word)
        var wordings: InversionWordings?
        let prompts = packs.flatMap { [options] packs in
            attempt { () throws(Diagnostics) in
                if dataset.kind != .task { return try PromptSet.none(dataset.kind) }
                let templates = try dataset.templates.choose(from: packs)
                wordings = try Self.wordings(for: templates, of: packs, dataset, recipe)
                // Inverted templates that the recipe names are used, whatever the share.
                let isNamed = drawsFromAll || !dataset.templates.use.isEmpty && templates.allSatisfy(\.isInverted)
                let prompts = try PromptSet(
                    templates, options: options, invertedShare: isNamed ? nil : dataset.inverted,
                    wordings: wordings?.templates ?? [])
                if recipe.output.format.needsPair, !prompts.undivided.isEmpty { throw Diagnostics(prompts.undivided) }
                return prompts
            }
        }
        if let prompts, prompts.prompts.isEmpty {
            errors.append(Self.located(Diagnostic("all templates chosen are inverted, but `inverted` is 0"), dataset))
        }
        let transform = attempt { () throws(Diagnostics) in
            try RowTransform(
                where: dataset.condition, fields: dataset.fields, labels: dataset.labels, labelField: dataset.label,
                places: dataset.places)
        }
        let system = attempt { () throws(Diagnostics) in try dataset.systemMessages(in: recipe.folder) } ?? nil
        guard errors.isEmpty, let inputs, let packs, let prompts, let transform else {
            throw Diagnostics(errors, status: status)
        }
        (self.recipe, self.inputs, self.demonstrationInputs) = (dataset, inputs, demonstrationInputs)
        self.packs = packs + (wordings.map { [$0.pack] } ?? [])
        packFiles =
            self.packs.map { ($0.name, $0.text) } + (system?.pack.map { [($0.name, $0.text)] } ?? [])
        task = PromptTask(
            dataset: dataset.name, hasher: RowHasher(seed: recipe.seed, dataset: dataset.name), transform: transform,
            prompts: prompts, options: options)
        (task.perRow, task.kind, task.maxCharacters) = (dataset.perRow, dataset.kind, dataset.maxCharacters)
        task.system = system?.messages
        task.reading = dataset.reading
        task.kept = recipe.keptFields.map { ($0, dataset.keep.contains($0)) }
        task.usedFields = dataset.usedFields(transform)
        task.demonstrations = dataset.demonstrations?.rules
        task.demonstrations?.labelField = dataset.label
    }

    /// The wordings under which templates are turned around, if there is a share for that and none of them is inverted.
    private static func wordings(
        for templates: [PromptTemplate], of packs: [Pack], _ dataset: DatasetRecipe, _ recipe: Recipe
    ) throws(Diagnostics) -> InversionWordings? {
        guard dataset.inverted > 0 else { return nil }
        let hasInverted = templates.contains(where: \.isInverted)
        if let name = dataset.wording {
            let place = dataset.places["wording"]
            guard !hasInverted else {
                throw Diagnostics(
                    Diagnostic(
                        "`wording` has no effect: there are inverted templates among those chosen", at: place,
                        help: "leave it out, or leave the inverted templates out by `except`"))
            }
            do {
                return try InversionWordings(name, in: recipe.folder)
            } catch {
                throw Diagnostics(
                    error.all.map { Diagnostic($0.message, at: $0.location ?? place, help: $0.help) },
                    status: error.status)
            }
        }
        if hasInverted { return nil }
        if packs.count == 1, let found = try InversionWordings(for: packs[0]) { return found }
        throw Diagnostics(
            Diagnostic(
                "`inverted` asks for inverted templates, but there are none among those chosen",
                help:
                    "name a wording by which these are turned around, such as inverted: {share: \(dataset.inverted), wording: general}"
            ))
    }

    /// Whether each row is a formatted line that is an instance by itself, known by its bytes.
    var isPlainLines: Bool {
        recipe.kind == .lines && recipe.id == nil && recipe.condition == nil && scorer == nil && excluded == nil
    }

    private static func located(_ diagnostic: Diagnostic, _ dataset: DatasetRecipe) -> Diagnostic {
        var result = diagnostic
        if result.location == nil { result.location = dataset.location }
        result.message = "dataset `\(dataset.name)`: " + result.message
        return result
    }

    /// All datasets of a recipe.
    ///
    /// - Parameter use: which of their files are looked for.
    /// - Throws: everything that is wrong with any of them.
    package static func all(of recipe: Recipe, use: InputUse) throws(Diagnostics) -> [PreparedDataset] {
        var result: [PreparedDataset] = []
        var errors: [Diagnostic] = []
        var status = ExitStatus.missingInput
        for dataset in recipe.datasets {
            do {
                result.append(try PreparedDataset(dataset, of: recipe, use: use))
            } catch {
                errors += error.all
                if error.status != .missingInput { status = error.status }
            }
        }
        if errors.isEmpty {
            errors = refusalLeaks(in: result)
            status = .wrongRecipe
        }
        guard errors.isEmpty else { throw Diagnostics(errors, status: status) }
        return result
    }
}

/// Refusals are answers to what no model should do; before another question they would teach that this one is refused, too.
///
/// A row is a refusal because the dataset that it stands in bears the tag. So files are compared, however their names are written,
/// and not rows: one that equals a refusal and stands in a file of its own is there by the recipe's word, and to compare contents
/// all refusals would have to be read before anything else.
///
/// - Returns: errors where demonstrations of a dataset that is none of refusals come from a file of one that is.
func refusalLeaks(in datasets: [PreparedDataset]) -> [Diagnostic] {
    func isOfRefusals(_ dataset: PreparedDataset) -> Bool { dataset.recipe.tag == "refusal" }
    var refusals: [FileStatus.Identity: String] = [:]
    for dataset in datasets where isOfRefusals(dataset) {
        for path in dataset.inputs.paths {
            guard let file = identity(path), refusals[file] == nil else { continue }
            refusals[file] = dataset.recipe.name
        }
    }
    return datasets.compactMap { dataset -> Diagnostic? in
        guard !refusals.isEmpty, !isOfRefusals(dataset), dataset.task.poolSize > 0 else { return nil }
        let source = dataset.demonstrationInputs ?? dataset.inputs
        for (path, name) in zip(source.paths, source.names) {
            guard let other = identity(path).flatMap({ refusals[$0] }) else { continue }
            return Diagnostic(
                "dataset `\(dataset.recipe.name)`: its demonstrations would come from \(name), the data of `\(other)`, which has `tag: refusal`",
                at: dataset.recipe.demonstrations?.fromPlace ?? dataset.recipe.location,
                help: "refusals are no demonstrations of other tasks: name another file in `demonstrations.from`")
        }
        return nil
    }
}

/// What a path leads to; of standard input, what it is connected to. Nil if there is no such file.
private func identity(_ path: String) -> FileStatus.Identity? {
    (path == "-" ? FileStatus(descriptor: 0) : FileStatus(path))?.identity
}
