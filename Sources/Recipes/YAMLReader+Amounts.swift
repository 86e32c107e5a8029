import Mixing
import Yams

/// Amounts, multipliers and fractions: what could be mistaken for another of them is refused.
extension YAMLReader {
    /// A whole number of at least 0.
    func amount(_ node: Node, of what: String) -> Int? {
        let text = amountText(node)
        if let text, text.hasSuffix("%") || text.contains("."), Double(text.replacing("%", with: "")) != nil {
            report(
                "\(what) is an amount, and `\(text)` could be taken for a fraction", at: node,
                help: "write a whole number, or give a dataset a fraction of the mixture by `share`")
            return nil
        }
        return integer(node, of: what, in: 0...Int.max)
    }

    /// A number of at least 0 that multiplies something: `2`, `0.5` or `x2`.
    func multiplier(_ node: Node, of what: String) -> Double? {
        amountText(node).flatMap(MixtureNumber.multiplier) ?? number(node, of: what, in: 0...MixtureNumber.maxTimes)
    }

    /// A fraction of a whole: `0.05` or `5%`.
    func fraction(_ node: Node, of what: String) -> Double? {
        let text = amountText(node)
        if let fraction = text.flatMap(MixtureNumber.fraction) { return fraction }
        if let text, MixtureNumber.decimal(text) == 1 {
            report(
                "\(what) of `\(text)` could mean one per cent or all of it", at: node,
                help: "write 1% (or 0.01), or 100%")
            return nil
        }
        return number(node, of: what + " (a fraction such as 0.05, or 5%)", in: 0...1)
    }

    /// What is written without quotes, or in them with a mark that a text has no reason for: JSON, which is YAML too, knows no `5%`
    /// without quotes.
    private func amountText(_ node: Node) -> String? {
        guard let scalar = node.scalar else { return nil }
        let isMarked = scalar.string.hasSuffix("%") || scalar.string.hasPrefix("x")
        return scalar.style == .plain || isMarked ? scalar.string : nil
    }
}
