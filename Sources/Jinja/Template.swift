import Diagnostics
import JSON

/// Where a template's names come from: the row, usually.
package protocol ValueSource: AnyObject {
    func value(of name: TemplateName) -> Value?

    /// Appends what printing the value of a name gives, if that can be had without making the value.
    ///
    /// - Returns: whether it was appended; if not, the value itself is asked for.
    func write(_ name: TemplateName, to output: ByteBuffer) -> Bool

    /// What seeds the random choices of a rendering (see `DrawPolicy`); asked for when the first one is made.
    func drawSeed() -> UInt64
}

extension ValueSource {
    /// Asks for the value instead.
    package func write(_ name: TemplateName, to output: ByteBuffer) -> Bool { false }
    /// The same for all renderings.
    package func drawSeed() -> UInt64 { 0 }
}

extension Dict: ValueSource {
    package func value(of name: TemplateName) -> Value? { value(name.text) }
}

/// A name that a template reads, with what is asked about it again and again.
package struct TemplateName {
    package let text: String
    /// Its UTF-8; valid as long as its template.
    package let bytes: UnsafeRawBufferPointer
    /// Whether dictionaries have a method of this name, which comes before a key.
    let isDictMethod: Bool
}

/// A compiled template. Immutable; threads may share one.
package final class Template: @unchecked Sendable {
    /// What errors call it.
    package let name: String
    /// Where it comes from, as its loader knows it.
    package let origin: String
    /// Its source, with normalised line ends.
    package let source: SourceText
    /// The names that it looks up in the row (or among the globals), sorted.
    package let externalNames: [String]

    /// What the template writes, if it is nothing but text with names in it; else nil.
    package let splice: [SplicePiece]?
    /// Where the separators stand that divide its output; found only if the environment has a separator.
    package let separators: SeparatorPlacement

    let functions: [Function]
    let blocks: [String: Int]
    /// The names in the order in which instructions count them.
    let names: UnsafePointer<TemplateName>
    private let nameCount: Int
    private let nameBytes: UnsafeMutableRawBufferPointer
    /// All literals behind one another, and where each of them stands.
    private let literalBytes: UnsafeMutableRawBufferPointer
    private let literalRanges: UnsafeMutablePointer<Range<Int>>
    let constants: ContiguousArray<Value>
    let keywordTables: [[String]]
    let scopeTables: [[VisibleName]]

    /// Whether this is one expression, whose value stays in the first slot.
    let isExpression: Bool

    init(
        name: String, origin: String, source: SourceText, _ generator: CodeGenerator, _ analysis: TemplateAnalysis,
        isExpression: Bool
    ) {
        (self.isExpression, self.name, self.origin) = (isExpression, name, origin)
        splice = analysis.splice
        separators = analysis.separators
        self.source = source
        functions = generator.functions
        blocks = generator.blocks
        nameBytes = .allocate(byteCount: generator.names.reduce(0) { $0 + $1.utf8.count }, alignment: 1)
        nameCount = generator.names.count
        let names = UnsafeMutablePointer<TemplateName>.allocate(capacity: nameCount)
        var nameEnd = 0
        for (index, name) in generator.names.enumerated() {
            let bytes = UnsafeMutableRawBufferPointer(rebasing: nameBytes[nameEnd..<nameEnd + name.utf8.count])
            bytes.copyBytes(from: name.utf8)
            nameEnd += bytes.count
            (names + index).initialize(
                to: TemplateName(
                    text: name, bytes: UnsafeRawBufferPointer(bytes), isDictMethod: Methods.dict.contains(name)))
        }
        self.names = UnsafePointer(names)
        functions.forEach { $0.freeze() }
        literalBytes = .allocate(byteCount: generator.literals.reduce(0) { $0 + $1.count }, alignment: 1)
        var end = 0
        literalRanges = .allocate(capacity: generator.literals.count)
        for (index, literal) in generator.literals.enumerated() {
            UnsafeMutableRawBufferPointer(rebasing: literalBytes[end..<end + literal.count]).copyBytes(from: literal)
            (literalRanges + index).initialize(to: end..<end + literal.count)
            end += literal.count
        }
        constants = generator.constants
        keywordTables = generator.keywordTables
        scopeTables = generator.scopeTables
        externalNames = generator.externalNames.sorted()
    }

    deinit {
        literalBytes.deallocate()
        literalRanges.deallocate()
        UnsafeMutablePointer(mutating: names).deinitialize(count: nameCount)
        names.deallocate()
        nameBytes.deallocate()
    }

    @inline(__always)
    func literal(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(UnsafeMutableRawBufferPointer(rebasing: literalBytes[literalRanges[index]]))
    }
}

/// A part of the output, as byte offsets.
package struct OutputSpan: Sendable, Equatable {
    package var start: Int
    /// The byte behind the last one.
    package var end: Int
}
