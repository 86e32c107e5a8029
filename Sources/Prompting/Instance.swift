import Conversations
import JSON
import Mixing

/// A solved example that stands before the query.
package struct Demonstration: Sendable, Equatable {
    /// UTF-8 text.
    package var prompt: [UInt8]
    /// UTF-8 text.
    package var completion: [UInt8]
    /// The prompt without options, seen through the query's template: what it asks.
    var question: [UInt8]
}

/// One formatted training example: a row seen through one template. Reused from row to row.
package final class Instance {
    /// The rendered text; the parts are ranges of it.
    let text = ByteBuffer(capacity: 4096)
    @exclusivity(unchecked) private var parts = PartRanges()
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
    @exclusivity(unchecked) private var extras: Extras?

    /// What few instances have; apart, so that there is one thing to be forgotten for the next row.
    private final class Extras {
        var optionForm: OptionForm?
        var optionText: String?
        var turnedAnswer: String?
        var conversation: Conversation?
        var kept: [UInt8] = []
        var openingCount: Int?
        var isPlainText = false
        var isLine = false
    }

    private func makeExtras() -> Extras {
        let made = extras ?? Extras()
        extras = made
        return made
    }

    @exclusivity(unchecked) private var style = DemonstrationStyle.turns

    /// Whether the parts are the insides of JSON strings in canonical form already, and not plain text.
    package internal(set) var isEscaped: Bool {
        get { escaped }
        set { escaped = newValue }
    }
    package internal(set) var answerChoices: [String]? {
        get { choices }
        set { choices = newValue }
    }
    package internal(set) var demonstrations: [Demonstration] {
        get { examples }
        set { examples = newValue }
    }
    /// How many demonstrations were drawn for it; where the pool or the length did not allow as many, it has fewer.
    package internal(set) var demonstrationsWanted: Int {
        get { wantedExamples }
        set { wantedExamples = newValue }
    }
    /// How the demonstrations stand before it.
    package internal(set) var demonstrationStyle: DemonstrationStyle {
        get { style }
        set { style = newValue }
    }
    /// What it is, where it is no rendered task: prompt and completion tell it as two texts then.
    package internal(set) var conversation: Conversation? {
        get { extras?.conversation }
        set { makeExtras().conversation = newValue }
    }
    /// Whether it is one, which is asked for every line.
    package var isConversation: Bool { extras?.conversation != nil }
    /// Members of the row that its line carries, as JSON text: each a comma, the name and the value.
    package internal(set) var keptMembers: [UInt8] {
        get { extras?.kept ?? [] }
        set { if !newValue.isEmpty || extras != nil { makeExtras().kept = newValue } }
    }
    /// How many bytes of the prompt tell the task, before the case at hand; nil if that cannot be told apart. With demonstrations
    /// it stands once, before them.
    var openingCount: Int? {
        get { extras?.openingCount }
        set { if newValue != nil || extras != nil { makeExtras().openingCount = newValue } }
    }
    /// Whether it is plain text, all of which is to be learnt: it has no prompt.
    package internal(set) var isPlainText: Bool {
        get { extras?.isPlainText ?? false }
        set { makeExtras().isPlainText = newValue }
    }
    /// Whether it is a line that is formatted already: the completion is the whole line, without its end.
    package var isLine: Bool { extras?.isLine ?? false }
    /// The demonstrations that stand before it as earlier turns.
    package var earlierTurns: [Demonstration] {
        guard style == .turns, !examples.isEmpty else { return [] }
        var turns = examples
        turns[0].prompt = opening + turns[0].prompt
        return turns
    }
    /// What stands before its prompt where demonstrations are a part of it.
    package var textBeforePrompt: [UInt8] { examples.isEmpty ? [] : opening + style.lead(examples) }
    /// Whether its prompt as one text ends with a word that asks for the answer, such as `Answer:`.
    package var endsWithCue: Bool { !textAfterPrompt.isEmpty || conversation?.isPair == false }
    /// What stands after its prompt there.
    package var textAfterPrompt: String { examples.isEmpty ? "" : style.tail }
    /// How options are shown in it; nil if none are.
    package internal(set) var optionForm: OptionForm? {
        get { extras?.optionForm }
        set { if newValue != nil || extras != nil { makeExtras().optionForm = newValue } }
    }
    /// The options as they stand in the prompt.
    var optionText: String? {
        get { extras?.optionText }
        set { makeExtras().optionText = newValue }
    }
    /// The answer that was turned into a question.
    var turnedAnswer: String? {
        get { extras?.turnedAnswer }
        set { makeExtras().turnedAnswer = newValue }
    }
    /// What it asks: its prompt without the options, whose order is drawn for each row anew.
    var question: [UInt8] {
        guard let options = optionText, let found = String(decoding: prompt, as: UTF8.self).firstRange(of: options)
        else { return Array(prompt) }
        var text = String(decoding: prompt, as: UTF8.self)
        text.removeSubrange(found)
        return Array(text.utf8)
    }
    /// Whether a demonstration asks what it asks itself. The choice of demonstrations rules it out; this looks at the result.
    package var demonstratesItself: Bool {
        guard !examples.isEmpty else { return false }
        let question = question
        return examples.contains { $0.question == question }
    }
    package internal(set) var system: String? {
        get { systemText }
        set { systemText = newValue }
    }
    /// The key of the row's record.
    package internal(set) var key: UInt64 {
        get { rowKey }
        set { rowKey = newValue }
    }
    package var template: String { compiled?.template.name ?? "" }
    /// Whether the template turns the task around.
    package var isInverted: Bool { compiled?.template.isInverted ?? false }

    package init() {}

    /// The key of the row's record as 16 hexadecimal digits.
    package var keyText: String { Mixing.keyText(key) }

    /// Whether anything stands before the question: a system message or demonstrations.
    package var hasContext: Bool { systemText != nil || !examples.isEmpty }

    package var partCount: Int { parts.count }

    /// The UTF-8 text of a part, without white space at its ends; escaped if `isEscaped` says so.
    package func part(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text.bytes[parts[index]])
    }

    @inline(__always)
    func clearDemonstrations() { if !examples.isEmpty { examples = [] } }

    /// Forgets what it held, for another rendering.
    func clear() {
        clearDemonstrations()
        if systemText != nil { systemText = nil }
        if extras != nil { extras = nil }
        clearParts()
    }

    /// Forgets its parts, for another rendering of the same row.
    func clearParts() {
        text.removeAll()
        parts.removeAll()
    }

    /// Adds a part that is a text of its own.
    func addPart(_ other: String) {
        let start = text.count
        text.append(other)
        parts.append(start..<text.count)
    }

    /// Takes a conversation, told as two texts.
    package func set(_ conversation: Conversation) {
        self.conversation = conversation
        system = conversation.system
        addPart(conversation.prompt)
        addPart(conversation.completion)
    }

    func setLine(_ line: UnsafeRawBufferPointer) {
        let extras = makeExtras()
        (extras.isPlainText, extras.isLine) = (true, true)
        text.append(line)
        parts.append(0..<0)
        parts.append(0..<text.count)
    }

    func replacePart(_ index: Int, by other: String) {
        let start = text.count
        text.append(other)
        parts[index] = start..<text.count
    }

    /// Adds a part, a range of the text.
    @inline(__always)
    func addPart(_ range: Range<Int>) { parts.append(range) }

    /// The text that asks, demonstrations left out.
    package var prompt: UnsafeRawBufferPointer { part(0) }
    /// The same without what stands before the demonstrations already.
    package var query: UnsafeRawBufferPointer {
        examples.isEmpty ? prompt : UnsafeRawBufferPointer(rebasing: prompt[(openingCount ?? 0)...])
    }
    /// What tells the task, before the case at hand; empty if that cannot be told apart.
    var opening: [UInt8] { openingCount.map { Array(prompt[..<$0]) } ?? [] }
    /// The text that is to be learnt.
    package var completion: UnsafeRawBufferPointer { part(1) }

    /// Whether there is no prompt or no completion. Templates may give nothing for rows that they do not suit.
    /// A conversation without text may show an image, or call a tool.
    package var isBlank: Bool {
        partCount < 2 || (prompt.isEmpty && !isPlainText || completion.isEmpty) && !isConversation
    }

    /// Fails if the template gave more than a prompt and a completion.
    package func requirePair() throws(PromptError) {
        if partCount > 2 {
            throw PromptError(
                .tooManyParts, "template `\(template)` gives \(partCount) parts; a prompt and a completion are wanted",
                template: template)
        }
    }
}
