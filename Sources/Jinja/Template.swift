import Diagnostics
import JSON

/// Where a template's names come from: the row, usually.
public protocol ValueSource {
    /// The value of a name, or nil if there is none.
    func value(named name: String) -> Value?

    /// Appends what printing the value of a name gives, if that can be had without making the value.
    ///
    /// - Returns: whether it was appended; if not, the value itself is asked for.
    func write(_ name: String, to output: ByteBuffer) -> Bool
}

extension ValueSource {
    /// Asks for the value instead.
    public func write(_ name: String, to output: ByteBuffer) -> Bool { false }
}

extension Dict: ValueSource {
    /// The value of a key.
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
    /// All literals behind one another, and where each of them stands.
    private let literalBytes: UnsafeMutableRawBufferPointer
    private let literalRanges: ContiguousArray<Range<Int>>
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
        functions.forEach { $0.freeze() }
        literalBytes = .allocate(byteCount: generator.literals.reduce(0) { $0 + $1.count }, alignment: 1)
        var end = 0
        var ranges: ContiguousArray<Range<Int>> = []
        for literal in generator.literals {
            UnsafeMutableRawBufferPointer(rebasing: literalBytes[end..<end + literal.count]).copyBytes(from: literal)
            ranges.append(end..<end + literal.count)
            end += literal.count
        }
        literalRanges = ranges
        constants = generator.constants
        keywordTables = generator.keywordTables
        scopeTables = generator.scopeTables
        externalNames = generator.externalNames.sorted()
    }

    deinit { literalBytes.deallocate() }

    @inline(__always)
    func literal(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(UnsafeMutableRawBufferPointer(rebasing: literalBytes[literalRanges[index]]))
    }
}

/// A part of the output, as byte offsets.
public struct OutputSpan: Sendable, Equatable {
    /// The first byte.
    public var start: Int
    /// The byte behind the last one.
    public var end: Int
}
