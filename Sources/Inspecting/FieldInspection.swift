import JSON
import Records
import Reports
import Running

/// The types that tables tell apart, in the order in which they are listed.
enum FieldType: Int, CaseIterable {
    case string, integer, float, boolean, null, array, object

    init(_ kind: JSONKind) {
        switch kind {
        case .string, .escapedString: self = .string
        case .integer: self = .integer
        case .float: self = .float
        case .true, .false: self = .boolean
        case .null: self = .null
        case .array: self = .array
        case .object: self = .object
        }
    }
}

/// Collects what the rows hold in one field.
struct FieldInspection {
    /// How often each type occurs, by `FieldType`.
    private(set) var types = [FirstOccurrence](repeating: FirstOccurrence(), count: FieldType.allCases.count)
    private(set) var empty = 0
    private(set) var values = ValueSet()
    private(set) var lengths = LengthHistogram()
    private(set) var numbers = NumberRange()
    /// Of strings: whether all that are not empty look like dates, and whether all are numbers, as long as both are open.
    private(set) var strings = StringShapes()
    private(set) var byteOrderMarks = FirstOccurrence()

    var present: Int { types.reduce(0) { $0 + $1.count } }

    mutating func add(_ kind: JSONKind, _ value: UnsafeRawBufferPointer, at place: RecordLocation) {
        types[FieldType(kind).rawValue].add(place)
        switch kind {
        case .string: addText(UnsafeRawBufferPointer(rebasing: value[1..<value.count - 1]), at: place)
        case .escapedString: addEscaped(UnsafeRawBufferPointer(rebasing: value[1..<value.count - 1]), at: place)
        case .integer, .float:
            numbers.add(value)
            values.add(.number, value, at: place)
        case .true, .false: values.add(.boolean, value, at: place)
        case .null: break
        case .array, .object:
            if StringMeasure(escaped: value).hasByteOrderMark { byteOrderMarks.add(place) }
        }
    }

    /// Takes note that the field's name itself holds a byte order mark.
    mutating func addMarkedName(at place: RecordLocation) { byteOrderMarks.add(place) }

    private mutating func addText(_ text: UnsafeRawBufferPointer, at place: RecordLocation) {
        add(StringMeasure(text: text), at: place)
        look(at: text, place)
    }

    /// The text itself is only made as long as somebody looks at it.
    private mutating func addEscaped(_ raw: UnsafeRawBufferPointer, at place: RecordLocation) {
        add(StringMeasure(escaped: raw), at: place)
        guard values.isSmall || strings.isOpen else { return }
        var text = JSONString.decode(raw, hasEscapes: true)
        text.withUTF8 { look(at: UnsafeRawBufferPointer($0), place) }
    }

    private mutating func add(_ measure: StringMeasure, at place: RecordLocation) {
        lengths.add(measure.codePoints)
        if measure.codePoints == 0 { empty += 1 }
        if measure.hasByteOrderMark { byteOrderMarks.add(place) }
    }

    private mutating func look(at text: UnsafeRawBufferPointer, _ place: RecordLocation) {
        values.add(.string, text, at: place)
        strings.add(text, at: place)
    }
}

/// Whether all strings of a field that are not empty look like something else.
struct StringShapes {
    private(set) var areDates = true
    private(set) var areNumbers = true
    /// The strings that are not empty, counted as long as they look like something.
    private(set) var sighting = FirstOccurrence()
    /// What they span, as long as all are numbers.
    private(set) var numbers = NumberRange()

    var isOpen: Bool { areDates || areNumbers }

    mutating func add(_ text: UnsafeRawBufferPointer, at place: RecordLocation) {
        guard isOpen, !text.isEmpty else { return }
        sighting.add(place)
        if areDates { areDates = DateText.matches(text) }
        if areNumbers {
            areNumbers = isNumber(text)
            if areNumbers { numbers.add(text) }
        }
    }

    /// Whether a text is a number as JSON writes it; `007` and `+1` are none.
    private func isNumber(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count <= 40, let first = text.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
        else { return false }
        guard let value = try? JSONValue(parsing: text), case .number(let number) = value else { return false }
        return number.utf8.count == text.count
    }
}

/// How often something was met, and where first.
struct FirstOccurrence: Sendable {
    private(set) var count = 0
    private(set) var first = RecordLocation(input: .max, line: .max)

    mutating func add(_ place: RecordLocation) {
        count += 1
        // Places come in order.
        if count == 1 { first = place }
    }

    static func + (a: FirstOccurrence, b: FirstOccurrence) -> FirstOccurrence {
        var sum = FirstOccurrence()
        sum.count = a.count + b.count
        sum.first = min(a.first, b.first)
        return sum
    }
}
