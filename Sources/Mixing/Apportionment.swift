/// Shares a whole number out in proportion to rates, none getting more than its bound.
///
/// By the method of largest remainder (Hamilton): each gets the floor of its exact share, and what is left goes, one
/// each, to the largest remainders; equal remainders go to the name that comes first. A share beyond its bound is cut to
/// it, and the surplus is shared again among the others.
///
/// - Parameters:
///   - total: what is shared out, at least 0; cut to the sum of the bounds of those with a positive rate.
///   - rates: not negative, finite; a rate of 0 gets nothing.
///   - bounds: at least 0, one for each rate.
///   - names: break ties; one for each rate, all different.
/// - Returns: the counts, in the order of the rates; they sum to the total.
package func apportion(total: Int, rates: [Double], bounds: [Int], names: [String]) -> [Int] {
    precondition(rates.count == bounds.count && rates.count == names.count)
    var counts = [Int](repeating: 0, count: rates.count)
    var open = rates.indices.filter { rates[$0] > 0 && bounds[$0] > 0 }
    var left = min(total, open.reduce(0) { saturatingSum($0, bounds[$1]) })
    while left > 0, !open.isEmpty {
        let shares = exactShares(of: left, among: open.map { rates[$0] })
        // Whoever would exceed its bound gets just that, and leaves the others to share the rest.
        let full = zip(open, shares).filter { index, share in share >= Double(bounds[index]) }.map(\.0)
        if full.isEmpty {
            for (index, count) in zip(open, rounded(shares, to: left, names: open.map { names[$0] })) {
                counts[index] = count
            }
            break
        }
        for index in full {
            counts[index] = bounds[index]
            left -= bounds[index]
        }
        open.removeAll { full.contains($0) }
    }
    return counts
}

private func exactShares(of total: Int, among rates: [Double]) -> [Double] {
    let sum = rates.reduce(0, +)
    return rates.map { Double(total) * ($0 / sum) }
}

/// Whole numbers nearest to shares that sum to a total, by largest remainder.
private func rounded(_ shares: [Double], to total: Int, names: [String]) -> [Int] {
    var counts = shares.map { Int($0.rounded(.down)) }
    let order = shares.indices.sorted { a, b in
        let (x, y) = (shares[a] - shares[a].rounded(.down), shares[b] - shares[b].rounded(.down))
        return x != y ? x > y : names[a].utf8.lexicographicallyPrecedes(names[b].utf8)
    }
    var missing = total - counts.reduce(0, +)
    for index in order where missing > 0 {
        counts[index] += 1
        missing -= 1
    }
    return counts
}

/// The sum of two numbers that are at least 0, or the greatest number there is.
func saturatingSum(_ a: Int, _ b: Int) -> Int {
    let sum = a.addingReportingOverflow(b)
    return sum.overflow ? Int.max : sum.partialValue
}
