import Diagnostics
import JSON

extension OutputDifference {
    /// No more changes of one kind are shown.
    private static let maxLines = 20
    /// Of a changed line so much is shown.
    private static let maxCharacters = 200

    /// The difference as people read it, without a line feed at its end; empty if there is none.
    package var text: String {
        var parts = section("made with other settings", settings)
        parts += section("the recipe", recipeLines)
        parts += section("inputs", inputs.map { "\($0.name) \($0.change)" })
        parts += section("packs", packs.map { "\($0.name) \($0.change)" })
        parts += section("datasets", datasets.flatMap(lines))
        parts += section("instances", instanceLines)
        parts += section("files", files.map { "\($0.name) \($0.change)" })
        return safeForTerminal(parts.joined(separator: "\n"))
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        guard !lines.isEmpty else { return [] }
        let shown = lines.prefix(Self.maxLines).map { "  " + oneLine($0) }
        let rest = lines.count - shown.count
        return ["\(title):"] + shown + (rest > 0 ? ["  and \(rest) more"] : [])
    }

    /// The numbers of a dataset that differ.
    private func lines(_ dataset: DatasetChange) -> [String] {
        guard let before = dataset.before else { return ["\(dataset.name) is new (\(instances(dataset.after)))"] }
        guard let after = dataset.after else { return ["\(dataset.name) is gone (\(instances(before)))"] }
        var changes = Self.fields.compactMap { field -> String? in
            guard let old = before[field.key]?.integer, let new = after[field.key]?.integer, old != new else {
                return nil
            }
            return "\(field.title) \(grouped(old)) -> \(grouped(new))"
        }
        let shares = [before, after].map { $0["share_realised"].flatMap(Self.number).map(percent) ?? "none" }
        if shares[0] != shares[1] { changes.append("share \(shares[0]) -> \(shares[1])") }
        if changes.isEmpty { changes = ["other templates, splits or demonstrations"] }
        return ["\(dataset.name): " + changes.joined(separator: ", ")]
    }

    /// Counts of rows, then of instances, then of what is in them.
    private static let fields = CountUnit.allCases.flatMap { unit in
        DatasetLedger.fields.filter { $0.uses.contains(.difference) && $0.unit == unit }
    }

    private static func number(_ value: JSONValue) -> Double? {
        if case .number(let text) = value { Double(text) } else { nil }
    }

    private func instances(_ ledger: JSONValue?) -> String {
        "\(grouped(ledger?["instances"]?.integer ?? 0)) instances"
    }

    private var instanceLines: [String] {
        var lines: [String] = []
        for (dataset, counts) in instances.counts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            let parts = InstanceDifference.Kind.allCases.compactMap { kind in
                counts[kind].map { "\(grouped($0)) \(kind.rawValue)" }
            }
            lines.append((dataset.isEmpty ? "" : "\(dataset): ") + parts.joined(separator: ", "))
        }
        return lines
            + instances.examples.map { example in
                let line = example.line.prefix(Self.maxCharacters)
                return "  \(example.kind.rawValue): \(line)\(line.count < example.line.count ? " …" : "")"
            }
    }

    package var json: JSONValue {
        func changes(_ files: [FileChange]) -> JSONValue {
            .array(files.map { .object(["name": .string($0.name), "change": .string($0.change)]) })
        }
        return .object([
            "same": .bool(isEmpty), "settings": .array(settings.map { .string($0) }),
            "recipe": .array(recipeLines.map { .string($0) }), "inputs": changes(inputs), "packs": changes(packs),
            "datasets": .array(
                datasets.map { .object(["dataset": .string($0.name), "before": $0.before, "after": $0.after]) }),
            "instances": .object(
                instances.counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { dataset, counts in
                    JSONValue.Member(
                        key: dataset,
                        value: .object(
                            InstanceDifference.Kind.allCases.map {
                                JSONValue.Member(key: $0.rawValue, value: .int(counts[$0, default: 0]))
                            }))
                }),
            "examples": .array(
                instances.examples.map {
                    .object([
                        "kind": .string($0.kind.rawValue), "dataset": .string($0.dataset), "line": .string($0.line),
                    ])
                }),
            "files": changes(files),
        ])
    }
}
