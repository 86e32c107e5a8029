import Diagnostics
import JSON
import Reports
import Similarity

/// What a round has done. Candidates = accepted + refused + rejected.
package struct GrowSummary: Sendable {
    /// Records of the pool.
    package var pool = 0
    /// Records of the pool that were rejected, by code.
    package var poolRejected: [String: Int] = [:]
    /// Records of the candidates.
    package var candidates = 0
    package var accepted = 0
    /// Candidates not taken, by rule.
    package var refused: [GrowRule: Int] = [:]
    /// Records of the candidates that were rejected, by code.
    package var rejected: [String: Int] = [:]
    package var rules: GrowRules
    package var effort = SearchEffort()

    package var refusedCount: Int { refused.values.reduce(0, +) }

    private var rejectedCount: Int { rejected.values.reduce(0, +) }

    /// Whether no candidate is missing.
    package var isClosed: Bool { candidates == accepted + refusedCount + rejectedCount }

    package var text: String {
        var lines = [["pool", grouped(pool)]]
        let lost = poolRejected.values.reduce(0, +)
        if lost > 0 { lines.append(["  rejected", grouped(lost)]) }
        lines += [["candidates", grouped(candidates)], ["  accepted", grouped(accepted)]]
        lines.append(["  refused", grouped(refusedCount)])
        for rule in GrowRule.allCases where refused[rule, default: 0] > 0 {
            lines.append(["    " + rule.rawValue, grouped(refused[rule, default: 0])])
        }
        lines.append(["  rejected", grouped(rejectedCount)])
        return aligned(lines)
    }

    package var json: JSONValue {
        let active = GrowRule.allCases.filter(rules.active.contains)
        return .object([
            "pool": .object(["rows": .int(pool), "rejected_by_code": Self.counts(poolRejected)]),
            "candidates": .int(candidates), "accepted": .int(accepted), "refused": .int(refusedCount),
            "refused_by_rule": .object(
                active.map { JSONValue.Member(key: $0.rawValue, value: .int(refused[$0, default: 0])) }),
            "rejected": .int(rejectedCount), "rejected_by_code": Self.counts(rejected),
            "threshold": .double(rules.threshold.value), "tokens": .string(rules.tokens.rawValue),
            "pairs": .object(["bags": .int(effort.bags), "subsequences": .int(effort.subsequences)]),
        ])
    }

    private static func counts(_ counts: [String: Int]) -> JSONValue {
        .object(counts.sorted { $0.key < $1.key }.map { JSONValue.Member(key: $0.key, value: .int($0.value)) })
    }
}
