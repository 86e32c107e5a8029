import Diagnostics
import JSON
import Mixing

/// Chooses and renders demonstrations. One per thread.
final class Demonstrator {
    private let task: PromptTask
    /// Renders the pool's rows; a prompter of its own, so that the query's row stays where it is.
    private lazy var prompter = Prompter(task)
    private let instance = Instance()
    private let fields = JSONFields()
    /// What the pool's rows give through each template, as far as somebody has asked; nil for rows that give nothing.
    private var rendered: [Int: [Candidate?]] = [:]
    private var isRendered: [Int: [Bool]] = [:]

    /// A row of the pool seen through a template.
    private struct Candidate {
        var demonstration: Demonstration
        /// In code points.
        var characters: Int
        var label: [UInt8]?
        var group: [UInt8]?
    }

    init(_ task: PromptTask) {
        self.task = task
    }

    /// Gives an instance its demonstrations.
    ///
    /// Candidates stand in the order of their ranks: that of a pool row's key for the query. One is passed over if it is the
    /// query's own record, equal to it in content, asks the same (an equal prompt would give the answer away), shares its
    /// group, or gives nothing through the template.
    ///
    /// - Parameters:
    ///   - content: XXH64 of the query's canonical text.
    ///   - group: the query's value of the group field, as text.
    func demonstrate(
        _ rules: DemonstrationRules, _ template: Int, content: UInt64, group: [UInt8]?, in query: Instance
    ) {
        query.demonstrations = []
        let wanted = rules.counts[task.keying.hash(.demonstrationCount, query.key).index(below: rules.counts.count)]
        query.demonstrationsWanted = wanted
        guard wanted > 0 else { return }
        let hash = task.keying.hash(.demonstration, query.key)
        let ranked = task.pool.enumerated().map { (rank: hash.rank(of: $1.key), position: $0) }.sorted { $0 < $1 }
        var picked: [Candidate] = []
        func suits(_ position: Int) -> Candidate? {
            let row = task.pool[position]
            guard row.key != query.key, row.content != content, let candidate = candidate(position, template),
                group == nil || candidate.group != group,
                !query.prompt.elementsEqual(candidate.demonstration.prompt),
                !picked.contains(where: { $0.demonstration.prompt == candidate.demonstration.prompt })
            else { return nil }
            return candidate
        }
        switch rules.pick {
        case .random:
            for (_, position) in ranked where picked.count < wanted {
                if let candidate = suits(position) { picked.append(candidate) }
            }
        case .balanced:
            let labels = ranked.map { candidate($0.position, template)?.label ?? [] }
            var counts: [[UInt8]: Int] = [:]
            var left = Array(ranked.indices)
            while picked.count < wanted,
                let best = left.min(by: { (counts[labels[$0], default: 0], $0) < (counts[labels[$1], default: 0], $1) })
            {
                left.removeAll { $0 == best }
                guard let candidate = suits(ranked[best].position) else { continue }
                counts[labels[best], default: 0] += 1
                picked.append(candidate)
            }
        }
        query.demonstrations = fitting(picked, rules, query).map(\.demonstration)
    }

    /// The first ones of those that were picked, as many as fit beside the query.
    private func fitting(_ picked: [Candidate], _ rules: DemonstrationRules, _ query: Instance) -> ArraySlice<Candidate>
    {
        guard let most = rules.mostCharacters else { return picked[...] }
        var sum = query.prompt.codePointCount + query.completion.codePointCount
        let count = picked.prefix { candidate in
            sum += candidate.characters
            return sum <= most
        }.count
        return picked[..<count]
    }

    private func candidate(_ position: Int, _ template: Int) -> Candidate? {
        if isRendered[template] == nil {
            isRendered[template] = Array(repeating: false, count: task.pool.count)
            rendered[template] = Array(repeating: nil, count: task.pool.count)
        }
        if !isRendered[template]![position] {
            isRendered[template]![position] = true
            rendered[template]![position] = render(task.pool[position], template)
        }
        return rendered[template]![position]
    }

    private func render(_ row: PoolRow, _ template: Int) -> Candidate? {
        row.bytes.withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes)
            do {
                try scanner.scanObject(into: fields)
                guard try prompter.take(bytes, fields) else { return nil }
                try prompter.render(template, key: row.key, into: instance)
            } catch {
                // A row that fails in this template is no demonstration for it; as a query it is reported.
                return nil
            }
            guard instance.partCount == 2, !instance.isBlank else { return nil }
            return Candidate(
                demonstration: Demonstration(prompt: Array(instance.prompt), completion: Array(instance.completion)),
                characters: instance.prompt.codePointCount + instance.completion.codePointCount,
                label: task.demonstrations.flatMap { prompter.text(of: $0.labelField) },
                group: task.demonstrations?.groupField.flatMap { prompter.text(of: $0) })
        }
    }
}
