import Mixing

/// What is known of a request's replies, without their texts.
package struct ReplyState: Sendable {
    /// How many there were.
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

    /// No reply yet.
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
