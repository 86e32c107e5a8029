import Diagnostics

package struct JinjaError: Error, Sendable {
    /// The kinds of errors; raw values are stable names for machines.
    package enum Kind: String, Sendable {
        /// The template's text breaks the language's rules; found when it is compiled.
        case syntax
        /// An undefined value was used where the policy forbids it.
        case undefined
        /// An operation does not suit its values.
        case type
        /// A value is out of its range: an index, a key, a division by zero.
        case value
        /// A template that is included, imported or extended does not exist.
        case templateNotFound = "template_not_found"
        /// The template called `raise_exception`.
        case raised
        /// A sandboxed template tried to change a value.
        case security
        case stepLimit = "limit.steps"
        case outputLimit = "limit.output"
        case memoryLimit = "limit.memory"
        case recursionLimit = "limit.recursion"
        /// Source text nested deeper than allowed, or too long.
        case parseLimit = "limit.parse"
    }

    package var kind: Kind
    package var message: String
    /// What the parser was looking for: a token as it is written, or what it is called.
    package var expected: String?
    /// The field or name involved, for errors that concern one.
    package var name: String?
    /// The template's name, once known.
    package var templateName: String?
    /// Line from 1, or 0 while unknown.
    package var line = 0
    /// Column in Unicode scalars from 1, or 0 while unknown.
    package var column = 0
    /// The source line that the error stands in.
    package var excerpt: String?

    package var hasPosition: Bool { line > 0 }

    init(_ kind: Kind, _ message: String, name: String? = nil) {
        (self.kind, self.message, self.name) = (kind, message, name)
    }

    /// The error with its place filled in, unless it has one already.
    func located(at offset: Int, in source: SourceText, templateName: String) -> JinjaError {
        guard !hasPosition else { return self }
        var copy = self
        (copy.line, copy.column) = source.position(at: offset)
        copy.templateName = templateName
        copy.excerpt = source.line(copy.line)
        return copy
    }
}

extension JinjaError: CustomStringConvertible {
    /// `template:line:column: message`.
    package var description: String {
        hasPosition ? "\(templateName ?? "<template>"):\(line):\(column): \(message)" : message
    }
}

extension JinjaError {
    /// The error as a message for the user, with the source line and a caret.
    package var diagnostic: Diagnostic {
        Diagnostic(
            message,
            at: hasPosition ? SourceLocation(file: templateName ?? "<template>", line: line, column: column) : nil,
            excerpt: excerpt)
    }
}
