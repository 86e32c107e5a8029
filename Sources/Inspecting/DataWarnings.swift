import Diagnostics
import JSON

/// Draws from what was collected what looks as if it were not meant.
struct DataWarnings {
    /// The inputs' names.
    let names: [String]
    /// Whether the inputs tell numbers from strings, as JSON does and CSV does not.
    let isTyped: Bool

    /// The findings, by rule, then by field.
    func findings(of collector: RowInspection, _ reports: [FieldReport]) -> [Diagnostic] {
        var found: [Diagnostic] = []
        func add(_ rule: DataRule, _ sighting: FirstOccurrence, field: String? = nil, _ message: String) {
            guard sighting.count > 0 else { return }
            var finding = Diagnostic(
                rule, message, at: SourceLocation(file: names[sighting.first.input], line: sighting.first.line))
            (finding.field, finding.count) = (field, sighting.count)
            found.append(finding)
        }
        for (field, report) in zip(collector.fields, reports) {
            let name = report.name
            add(.byteOrderMark, field.byteOrderMarks, field: name, "U+FEFF, which cannot be seen, in the text")
            add(
                .mixedTypes, minority(field), field: name,
                report.types.map { "\($0.name) \($0.count)" }.joined(separator: ", "))
            if onlyStrings(field) {
                if field.strings.areDates {
                    add(
                        .looksLikeDate, field.strings.sighting, field: name,
                        "loaders that guess types make timestamps of them")
                }
                if isTyped, field.strings.areNumbers {
                    add(.numbersAsStrings, field.strings.sighting, field: name, "every string is a number")
                }
            }
            let values = field.values.sorted.filter { $0.kind == .string }
            // Texts of a few rows, each its own, are no labels.
            let areLabels = values.contains { $0.sighting.count > 1 }
            let padded = areLabels ? values.filter { isPadded($0.text) } : []
            add(
                .outerWhiteSpace, padded.reduce(FirstOccurrence()) { $0 + $1.sighting }, field: name, list(padded))
            for variants in variants(values) {
                add(
                    .valueVariants, variants.dropFirst().reduce(FirstOccurrence()) { $0 + $1.sighting }, field: name,
                    list(variants))
            }
        }
        // How many were found before giving up would depend on the rows' order.
        if collector.distinctRows.isComplete {
            add(.duplicateRows, collector.duplicates, "equal to an earlier row in content")
        }
        add(.otherFields, collector.otherFields, "their fields are not those of the first row")
        add(.repeatedKeys, collector.repeatedKeys, "a key stands twice; the last value counts")
        // Of one rule, the fields keep their order.
        return DataRule.allCases.flatMap { rule in found.filter { $0.rule == rule.rawValue } }
    }

    /// The rows whose value is not of the field's most frequent type; whole and other numbers are one type here.
    private func minority(_ field: FieldInspection) -> FirstOccurrence {
        func sighting(_ type: FieldType) -> FirstOccurrence { field.types[type.rawValue] }
        var groups = [sighting(.string), sighting(.integer) + sighting(.float)]
        groups += [sighting(.boolean), sighting(.array), sighting(.object)]
        let most = groups.indices.max { (groups[$0].count, -$0) < (groups[$1].count, -$1) }
        return groups.indices.filter { $0 != most }.reduce(FirstOccurrence()) { $0 + groups[$1] }
    }

    private func onlyStrings(_ field: FieldInspection) -> Bool {
        let strings = field.types[FieldType.string.rawValue].count
        return strings > 0 && strings + field.types[FieldType.null.rawValue].count == field.present
    }

    private func isPadded(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return false }
        return first.properties.isWhitespace || last.properties.isWhitespace
    }

    /// Groups of values that are one but for case and white space, in the values' order; the most frequent of each
    /// group stands first.
    private func variants(_ values: [ValueSet.Entry]) -> [[ValueSet.Entry]] {
        var groups: [(key: [UInt8], members: [ValueSet.Entry])] = []
        for value in values {
            let words = value.text.lowercased().unicodeScalars.split { $0.properties.isWhitespace }
            let key = Array(words.map(String.init).joined(separator: " ").utf8)
            if let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].members.append(value)
            } else {
                groups.append((key, [value]))
            }
        }
        return groups.map(\.members).filter { $0.count > 1 }
    }

    /// The first of the values, with their counts.
    private func list(_ values: [ValueSet.Entry]) -> String {
        values.prefix(3).map { "\($0.sighting.count) \(DisplayText.value($0.json))" }.joined(separator: ", ")
            + (values.count > 3 ? " …" : "")
    }
}
