import Diagnostics
import JSON

/// Where a template's names come from: the row, usually.
public protocol ValueSource {
    /// The value of a name, or nil if there is none.
    func value(named name: String) -> Value?
}

extension Dict: ValueSource {
    public func value(named name: String) -> Value? { value(name) }
}

/// A compiled template. Immutable; threads may share one.
public final class Template: @unchecked Sendable {
    /// What errors call it.
    public let name: String
    /// Its source, with normalised line ends.
    public let source: SourceText
    /// The names that it looks up in the row (or among the globals), sorted.
    public let externalNames: [String]

    let functions: [Function]
    let blocks: [String: Int]
    let names: [String]
    let literals: [[UInt8]]
    let constants: ContiguousArray<Value>
    let keywordTables: [[String]]
    let scopeTables: [[VisibleName]]

    /// Whether this is one expression, whose value stays in the first slot.
    let isExpression: Bool

    init(name: String, source: SourceText, _ generator: CodeGenerator, isExpression: Bool) {
        self.isExpression = isExpression
        self.name = name
        self.source = source
        functions = generator.functions
        blocks = generator.blocks
        names = generator.names
        literals = generator.literals
        constants = generator.constants
        keywordTables = generator.keywordTables
        scopeTables = generator.scopeTables
        externalNames = generator.externalNames.sorted()
    }
}

/// A part of the output, as byte offsets.
public struct OutputSpan: Sendable, Equatable {
    public var start: Int
    public var end: Int
}
