import Diagnostics
import JSON
import Mixing

/// What has become of requests, and of the lines of answer files.
package struct CollectLedger: Sendable, Equatable {
    /// How many requests there are: the sum of `outcomes` and `missing`.
    package private(set) var requests = 0
    /// Those with replies, by what has become of them.
    package private(set) var outcomes: [ModelReply.Outcome: Int] = [:]
    /// Requests without any reply.
    package private(set) var missing = 0
    /// Replies to a request that has another one of the same outcome, equal or not, beyond the first.
    package private(set) var duplicates = 0
    /// Replies to a request that has a better one, such as an answer after a retry.
    package private(set) var superseded = 0
    /// Requests whose best replies differ.
    package private(set) var conflicting = 0
    /// Replies to requests that are not the folder's.
    package var unknown = 0
    /// Lines that are no replies.
    package var unreadable = 0
    package var rows = 0
    /// Templates that say the same as an earlier one.
    package var repeated = 0
    /// Templates that were left out, as an error was found in them.
    package var faulty = 0
    package var findings: [Diagnostic] = []
    /// Requests to be made again, if they were asked for.
    package var retried: Int?

    package init() {}

    package mutating func add(_ state: ReplyState) {
        requests += 1
        duplicates += max(0, state.best - 1)
        superseded += state.replies - state.best
        if state.isConflicting { conflicting += 1 }
        if let outcome = state.outcome { outcomes[outcome, default: 0] += 1 } else { missing += 1 }
    }

    /// How many requests have an answer.
    package var answered: Int { outcomes[.answered] ?? 0 }

    /// How many lines there were: each is the reply to a request, a duplicate, superseded, unknown or unreadable.
    package var lines: Int { requests - missing + duplicates + superseded + unknown + unreadable }

    /// The counts by name: those of requests, then those of lines.
    private var counts: [(name: String, words: String, count: Int)] {
        func count(_ outcome: ModelReply.Outcome) -> Int { outcomes[outcome] ?? 0 }
        return [
            ("requests", "requests", requests), ("answered", "  answered", answered),
            ("missing", "  missing", missing), ("expired", "  expired", count(.expired)),
            ("failed", "  failed", count(.failed)), ("cut", "  cut by length", count(.cut)),
            ("filtered", "  filtered", count(.filtered)), ("refused", "  refused", count(.refused)),
            ("unparsed", "  not in the form asked for", count(.unparsed)),
            ("lines", "lines read", lines), ("duplicates", "  duplicate replies", duplicates),
            ("superseded", "  replies with a better one", superseded),
            ("unknown", "  replies to unknown requests", unknown), ("unreadable", "  unreadable", unreadable),
            ("conflicting", "requests with different replies", conflicting),
            ("repeated", "templates that repeat others", repeated),
            ("faulty", "templates with faults", faulty), ("rows", "rows or templates collected", rows),
        ] + (retried.map { [("retried", "requests to be made again", $0)] } ?? [])
    }

    /// As a table; what did not occur is left out.
    package var text: String {
        let always = ["requests", "answered", "lines", "rows", "retried"]
        let shown = counts.filter { $0.count > 0 || always.contains($0.name) }
        let width = shown.map(\.words.count).max() ?? 0
        return shown.map { line in
            line.words + String(repeating: " ", count: width - line.words.count + 2) + String(line.count) + "\n"
        }.joined()
    }

    package var json: JSONValue { .object(counts.map { JSONValue.Member(key: $0.name, value: .int($0.count)) }) }
}

/// What is known of a request's replies, without their texts.
package struct ReplyState: Sendable {
    package private(set) var replies = 0
    /// How many of them have the best outcome.
    package private(set) var best = 0
    /// What has become of the request; nil: no reply.
    package private(set) var outcome: ModelReply.Outcome?
    /// Where the text of the chosen reply stands; nil if it has none that is wanted.
    package var text: Range<Int>?
    /// The hashes of the texts of the replies with the best outcome: the least, which is that of the chosen one, and the greatest.
    private var least: UInt64 = 0
    private var greatest: UInt64 = 0

    package init() {}

    /// Whether replies with the best outcome differ, so that one had to be chosen.
    package var isConflicting: Bool { least != greatest }

    /// Adds a reply. Which one is chosen does not depend on their order: that with the best outcome and, of several, the one whose
    /// text has the smallest XXH3 (seed 0).
    ///
    /// - Returns: whether it is the chosen one so far, and the one before was another.
    package mutating func add(_ reply: ModelReply) -> Bool {
        replies += 1
        let hash = XXH3.hash(reply.text)
        guard let known = outcome, known.rawValue <= reply.outcome.rawValue else {
            (outcome, best, least, greatest) = (reply.outcome, 1, hash, hash)
            return true
        }
        guard known == reply.outcome else { return false }
        best += 1
        greatest = max(greatest, hash)
        guard hash < least else { return false }
        least = hash
        return true
    }
}
