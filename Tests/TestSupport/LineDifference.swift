/// What differs between a text as it should be and as it is, told as `diff -u` tells it.
package struct LineDifference {
    private enum Change: Equatable {
        case same, gone, come

        var mark: String {
            switch self {
            case .same: " "
            case .gone: "-"
            case .come: "+"
            }
        }
    }

    private typealias Line = ArraySlice<UInt8>

    private var changes: [(change: Change, line: Line)] = []

    /// How many unchanged lines are shown around those that changed.
    private static let context = 3
    /// What is longer is not shown to its end.
    private static let mostLines = 400
    /// For more pairs of lines than these no common lines are looked for.
    private static let mostPairs = 4_000_000

    package init(expected: String, actual: String) {
        let (old, new) = (Self.lines(expected), Self.lines(actual))
        let shared = zip(old, new).prefix { $0 == $1 }.count
        let ends = zip(old.dropFirst(shared).reversed(), new.dropFirst(shared).reversed()).prefix { $0 == $1 }.count
        add(.same, old.prefix(shared))
        compare(Array(old.dropFirst(shared).dropLast(ends)), Array(new.dropFirst(shared).dropLast(ends)))
        add(.same, old.suffix(ends))
    }

    package var isEmpty: Bool { changes.allSatisfy { $0.change == .same } }

    /// The lines that differ with some around them, below the names of both texts; an empty text if none differ.
    package func unified(from expected: String, to actual: String) -> String {
        guard !isEmpty else { return "" }
        var lines = ["--- \(expected)", "+++ \(actual)"]
        for range in ranges {
            lines.append("@@ -\(place(of: range, without: .come)) +\(place(of: range, without: .gone)) @@")
            lines += changes[range].map { $0.change.mark + Self.visible($0.line) }
        }
        if lines.count > Self.mostLines {
            lines = lines.prefix(Self.mostLines) + ["… and \(lines.count - Self.mostLines) lines more"]
        }
        return lines.joined(separator: "\n")
    }

    /// Lines of a text, whose last one says so if it has no end.
    private static func lines(_ text: String) -> [Line] {
        var lines = Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if let last = lines.popLast(), !last.isEmpty {
            lines += [last, ArraySlice("\\ No newline at end of file".utf8)]
        }
        return lines
    }

    private mutating func add(_ change: Change, _ lines: some Sequence<Line>) {
        changes += lines.map { (change, $0) }
    }

    private mutating func compare(_ old: [Line], _ new: [Line]) {
        guard old.count * new.count <= Self.mostPairs else {
            add(.gone, old)
            add(.come, new)
            return
        }
        let difference = new.difference(from: old)
        var gone = Set<Int>()
        var come = Set<Int>()
        for case .remove(let offset, _, _) in difference { gone.insert(offset) }
        for case .insert(let offset, _, _) in difference { come.insert(offset) }
        var (from, to) = (0, 0)
        while from < old.count || to < new.count {
            if gone.contains(from) {
                changes.append((.gone, old[from]))
                from += 1
            } else if come.contains(to) {
                changes.append((.come, new[to]))
                to += 1
            } else {
                changes.append((.same, old[from]))
                (from, to) = (from + 1, to + 1)
            }
        }
    }

    /// What is shown: changes with the lines around them.
    private var ranges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        for index in changes.indices where changes[index].change != .same {
            let range = max(0, index - Self.context)..<min(changes.count, index + Self.context + 1)
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges
    }

    /// Where lines stand in one of both texts, and how many of them, as `diff` writes it.
    private func place(of range: Range<Int>, without other: Change) -> String {
        let before = changes[..<range.lowerBound].count { $0.change != other }
        let count = changes[range].count { $0.change != other }
        return "\(count == 0 ? before : before + 1),\(count)"
    }

    /// Text in which nothing speaks to the terminal.
    private static func visible(_ line: Line) -> String {
        String(decoding: line, as: UTF8.self).unicodeScalars.reduce(into: "") { text, scalar in
            let isPlain = scalar == "\t" || !(scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value))
            text += isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }
}
