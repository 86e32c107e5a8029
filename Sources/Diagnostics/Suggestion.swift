/// The candidate nearest to a mistyped word, or nil when none is near enough to be meant.
///
/// Nearness is the optimal string alignment distance (insertions, deletions, substitutions and swaps of neighbours
/// count 1 each); at most a third of the word, and at least one letter, may differ.
package func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.utf8.prefix(64))
    var best: (distance: Int, candidate: String)?
    for candidate in candidates where candidate != word {
        let distance = editDistance(wanted, Array(candidate.utf8.prefix(64)))
        if distance <= max(1, wanted.count / 3), distance < best?.distance ?? Int.max {
            best = (distance, candidate)
        }
    }
    return best?.candidate
}

private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
        var current = [i + 1]
        current.reserveCapacity(b.count + 1)
        for j in 0..<b.count {
            var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                cost = min(cost, beforePrevious[j - 1] + 1)
            }
            current.append(cost)
        }
        beforePrevious = previous
        previous = current
    }
    return previous[b.count]
}
