import Diagnostics

/// What an undefined value may be used for.
package enum UndefinedPolicy: String, Sendable, CaseIterable {
    /// It prints empty and is false and empty; anything else fails (Jinja2's default).
    case standard = "default"
    /// Every use but the test for definedness fails.
    case strict
    /// Like the default, and attributes of it are undefined too.
    case chainable
    /// Like the default, but it prints what is missing.
    case debug
}

/// Bounds of one rendering; a hostile template meets them instead of the machine's.
package struct Limits: Sendable {
    /// Instructions that may run.
    package var steps = 1_000_000
    /// The longest `range`.
    package var rangeLength = 100_000
    /// Bytes that may be written.
    package var outputBytes = 1 << 20
    /// Bytes that values may take, those given up again included.
    package var memoryBytes = 64 << 20
    /// How deep calls may nest.
    package var callDepth = 100
    /// How deep a template's source may nest.
    package var parseDepth = 150
    /// Bytes of a template's source.
    package var sourceBytes = 4 << 20

    /// The bounds that suit prompts.
    package init() {}

    /// Allows outputs of so many bytes, and the values that they are made of.
    package mutating func allowOutput(_ bytes: Int) {
        outputBytes = bytes
        memoryBytes = max(memoryBytes, bytes > Int.max / 8 ? .max : bytes * 8)
    }
}

/// The time that `strftime_now` tells; the caller gives it, the clock is never asked.
package struct FixedTime: Sendable, Equatable {
    /// The parts of the date and time; months and days count from 1.
    package var year, month, day, hour, minute, second: Int

    package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }
}

extension FixedTime {
    /// A time from text: a date such as `2026-08-01`, or a date and a time such as `2026-08-01T12:30:00`; nil if there is none.
    package init?(_ text: String) {
        let parts = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        guard parts.count == 3 || parts.count == 6, (0...9999).contains(parts[0]), (1...12).contains(parts[1]),
            (1...31).contains(parts[2])
        else { return nil }
        let clock = parts.count == 6 ? Array(parts[3...]) : [0, 0, 0]
        guard clock[0] < 24, clock[1] < 60, clock[2] < 61 else { return nil }
        self.init(
            year: parts[0], month: parts[1], day: parts[2], hour: clock[0], minute: clock[1], second: clock[2])
    }
}

/// How random choices are made when a template asks for them.
package enum DrawPolicy: Sendable {
    case first, last
    /// By a hash of the given seed and the number of the draw within the rendering.
    case seeded
}

/// What templates are compiled for and rendered in. Immutable while in use; threads may share one.
package final class Environment: @unchecked Sendable {
    package var syntax = Syntax()
    package var undefined = UndefinedPolicy.standard
    /// Whether printed values are escaped for HTML.
    package var autoescape = false
    package var library: Library
    /// Bounds of each rendering.
    package var limits = Limits()
    /// What templates know beside the row.
    package var globals: [String: Value] = [:]
    /// Finds the source of other templates, for `include`, `import` and `extends`, by their name and the origin of the
    /// template that asks; nil where there are none.
    package var loader: ((_ name: String, _ origin: String) -> String?)?
    /// What marks the borders of a prompt's parts, in templates that have such; see `Separator`.
    package var separator: Separator?
    /// The time that `strftime_now` tells.
    package var now: FixedTime?
    /// Whether values may not be changed by templates (Hugging Face's sandbox).
    package var isImmutable = false
    package var draw = DrawPolicy.seeded
    /// Whether a filter's wrong arguments fail when it is called, as in Python, rather than when the template loads.
    package var delaysArgumentErrors = false

    package init(library: Library = .standard) { self.library = library }

    /// Compiles a template.
    ///
    /// - Parameters:
    ///   - source: the template's text; line ends may be LF, CR LF or CR.
    ///   - name: what errors call it.
    ///   - origin: where it comes from, which the loader is told; templates that it includes have the same.
    package func compile(
        _ source: String, name: String = "<template>", origin: String = ""
    ) throws(JinjaError) -> Template {
        try compile(source, name: name, origin: origin, asValue: false)
    }

    func compile(_ source: String, name: String, origin: String, asValue: Bool) throws(JinjaError) -> Template {
        guard source.utf8.count <= limits.sourceBytes else {
            throw JinjaError(.parseLimit, "a template of more than \(limits.sourceBytes) bytes")
        }
        let starts = [syntax.blockStart, syntax.variableStart, syntax.commentStart]
        guard Set(starts.map { Array($0.utf8) }).count == starts.count else {
            throw JinjaError(.syntax, "block, variable and comment start strings must be different")
        }
        let text = SourceText(bytes: Self.normalised(source, keepingEnd: syntax.keepTrailingNewline))
        do {
            var parser = try Parser(text, syntax: syntax, depthLimit: limits.parseDepth)
            let statements = try parser.parseTemplate()
            let analysis = TemplateAnalysis(statements, separator: separator, escapes: autoescape)
            let generator = CodeGenerator(self, text)
            var isExpression = false
            if asValue, statements.count == 1, case .print(let expression) = statements[0].kind {
                isExpression = true
                try generator.generateValue(expression)
            } else {
                try generator.generate(statements)
            }
            return Template(
                name: name, origin: origin, source: text, generator, analysis, isExpression: isExpression)
        } catch {
            var named = error
            named.templateName = name
            throw named
        }
    }

    /// Every line end as LF; one at the very end is dropped unless it is to be kept.
    private static func normalised(_ source: String, keepingEnd: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.utf8.count)
        var afterReturn = false
        for byte in source.utf8 {
            if byte == 0x0D {
                bytes.append(0x0A)
            } else if byte != 0x0A || !afterReturn {
                bytes.append(byte)
            }
            afterReturn = byte == 0x0D
        }
        if !keepingEnd, bytes.last == 0x0A { bytes.removeLast() }
        return bytes
    }
}

/// Marks the places where a prompt template's own text divides the output (PromptSource's `|||`), so that the same
/// characters inside a value stay text.
///
/// The mark is a run of three noncharacters. A row that holds the mark itself is rendered with another variant.
package struct Separator: Sendable {
    /// What template authors write.
    package static let written = "|||"
    /// How many marks there are to choose from.
    package static let variants = 28

    /// The mark that stands in the output.
    package let mark: String

    /// - Parameter variant: 0 ..< `variants`.
    package init(variant: Int = 0) {
        mark = [0xFDD0, 0xFDD2 + UInt32(variant), 0xFDD1].map { String(Unicode.Scalar($0)!) }.joined()
    }

    /// How many separators stand in a text.
    static func count(in text: String) -> Int {
        var count = 0
        var start = 0
        while let found = findText(written, in: text, from: start) {
            count += 1
            start = found + written.utf8.count
        }
        return count
    }

    /// Text of the template with its separators marked.
    func marking(_ text: String) -> String {
        guard findText(Self.written, in: text) != nil else { return text }
        return replaceText(text, Self.written, with: mark)
    }

    /// PromptSource hides `|||` in values behind this text while a template runs; a few of its templates name it.
    static let promptSourceProtector = "3ed2dface8203c4c9dfb1a5dc58e41e0"

    /// Text of the template that is compared with data: there a separator is what it looks like.
    func asData(_ text: String) -> String {
        guard findText(Self.promptSourceProtector, in: text) != nil else { return text }
        return replaceText(text, Self.promptSourceProtector, with: Self.written)
    }
}
