import Diagnostics
import Jinja
import Mixing

/// A template as it stands in a pack: PromptSource's fields and hornbook's additions.
public struct PromptTemplate: Sendable {
    /// Identifies the template for good; PromptSource's are UUIDs.
    public var id: String
    /// What people call it.
    public var name: String
    /// Jinja source whose `|||` divides prompt from completion.
    public var jinja: String
    /// Jinja source of the answer choices, divided by `|||`; nil for none.
    public var answerChoices: String?
    /// Whether the prompt shows the answer choices.
    public var choicesInPrompt: Bool
    /// Whether the template asks for the task that the dataset was made for.
    public var isOriginalTask: Bool
    /// Whether the template turns the task around.
    public var isInverted: Bool
    /// What an inverted template makes of what, in words; nil if it does not tell.
    public var inverts: String?
    /// The id that the template itself gives beside the one it stands under in its pack.
    public var writtenID: String?
    /// Where the template's source stands in its pack; nil for templates made in memory.
    public var location: SourceLocation?
    /// Where templates that it includes are looked for, as `PromptOptions.loader` knows it; empty: nowhere.
    public var origin = ""
    /// By how many columns the source is indented in the pack, if it stands there line by line (a block scalar), so that
    /// places in it are places in the pack; `location` is then that of its first line. Nil for other scalars.
    public var indent: Int?
    /// The languages of its prompt, as the pack names them.
    public var languages: [String] = []
    /// The names of the measures that suit its answers.
    public var metrics: [String] = []
    /// Where the template comes from, for people.
    public var reference: String?

    /// A template; see the properties.
    public init(
        id: String, name: String, jinja: String, answerChoices: String? = nil, choicesInPrompt: Bool = false,
        isOriginalTask: Bool = true, isInverted: Bool = false, location: SourceLocation? = nil
    ) {
        self.id = id
        self.name = name
        self.jinja = jinja
        self.answerChoices = answerChoices
        self.choicesInPrompt = choicesInPrompt
        self.isOriginalTask = isOriginalTask
        self.isInverted = isInverted
        self.location = location
    }
}

/// How templates are read and rendered.
public struct PromptOptions: Sendable {
    /// What undefined values may be used for.
    public var undefined = UndefinedPolicy.strict
    /// How `choice` and `random` draw.
    public var draw = DrawPolicy.seeded
    /// Printed values are cut to so many characters, as PromptSource's `truncate=True` does with 2048; nil: never.
    public var truncation: Int?
    /// The longest text that a template may give, in bytes of UTF-8.
    public var mostBytes = Limits().outputBytes
    /// Finds the source of templates that others include, by name and origin; nil where there are none.
    public var loader: (@Sendable (_ name: String, _ origin: String) -> String?)?

    /// Strict, drawn by key, nothing cut.
    public init() {}

    func environment(variant: Int) -> Environment {
        let environment = Environment(library: .promptSource)
        environment.undefined = undefined
        environment.draw = draw
        environment.separator = Separator(variant: variant)
        environment.loader = loader
        environment.limits.allowOutput(mostBytes)
        return environment
    }
}

/// A compiled template. A class, so that taking one for a row counts one reference and not one for each of its texts.
///
/// Immutable; the values it holds are texts, which threads may share.
public final class CompiledPrompt: @unchecked Sendable {
    /// What it was compiled from.
    public let template: PromptTemplate
    let prompt: Template
    let choices: Template?
    /// The answer choices if they are the same for every row, because their source is plain text.
    let plainChoices: (texts: [String], values: ContiguousArray<Value>)?
    /// The template's fast form, if it only splices.
    let splice: SplicedPrompt?
    /// XXH64 (seed 0) of the template's id, which ranks and draws are made from.
    public let hash: UInt64

    /// Compiles a template for rows that do not hold the separator mark of the environment.
    ///
    /// - Throws: a `Diagnostic` that points into the pack.
    public init(_ template: PromptTemplate, in environment: Environment, truncation: Int? = nil) throws(Diagnostic) {
        self.template = template
        hash = XXH64.hash(template.id)
        let plainChoices = template.answerChoices.flatMap { Self.plainChoices($0) }
        self.plainChoices = plainChoices
        do {
            // PromptSource does just this to its source.
            let source =
                truncation.map { template.jinja.replacing("}}", with: " | string | truncate(\($0)) }}") }
                ?? template.jinja
            prompt = try environment.compile(source, name: template.name, origin: template.origin)
            choices = try template.answerChoices.map { source throws(JinjaError) in
                try environment.compile(source, name: "\(template.name) (answer choices)", origin: template.origin)
            }
        } catch {
            throw template.diagnostic(for: error)
        }
        if let separator = environment.separator, choices == nil || plainChoices != nil {
            splice = SplicedPrompt(
                prompt, mark: Array(separator.mark.utf8), choices: plainChoices?.texts,
                mostBytes: environment.limits.outputBytes)
        } else {
            splice = nil
        }
    }

    private static func plainChoices(_ source: String) -> (texts: [String], values: ContiguousArray<Value>)? {
        // Jinja would change line ends of other systems.
        guard !source.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == 0x0D }) else { return nil }
        let texts = Array(source.utf8).withUnsafeBytes { text in
            splitParts(text, mark: Array(Separator.written.utf8)).map {
                String(decoding: UnsafeRawBufferPointer(rebasing: text[$0]), as: UTF8.self)
            }
        }
        return (texts, ContiguousArray(texts.map { .string($0) }))
    }

    /// The fields that the template reads, apart from those that hornbook provides and from Jinja's functions.
    public var fieldNames: [String] {
        Set(prompt.externalNames + (choices?.externalNames ?? [])).subtracting(["answer_choices"])
            .subtracting(Library.promptSource.functionNames).sorted()
    }

    /// Where the template's own separators stand.
    public var separators: SeparatorPlacement { prompt.separators }
}

extension PromptTemplate {
    /// An error in the template as a message that points into the pack.
    func diagnostic(for error: JinjaError) -> Diagnostic {
        let message = "template `\(error.templateName ?? name)`: \(error.message)"
        guard error.hasPosition else { return Diagnostic(message, at: location) }
        if let indent, var place = location, error.templateName == nil || error.templateName == name {
            place.line += error.line - 1
            place.column = indent + error.column
            let line = error.excerpt.map { String(repeating: " ", count: indent) + $0 }
            return Diagnostic(message, at: place, excerpt: line)
        }
        let excerpt = error.excerpt.map { "\n  | \($0)" } ?? ""
        return Diagnostic(
            "\(message) (template line \(error.line), column \(error.column))\(excerpt)", at: location)
    }
}
