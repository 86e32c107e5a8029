import JSON
import Mixing

/// A solved example that stands before the query.
public struct Demonstration: Sendable, Equatable {
    /// UTF-8 text.
    public var prompt: [UInt8]
    /// UTF-8 text.
    public var completion: [UInt8]
}

/// One formatted training example: a row seen through one template. Reused from row to row.
public final class Instance {
    /// The rendered text; the parts are ranges of it.
    let text = ByteBuffer(capacity: 4096)
    var partRanges: [Range<Int>] = []
    /// The answer choices of the template, if it has any.
    public internal(set) var answerChoices: [String]?
    /// Solved examples that stand before it.
    public internal(set) var demonstrations: [Demonstration] = []
    /// The system message.
    public internal(set) var system: String?
    /// The template's name.
    public internal(set) var template = ""
    /// Whether the template turns the task around.
    public internal(set) var isInverted = false
    /// The key of the row's record.
    public internal(set) var key: UInt64 = 0

    /// An instance to be filled.
    public init() {}

    /// The key of the row's record as 16 hexadecimal digits.
    public var keyText: String { Mixing.keyText(key) }

    /// How many parts the template gave.
    public var partCount: Int { partRanges.count }

    /// The UTF-8 text of a part, without white space at its ends.
    public func part(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text.bytes[partRanges[index]])
    }

    /// The text that asks, demonstrations left out.
    public var prompt: UnsafeRawBufferPointer { part(0) }
    /// The text that is to be learnt.
    public var completion: UnsafeRawBufferPointer { part(1) }

    /// Whether there is no prompt or no completion. Templates may give nothing for rows that they do not suit.
    public var isBlank: Bool { partCount < 2 || prompt.isEmpty || completion.isEmpty }

    /// Fails if the template gave more than a prompt and a completion.
    public func requirePair() throws(PromptError) {
        if partCount > 2 {
            throw PromptError(
                .tooManyParts, "template `\(template)` gives \(partCount) parts; a prompt and a completion are wanted",
                template: template)
        }
    }
}
