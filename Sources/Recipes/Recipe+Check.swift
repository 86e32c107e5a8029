import Diagnostics
import Yams

extension Recipe {
    /// Reads `check: {off: {rule: reason}}`: the rules that `hornbook check` leaves aside for this recipe.
    mutating func readCheck(_ node: Node, _ reader: YAMLReader) {
        let entries = reader.entries(node, of: "`check`", known: ["off"])
        guard let off = entries["off"] else { return }
        guard let mapping = off.mapping else {
            reader.report(
                "`off` must be a mapping of rules to reasons, such as {trailing-space: the tokenizer wants it}", at: off
            )
            return
        }
        let names = LintRule.allCases.map(\.rawValue)
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            guard let rule = LintRule(rawValue: name) else {
                let near = suggestion(for: name, among: names)
                reader.report(
                    "there is no rule `\(name)`", at: key,
                    help: near.map { "did you mean `\($0)`?" } ?? "the rules: \(names.joined(separator: ", "))")
                continue
            }
            let reason = reader.isNull(value) ? "" : reader.text(value, of: "the reason for `\(name)`") ?? "-"
            guard reason.contains(where: { !$0.isWhitespace }) else {
                reader.report(
                    "`\(name)` is switched off without a reason", at: key, help: "write why, as its value")
                continue
            }
            switchedOff[rule] = reason
        }
    }
}
