import JSON
import Jinja
import Mixing
import System

/// A row as templates see it: the fields of its JSON text, decoded when they are first asked for, and computed fields
/// on top of them.
package final class RowValues: ValueSource {
    @exclusivity(unchecked) private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The row's JSON text.
    var text: UnsafeRawBufferPointer { bytes }
    @exclusivity(unchecked) private var fields = JSONFields()
    /// Computed fields, which hide fields of the row.
    @exclusivity(unchecked) private var computed: [(name: String, value: Value)] = []
    /// Whether fields were computed for this row.
    private var isComputed = false
    /// The answer choices of the template at hand.
    @exclusivity(unchecked) var answerChoices: Value?
    /// The list of options, for templates that print it.
    @exclusivity(unchecked) var answerOptions: Value?
    /// What seeds draws: a row's key (nil: that of its bytes) and the template's hash, under a task's hasher; nil: the key of
    /// the row's bytes alone.
    @exclusivity(unchecked) var draw: (key: RecordKey?, template: UInt64)?
    private let hasher: RowHasher?

    private var repeatedLists = RepeatedLists()

    /// Values that hide fields of every row.
    private let constants: [(name: String, value: Value)]

    /// - Parameter hasher: derives what draws are seeded with.
    package init(constants: [(name: String, value: Value)] = [], hasher: RowHasher? = nil) {
        (self.constants, self.hasher) = (constants, hasher)
        computed = constants
    }

    /// Takes a row.
    ///
    /// - Parameters:
    ///   - bytes: JSON object text that a scanner has accepted; must stay valid while the row is used.
    ///   - fields: its members; must stay as they are while the row is used.
    package func load(_ bytes: UnsafeRawBufferPointer, _ fields: JSONFields) {
        self.bytes = bytes
        if self.fields !== fields { self.fields = fields }
        if isComputed {
            computed = constants
            isComputed = false
        }
        // Options are never there without choices.
        if answerChoices != nil { (answerChoices, answerOptions) = (nil, nil) }
        draw = nil
    }

    func setComputed(_ values: [(name: String, value: Value)]) {
        computed = values + constants
        isComputed = true
    }

    /// The texts among the computed fields, by their names.
    var computedTexts: [(field: String, text: String)] {
        guard isComputed else { return [] }
        return computed.compactMap { name, value in
            if case .string(let text) = value { (name, text) } else { nil }
        }
    }

    var computedValues: [Value] { isComputed ? computed.map(\.value) : [] }

    /// Looks at the texts and numbers in the row's own fields, as UTF-8, until one of them is what is searched for.
    func anyText(_ isWanted: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        fields.elements.contains { RowWords.anyText(in: slice($0.value), $0.kind, isWanted) }
    }

    /// Every run of so many words in the row's own texts.
    func wordRuns(of length: Int) -> Set<UInt64> { RowWords.runs(of: length, in: bytes) }

    var fieldNames: [String] {
        computed.map(\.name) + ownFieldNames
    }

    /// The names of the row's own fields, computed ones aside.
    var ownFieldNames: [String] {
        fields.elements.map { JSONString.decode(slice($0.key), hasEscapes: $0.keyHasEscapes) }
    }

    /// The fields that the recipe has computed for this row.
    var computedFields: [(name: String, value: Value)] { isComputed ? computed : [] }

    /// A field of the row's own as JSON text.
    func rowText(named name: String) -> UnsafeRawBufferPointer? {
        var name = name
        return name.withUTF8 { field(UnsafeRawBufferPointer($0)) }.map { slice($0.value) }
    }

    /// Whether the row has a field that is called as templates call their own choices.
    var hasAnswerChoices: Bool {
        if !computed.isEmpty, computed.contains(where: { $0.name == "answer_choices" }) { return true }
        let name: StaticString = "answer_choices"
        // The length tells most fields apart.
        for field in fields.elements where field.keyHasEscapes || field.key.count == name.utf8CodeUnitCount {
            if isCalled(field, UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)) {
                return true
            }
        }
        return false
    }

    /// A constant, the answer choices, a computed field or the row's own, in this order.
    package func value(of name: TemplateName) -> Value? {
        if let answerChoices, name.text == "answer_choices" { return answerChoices }
        if let answerOptions, name.text == "answer_options" { return answerOptions }
        for (computedName, value) in computed where computedName == name.text { return value }
        return rowValue(name.bytes)
    }

    /// A computed field, or the row's own.
    func value(named name: String) -> Value? { computed.first { $0.name == name }?.value ?? rowValue(named: name) }

    /// A field of the row itself, computed ones aside.
    func rowValue(named name: String) -> Value? {
        var name = name
        return name.withUTF8 { rowValue(UnsafeRawBufferPointer($0)) }
    }

    /// The text of a field, computed ones first; nil if it is no text.
    func text(named name: String) -> String? {
        if case .string(let text)? = computed.first(where: { $0.name == name })?.value ?? rowValue(named: name) {
            return text
        }
        return nil
    }

    /// The whole number in a field, computed ones first; nil if it is none.
    func integer(named name: String) -> Int? {
        if case .int(let number)? = computed.first(where: { $0.name == name })?.value ?? rowValue(named: name) {
            return number
        }
        return nil
    }

    private func rowValue(_ name: UnsafeRawBufferPointer) -> Value? {
        guard let field = field(name) else { return nil }
        let value = UnsafeRawBufferPointer(rebasing: bytes[field.value])
        // The scan has told already what a string holds.
        if field.kind == .array { return repeatedLists.list(value) }
        guard field.kind == .string else { return Value(json: value) }
        return .string(String(decoding: UnsafeRawBufferPointer(rebasing: value[1..<value.count - 1]), as: UTF8.self))
    }

    /// Writes a field of the row that is a string without escapes, which is most of them.
    package func write(_ name: TemplateName, to output: ByteBuffer) -> Bool {
        guard computed.isEmpty,
            answerChoices == nil
                || name.text != "answer_choices" && (answerOptions == nil || name.text != "answer_options"),
            let field = field(name.bytes),
            field.kind == .string
        else { return false }
        output.append(UnsafeRawBufferPointer(rebasing: bytes[field.value.lowerBound + 1..<field.value.upperBound - 1]))
        return true
    }

    /// What seeds draws: by default the row's key.
    package func drawSeed() -> UInt64 {
        guard let draw else { return RowHasher.recordKey(identity: bytes) }
        return hash(.draw, template: draw.template)
    }

    func hash(_ purpose: Purpose, template: UInt64) -> UInt64 { hasher == nil ? key : hash(purpose).rank(of: template) }

    func hash(_ purpose: Purpose) -> UInt64 { hasher?.hash(purpose, key) ?? key }

    private var key: RecordKey { draw?.key ?? RowHasher.recordKey(identity: bytes) }

    // MARK: The splice path

    /// Whether the row is seen just as it stands, without constants and computed fields.
    var isPlain: Bool { computed.isEmpty }

    /// A field of the row as it stands in its text.
    ///
    /// - Parameter guess: where it stands in most rows.
    @inline(__always)
    func field(_ name: UnsafeRawBufferPointer, guess: Int) -> JSONField? {
        let elements = fields.elements
        return guess < elements.count && isCalled(elements[guess], name) ? elements[guess] : field(name)
    }

    /// Bytes of the row's text.
    @inline(__always)
    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }

    private func field(_ name: UnsafeRawBufferPointer) -> JSONField? {
        for field in fields.elements where isCalled(field, name) { return field }
        return nil
    }

    /// Whether a field is called so.
    @inline(__always)
    private func isCalled(_ field: JSONField, _ name: UnsafeRawBufferPointer) -> Bool {
        if field.keyHasEscapes { return isEscapedKey(field, name) }
        guard field.key.count == name.count, let base = bytes.baseAddress, let start = name.baseAddress else {
            return field.key.isEmpty && name.isEmpty
        }
        return sameBytes(base + field.key.lowerBound, start, name.count)
    }

    private func isEscapedKey(_ field: JSONField, _ name: UnsafeRawBufferPointer) -> Bool {
        JSONString.decode(slice(field.key), hasEscapes: true).utf8.elementsEqual(name)
    }

    /// The first variant of the separator mark that stands nowhere in the row; nil if all of them do.
    ///
    /// Marks are runs of noncharacters (U+FDD0 …), which no text should hold; but data are data.
    func freeSeparatorVariant() -> Int? {
        guard holdsNoncharacters else { return 0 }
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        return (0..<Separator.variants).first { variant in
            let mark = Separator(variant: variant).mark
            // In JSON text the middle scalar, which tells the variants apart, may stand as an escape.
            let middle = Array(mark.unicodeScalars)[1]
            return !text.unicodeScalars.contains(middle) && !text.contains("\\u" + String(middle.value, radix: 16))
        }
    }

    /// Whether the row may hold scalars from U+FDC0 to U+FDFF: in UTF-8, or as the escape `\ufd`.
    private var holdsNoncharacters: Bool {
        if fields.isPlainASCII { return false }
        func follows(_ first: UInt8, _ test: (Int) -> Bool) -> Bool {
            var index = 0
            while let found = bytes.offset(ofByte: first, from: index) {
                index = found + 1
                if test(index) { return true }
            }
            return false
        }
        return follows(0xEF) { $0 < bytes.count && bytes[$0] == 0xB7 }
            || follows(UInt8(ascii: "\\")) { index in
                index + 2 < bytes.count && bytes[index] == UInt8(ascii: "u")
                    && bytes[index + 1] | 0x20 == UInt8(ascii: "f") && bytes[index + 2] | 0x20 == UInt8(ascii: "d")
            }
    }
}
