import System

/// Examples-proportional mixing with caps: r = min(n x scale, cap)^(1/T) x weight, share = r / sum r; inside groups likewise.
///
/// Source: Raffel et al. 2020, "Exploring the Limits of Transfer Learning", section 3.5.2; seqio's
/// `rate_num_examples`, `temperature_rate`.
///
/// A dataset gives at most min(n x epochs, cap); what it cannot give is shared out again among its neighbours without a fixed
/// share. A fixed share is never exceeded: where the others cannot fill the size, all get less. Without a size, the size is
/// that at which the parts without a fixed share give one pass over what their caps leave.
package func mix(_ entries: [MixtureEntry], _ rules: MixtureRules) -> [MixtureShare] {
    var root = MixtureGroup(name: "")
    root.groups = rules.groups
    let grouped = Set(rules.groups.flatMap(\.allDatasets))
    root.datasets = entries.map(\.name).filter { !grouped.contains($0) }
    let tree = MixtureTree(entries, rules)
    let whole = tree.group(root, cap: rules.cap, temperature: rules.temperature)
    var result = entries.map { MixtureShare(name: $0.name, cap: nil, rate: 0, share: 0, count: 0) }
    tree.give(rules.size ?? whole.natural, of: whole, share: 1, isNatural: rules.size == nil, to: &result)
    return result
}

extension MixtureGroup {
    /// The names of all datasets in it, at any depth.
    package var allDatasets: [String] { datasets + groups.flatMap(\.allDatasets) }
}

/// Datasets and groups with what they can give.
private struct MixtureTree {
    /// A dataset or a group.
    struct Node {
        var name: String
        /// The fraction of the group around it, if that is fixed.
        var fixed: Double?
        var rate: Double
        /// What it gives where no size is asked for.
        var natural: Int
        /// What it can give.
        var most: Int
        /// The cap and the position of a dataset.
        var cap: Int?
        var entry: Int?
        var children: [Node] = []
    }

    private let entries: [MixtureEntry]
    private let positions: [String: Int]
    private let rules: MixtureRules

    init(_ entries: [MixtureEntry], _ rules: MixtureRules) {
        (self.entries, self.rules) = (entries, rules)
        positions = Dictionary(entries.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func group(_ group: MixtureGroup, cap: Int?, temperature: Double) -> Node {
        let cap = group.cap ?? cap
        let temperature = group.temperature ?? temperature
        var children = group.datasets.compactMap { positions[$0] }.map { leaf($0, cap, temperature) }
        children += group.groups.map { self.group($0, cap: cap, temperature: temperature) }
        // Sums of rates are rounded: in one order, whatever that of the recipe.
        children.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return Node(
            name: group.name, fixed: group.share, rate: children.reduce(0) { $0 + $1.rate } * group.weight,
            natural: Self.natural(children), most: Self.most(children), children: children)
    }

    private func leaf(_ position: Int, _ cap: Int?, _ temperature: Double) -> Node {
        let entry = entries[position]
        let cap = entry.cap ?? cap
        let available = Double(entry.available) * rules.scale
        let size = min(available, cap.map(Double.init) ?? .infinity, rules.rateCap.map(Double.init) ?? .infinity)
        let rate = size > 0 ? power(size, 1 / temperature) * entry.weight : 0
        let isWanted = rate > 0 || (entry.share ?? 0) > 0
        let passes = entry.available.multipliedReportingOverflow(by: rules.epochs)
        let most = isWanted ? min(passes.overflow ? Int.max : passes.partialValue, cap ?? Int.max) : 0
        return Node(
            name: entry.name, fixed: entry.share, rate: rate,
            natural: isWanted ? min(entry.available, cap ?? Int.max) : 0, most: most, cap: cap, entry: position)
    }

    /// What the parts give together where no size is asked for: as much as lets those without a fixed share give all that they
    /// have, N = sum / (1 - fixed shares); if all shares are fixed, as much as the shortest part allows.
    private static func natural(_ children: [Node]) -> Int {
        let free = children.filter { $0.fixed == nil }
        let sum = free.reduce(0) { saturatingSum($0, $1.natural) }
        let fixed = children.compactMap(\.fixed).reduce(0, +)
        guard fixed > 0 else { return sum }
        if sum > 0, fixed < 1 { return size(free: sum, fixed, children) }
        let sizes = children.filter { ($0.fixed ?? 0) > 0 }.map { Double($0.natural) / ($0.fixed! / fixed) }
        return whole(sizes.min() ?? 0)
    }

    /// What the parts can give together without exceeding a fixed share beside parts that have none.
    private static func most(_ children: [Node]) -> Int {
        let free = children.reduce(0) { saturatingSum($0, $1.fixed == nil ? $1.most : 0) }
        let fixed = children.compactMap(\.fixed).reduce(0, +)
        if free > 0, fixed > 0, fixed < 1 { return size(free: free, fixed, children) }
        return children.reduce(0) { saturatingSum($0, $1.most) }
    }

    /// How much there is with parts of a fixed share beside others, where those give so much: as much as they have, at most.
    private static func size(free: Int, _ fixed: Double, _ children: [Node]) -> Int {
        children.reduce(free) { saturatingSum($0, beside(free, fixed, $1)) }
    }

    /// How much a part of a fixed share gives beside others that give so much.
    private static func beside(_ free: Int, _ fixed: Double, _ child: Node) -> Int {
        child.fixed.map { min(Int(min(Double(free) / (1 - fixed) * $0, 0x1p62).rounded()), child.most) } ?? 0
    }

    private static func whole(_ number: Double) -> Int {
        // A hair below a whole number is that number, divided and rounded.
        let rounded = number.rounded()
        return number >= 0x1p62 ? Int.max : Int(abs(number - rounded) < 1e-6 ? rounded : number.rounded(.down))
    }

    /// The fractions that the parts of a group are to be.
    private func fractions(_ children: [Node]) -> [Double] {
        let fixed = children.compactMap(\.fixed).reduce(0, +)
        let rates = children.reduce(0) { $0 + ($1.fixed == nil ? $1.rate : 0) }
        return children.map { child in
            if let share = child.fixed { return rates > 0 || fixed <= 0 ? share : share / fixed }
            return rates > 0 ? max(0, 1 - fixed) * child.rate / rates : 0
        }
    }

    /// Shares an amount out among the datasets of a node.
    ///
    /// - Returns: how much of it they give.
    @discardableResult
    func give(_ amount: Int, of node: Node, share: Double, isNatural: Bool, to result: inout [MixtureShare]) -> Int {
        if let entry = node.entry {
            result[entry] = MixtureShare(
                name: node.name, cap: node.cap, rate: node.rate, share: share, count: amount)
            return amount
        }
        let children = node.children
        let fractions = fractions(children)
        func give(_ count: Int, to index: Int) -> Int {
            self.give(
                count, of: children[index], share: share * fractions[index],
                isNatural: isNatural && count == children[index].natural, to: &result)
        }
        let most = min(amount, isNatural ? node.natural : node.most)
        var left = most
        for (index, count) in fixedCounts(children, of: most, isNatural: isNatural, fractions) {
            left -= give(count, to: index)
        }
        // Without a size, parts by rate give one pass each, and only those of a fixed share may be repeated.
        var open = children.indices.filter { children[$0].fixed == nil }
        while true {
            let counts = apportion(
                total: left, rates: open.map { fractions[$0] },
                bounds: open.map { isNatural ? children[$0].natural : children[$0].most },
                names: open.map { children[$0].name })
            let given = zip(open, counts).map { give($1, to: $0) }
            // A group whose own parts are of fixed shares may give less than it is asked for; then the others give more.
            let short = zip(counts, given).map { $0 > $1 }
            guard short.contains(true), short.contains(false) else { return most - left + given.reduce(0, +) }
            left -= zip(given, short).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
            open = zip(open, short).filter { !$1 }.map(\.0)
        }
    }

    /// How much of an amount the parts of a fixed share are asked for, by their positions.
    private func fixedCounts(
        _ children: [Node], of amount: Int, isNatural: Bool, _ fractions: [Double]
    ) -> [(index: Int, count: Int)] {
        let free = children.reduce(0) { sum, child in
            child.fixed == nil ? saturatingSum(sum, isNatural ? child.natural : child.most) : sum
        }
        let fixed = children.compactMap(\.fixed).reduce(0, +)
        // Where the others give all that they have, that decides; else the amount does.
        let counts =
            free > 0 && fixed < 1 && (isNatural || amount == Self.most(children))
            ? children.map { Self.beside(free, fixed, $0) }
            : apportion(
                total: amount, rates: fractions, bounds: children.map { _ in Int.max }, names: children.map(\.name))
        return children.indices.filter { children[$0].fixed != nil }.map { ($0, min(counts[$0], children[$0].most)) }
    }
}
