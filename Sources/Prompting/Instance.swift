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
    private let parts = PartRanges()
    /// What it was made by; nil before the first time.
    @exclusivity(unchecked) var compiled: CompiledPrompt?

    // What other rooms read of it, they read through functions: direct accesses would be checked for exclusivity there, and
    // there are several for each row.
    @exclusivity(unchecked) private var escaped = false
    @exclusivity(unchecked) private var choices: [String]?
    @exclusivity(unchecked) private var examples: [Demonstration] = []
    @exclusivity(unchecked) private var wantedExamples = 0
    @exclusivity(unchecked) private var systemText: String?
    @exclusivity(unchecked) private var rowKey: UInt64 = 0

    /// Whether the parts are the insides of JSON strings in canonical form already, and not plain text.
    public internal(set) var isEscaped: Bool {
        get { escaped }
        set { escaped = newValue }
    }
    /// The answer choices of the template, if it has any.
    public internal(set) var answerChoices: [String]? {
        get { choices }
        set { choices = newValue }
    }
    /// Solved examples that stand before it.
    public internal(set) var demonstrations: [Demonstration] {
        get { examples }
        set { examples = newValue }
    }
    /// How many demonstrations were drawn for it; where the pool or the length did not allow as many, it has fewer.
    public internal(set) var demonstrationsWanted: Int {
        get { wantedExamples }
        set { wantedExamples = newValue }
    }
    /// Whether a demonstration asks what it asks itself. The choice of demonstrations rules it out; this looks at the result.
    public var demonstratesItself: Bool { examples.contains { prompt.elementsEqual($0.prompt) } }
    /// The system message.
    public internal(set) var system: String? {
        get { systemText }
        set { systemText = newValue }
    }
    /// The key of the row's record.
    public internal(set) var key: UInt64 {
        get { rowKey }
        set { rowKey = newValue }
    }
    /// The template's name.
    public var template: String { compiled?.template.name ?? "" }
    /// Whether the template turns the task around.
    public var isInverted: Bool { compiled?.template.isInverted ?? false }

    /// An instance to be filled.
    public init() {}

    /// The key of the row's record as 16 hexadecimal digits.
    public var keyText: String { Mixing.keyText(key) }

    /// Whether anything stands before the question: a system message or demonstrations.
    public var hasContext: Bool { systemText != nil || !examples.isEmpty }

    /// How many parts the template gave.
    public var partCount: Int { parts.count }

    /// The UTF-8 text of a part, without white space at its ends; escaped if `isEscaped` says so.
    public func part(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text.bytes[parts[index]])
    }

    @inline(__always)
    func clearDemonstrations() { if !examples.isEmpty { examples = [] } }

    /// Forgets what it held, for another rendering.
    func clear() {
        clearDemonstrations()
        if systemText != nil { systemText = nil }
        text.removeAll()
        parts.removeAll()
    }

    /// Adds a part, a range of the text.
    @inline(__always)
    func addPart(_ range: Range<Int>) { parts.append(range) }

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
