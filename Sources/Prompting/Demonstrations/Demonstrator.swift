import Diagnostics
import JSON
import Mixing

/// What demonstrations must not share with the query.
struct DemonstratedQuery {
    /// XXH3 of the row's canonical text without its `id`.
    var content: UInt64
    /// Its value of the group field, as text.
    var group: [UInt8]?
    /// Its runs of words, if demonstrations must not share one.
    var runs: Set<UInt64>
}

/// Chooses and renders demonstrations. One per thread.
final class Demonstrator {
    private let task: PromptTask
    /// Renders the pool's rows; a prompter of its own, so that the query's row stays where it is.
    private lazy var prompter = Prompter(task)
    private let instance = Instance()
    private let fields = JSONFields()
    /// What the pool's rows give, as far as somebody has asked; nil for rows that give nothing.
    private var rendered: [Rendering: [Int: Candidate?]] = [:]
    /// The pool's rows' runs of words, likewise.
    private var runs: [Int: Set<UInt64>] = [:]

    /// How a row of the pool is seen.
    private struct Rendering: Hashable {
        var template: Int
        var form: OptionFormChoice
    }

    /// A row of the pool seen through a template.
    private struct Candidate {
        var demonstration: Demonstration
        var label: [UInt8]?
        var group: [UInt8]?
    }

    init(_ task: PromptTask) { self.task = task }

    /// Gives an instance its demonstrations.
    ///
    /// Candidates stand in the order of their ranks: that of a pool row's key for the query. One is passed over if it is the
    /// query's own record, equal to it in content, asks the same (an equal question would give the answer away), shares its
    /// group or a run of words, or gives nothing through the template.
    func demonstrate(
        _ rules: DemonstrationRules, _ template: Int, _ query: DemonstratedQuery, in instance: Instance
    ) {
        let wanted = begin(rules, instance)
        guard wanted > 0 else { return }
        let rendering = Rendering(template: template, form: .given(instance.optionForm))
        let question = instance.question
        let hash = task.hasher.hash(.demonstration, instance.key)
        let ranked = task.pool.enumerated().map { (rank: hash.rank(of: $1.key), position: $0) }.sorted { $0 < $1 }
        var picked: [Demonstration] = []
        func pick(_ rank: UInt64, _ position: Int) -> Bool {
            let row = task.pool[position]
            guard row.key != instance.key, row.content != query.content,
                let candidate = candidate(position, rendering),
                query.group == nil || candidate.group != query.group, candidate.demonstration.question != question,
                !picked.contains(where: { $0.question == candidate.demonstration.question }),
                query.runs.isEmpty || query.runs.isDisjoint(with: wordRuns(of: position, rules))
            else { return false }
            var demonstration = candidate.demonstration
            if rules.templates == .mixed {
                guard let other = self.candidate(position, mixedRendering(template, rank)) else { return false }
                demonstration.prompt = other.demonstration.prompt
                demonstration.completion = other.demonstration.completion
            }
            picked.append(demonstration)
            return true
        }
        switch rules.pick {
        case .random:
            for (rank, position) in ranked where picked.count < wanted { _ = pick(rank, position) }
        case .balanced:
            let labels = ranked.map { candidate($0.position, rendering)?.label ?? [] }
            var counts: [[UInt8]: Int] = [:]
            var left = Array(ranked.indices)
            while picked.count < wanted,
                let best = left.min(by: { (counts[labels[$0], default: 0], $0) < (counts[labels[$1], default: 0], $1) })
            {
                left.removeAll { $0 == best }
                if pick(ranked[best].rank, ranked[best].position) { counts[labels[best], default: 0] += 1 }
            }
        }
        instance.demonstrations = Array(fitting(picked, rules, instance))
    }

    /// Gives an instance demonstrations out of the examples that its own row brings.
    ///
    /// They stand in the order of their ranks, which their texts tell. One is passed over if its input is the query's or that
    /// of one shown already. A query that cannot be told from its instruction gets none.
    ///
    /// - Parameter examples: are asked for only where some are wanted.
    func demonstrate(
        _ rules: DemonstrationRules, from examples: () -> [(input: String, output: String)], in instance: Instance
    ) {
        let wanted = begin(rules, instance)
        guard wanted > 0, instance.openingCount != nil else { return }
        let hash = task.hasher.hash(.demonstration, instance.key)
        let ranked = examples().map { example in
            let opening = instance.opening
            let demonstration = Demonstration(
                prompt: Array(example.input.utf8), completion: Array(example.output.utf8),
                question: opening + example.input.utf8)
            return (hash.rank(of: XXH3.hash(example.output, seed: XXH3.hash(example.input))), demonstration)
        }
        var seen: Set<[UInt8]> = [Array(instance.prompt)]
        var picked: [Demonstration] = []
        for (_, demonstration) in ranked.sorted(by: { $0.0 < $1.0 })
        where picked.count < wanted && seen.insert(demonstration.question).inserted {
            picked.append(demonstration)
        }
        instance.demonstrations = Array(fitting(picked, rules, instance))
    }

    /// Draws how many demonstrations an instance gets, and how they stand.
    private func begin(_ rules: DemonstrationRules, _ instance: Instance) -> Int {
        instance.demonstrations = []
        let wanted = rules.count(for: task.hasher.hash(.demonstrationCount, instance.key))
        instance.demonstrationsWanted = wanted
        guard wanted > 0 else { return 0 }
        if rules.styles.count > 1 {
            let hash = task.hasher.hash(.demonstrationStyle, instance.key)
            instance.demonstrationStyle = rules.styles[hash.index(below: rules.styles.count)]
        } else {
            instance.demonstrationStyle = rules.styles[0]
        }
        return wanted
    }

    /// The first ones of those that were picked, as many as fit beside the query.
    private func fitting(
        _ picked: [Demonstration], _ rules: DemonstrationRules, _ query: Instance
    ) -> ArraySlice<Demonstration> {
        func count(within most: Int?, _ length: (UnsafeRawBufferPointer) -> Int) -> Int {
            guard let most else { return picked.count }
            var sum = length(query.prompt) + length(query.completion)
            return picked.prefix { demonstration in
                sum += demonstration.prompt.withUnsafeBytes(length) + demonstration.completion.withUnsafeBytes(length)
                return sum <= most
            }.count
        }
        return picked[
            ..<min(
                count(within: rules.maxCharacters) { TextLength(of: $0).characters },
                count(within: rules.maxWords) { TextLength(of: $0).words })]
    }

    /// The template through which a row of the pool is seen where they are mixed: one drawn for query and row, of those that
    /// turn the task around as the query's does.
    private func mixedRendering(_ template: Int, _ rank: UInt64) -> Rendering {
        let prompts = task.prompts.prompts
        let isInverted = prompts[template].template.isInverted
        let chosen = prompts.indices.filter { prompts[$0].template.isInverted == isInverted }
            .min { rank.rank(of: prompts[$0].hash) < rank.rank(of: prompts[$1].hash) }!
        return Rendering(template: chosen, form: .drawn)
    }

    private func wordRuns(of position: Int, _ rules: DemonstrationRules) -> Set<UInt64> {
        if let known = runs[position] { return known }
        let found = task.pool[position].bytes.withUnsafeBytes { RowWords.runs(of: rules.sharedWords ?? 0, in: $0) }
        runs[position] = found
        return found
    }

    private func candidate(_ position: Int, _ rendering: Rendering) -> Candidate? {
        if let known = rendered[rendering]?[position] { return known }
        let found = render(task.pool[position], rendering)
        rendered[rendering, default: [:]][position] = .some(found)
        return found
    }

    private func render(_ row: PoolRow, _ rendering: Rendering) -> Candidate? {
        row.bytes.withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes)
            do {
                try scanner.scanObject(into: fields)
                guard try prompter.load(bytes, fields) else { return nil }
                try prompter.render(rendering.template, key: row.key, form: rendering.form, into: instance)
            } catch {
                // A row that fails in this template is no demonstration for it; as a query it is reported.
                return nil
            }
            guard instance.partCount == 2, !instance.isBlank,
                prompter.refusal(of: instance, through: rendering.template) == nil
            else { return nil }
            return Candidate(
                demonstration: Demonstration(
                    prompt: Array(instance.prompt), completion: Array(instance.completion),
                    question: instance.question),
                label: task.demonstrations.flatMap { prompter.text(of: $0.labelField) },
                group: task.demonstrations?.groupField.flatMap { prompter.text(of: $0) })
        }
    }
}
