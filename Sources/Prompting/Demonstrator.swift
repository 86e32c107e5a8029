import JSON
import Mixing

/// Chooses and renders demonstrations. One per thread.
final class Demonstrator {
    private let task: PromptTask
    /// Renders the pool's rows; a prompter of its own, so that the query's row stays where it is.
    private lazy var prompter = Prompter(task)
    private let instance = Instance()
    private let fields = JSONFields()
    /// What the pool's rows give through each template; nil for rows that give nothing.
    private var rendered: [Int: [Demonstration?]] = [:]
    private var isRendered: [Int: [Bool]] = [:]

    init(_ task: PromptTask) {
        self.task = task
    }

    /// Gives an instance its demonstrations.
    ///
    /// Candidates stand in the order of their ranks: that of a pool row's key for the query. One is passed over if it is the
    /// query's own record, equal to it in content, asks the same (an equal prompt would give the answer away), or gives
    /// nothing through the template.
    func demonstrate(_ rules: DemonstrationRules, _ template: Int, content: UInt64, in query: Instance) {
        query.demonstrations = []
        let wanted = rules.counts[task.keying.hash(.demonstrationCount, query.key).index(below: rules.counts.count)]
        guard wanted > 0 else { return }
        let hash = task.keying.hash(.demonstration, query.key)
        var candidates = task.pool.enumerated().map { (rank: hash.rank(of: $1.key), position: $0) }
        while query.demonstrations.count < wanted,
            let best = candidates.indices.min(by: { candidates[$0] < candidates[$1] })
        {
            let position = candidates[best].position
            candidates.swapAt(best, candidates.count - 1)
            candidates.removeLast()
            let row = task.pool[position]
            guard row.key != query.key, row.content != content,
                let demonstration = demonstration(position, template),
                !query.prompt.elementsEqual(demonstration.prompt),
                !query.demonstrations.contains(where: { $0.prompt == demonstration.prompt })
            else { continue }
            query.demonstrations.append(demonstration)
        }
    }

    private func demonstration(_ position: Int, _ template: Int) -> Demonstration? {
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

    private func render(_ row: PoolRow, _ template: Int) -> Demonstration? {
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
            return Demonstration(prompt: Array(instance.prompt), completion: Array(instance.completion))
        }
    }
}
