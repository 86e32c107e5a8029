import Inspecting
import JSON
import Jinja

/// A field of a data file, and what it may be good for in a template.
struct DraftField {
    let report: FieldReport
    /// Whether a template can name it: `{{ two words }}` and `{{ not }}` do not mean a field.
    let isReadable: Bool

    init(_ report: FieldReport) {
        self.report = report
        let environment = Environment(library: .promptSource)
        let compiled = try? environment.compile("{{ \(report.name) }}", name: "name")
        isReadable = compiled.map { $0.externalNames == [report.name] } ?? false
    }

    var name: String { report.name }
    /// The name as a word in a sentence.
    var word: String { name.replacing("_", with: " ").lowercased() }
    /// The name at the start of a line.
    var title: String { word.prefix(1).uppercased() + word.dropFirst() }

    /// The type of all values that are not null; nil if there are several, or none.
    var type: String? {
        let types = report.types.filter { $0.name != "null" }
        return types.count == 1 ? types[0].name : nil
    }

    /// Whether it holds text: strings that are not all numbers.
    var isText: Bool { type == "string" && report.numbers == nil && (report.lengths?.max ?? 0) > 0 }

    /// Whether the name says that it identifies rows or files them, and tells nothing about them.
    var isAside: Bool {
        let name = name.lowercased()
        return ["id", "idx", "index", "uid", "uuid", "guid", "key", "split", "lang", "language", "source", "url"]
            .contains(name) || name.hasSuffix("_id") || name.hasSuffix("_idx") || name.hasSuffix("_url")
    }

    /// The values that are not empty, if they are few: numbers by size, others by their bytes.
    var values: [JSONValue]? {
        report.values?.map(\.value).filter { $0 != .string("") }.sorted { a, b in
            if let x = Self.number(a), let y = Self.number(b) { return x < y }
            return DisplayText.value(a, limit: .max).utf8.lexicographicallyPrecedes(
                DisplayText.value(b, limit: .max).utf8)
        }
    }

    /// A value as a whole number; strings of digits, as CSV has them, are numbers, too.
    static func number(_ value: JSONValue) -> Int? {
        switch value {
        case .number(let text), .string(let text): text.utf8.first == UInt8(ascii: "+") ? nil : Int(text)
        default: nil
        }
    }

    /// What must be tested before the field is printed, because some rows lack it.
    func guards(againstEmpty: Bool = false) -> [String] {
        var tests: [String] = []
        if report.missing > 0 { tests.append("\(name) is defined") }
        if report.nulls > 0 { tests.append("\(name) is not none") }
        if againstEmpty, report.empty > 0 { tests.append("\(name) != \"\"") }
        return tests
    }

    /// Whether some rows have nothing in it.
    var isOptional: Bool { report.missing + report.nulls + report.empty > 0 }

    /// A sentence on the field, for the pack's `inputs`.
    var sentence: String {
        var parts: [String] = []
        if let values, values.count >= 2, values.count <= 12, 2 * values.count <= report.present {
            let shown = values.prefix(6).map { DisplayText.value($0, limit: 30) }.joined(separator: ", ")
            parts.append("One of \(values.count) values: \(shown)\(values.count > 6 ? ", …" : "")")
        } else if isText, let lengths = report.lengths {
            parts.append(
                lengths.min == lengths.max
                    ? "Text of \(lengths.max) character\(lengths.max == 1 ? "" : "s")"
                    : "Text of \(lengths.min) to \(lengths.max) characters, mostly about \(lengths.median.value)")
        } else if let numbers = report.numbers {
            parts.append("A number from \(numbers.min) to \(numbers.max)")
        } else {
            let names = ["array": "A list", "object": "An object with members of its own", "boolean": "True or false"]
            parts.append(type.flatMap { names[$0] } ?? "Values of several types")
        }
        if report.missing > 0 { parts.append("missing in some rows") }
        if report.nulls > 0 { parts.append("null in some rows") }
        return parts.joined(separator: "; ") + "."
    }
}
