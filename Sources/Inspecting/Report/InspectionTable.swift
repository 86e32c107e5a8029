import Diagnostics
import JSON
import Reports
import Running

/// A look at a dataset as people read it: some small tables, one below the other.
package struct InspectionTable {
    private let report: InspectionReport

    package init(_ report: InspectionReport) { self.report = report }

    package var text: String {
        safeForTerminal(
            [records, fields, lengths, numbers, values, findings, notes].filter { !$0.isEmpty }
                .joined(separator: "\n"))
    }

    private var records: String {
        var rows = [["rows", grouped(report.rows), ""], ["rejected", grouped(report.rejected), ""]]
        for reject in report.rejects {
            rows.append([
                "  " + (reject.rule ?? ""), grouped(reject.count ?? 0),
                "first at \(shownPlace(of: reject)): \(reject.message)",
            ])
        }
        return columns(rows, left: [0, 2])
    }

    private var fields: String {
        guard !report.fields.isEmpty else { return "" }
        var rows = [["field", "present", "missing", "null", "empty", "types"]]
        for field in report.fields {
            let types =
                field.types.count == 1
                ? field.types[0].name
                : field.types.map { "\($0.name) \(grouped($0.count))" }.joined(separator: ", ")
            rows.append([
                DisplayText.name(field.name), grouped(field.present), grouped(field.missing), grouped(field.nulls),
                grouped(field.empty), types,
            ])
        }
        return columns(rows, left: [0, 5])
    }

    private var lengths: String {
        var rows = [["length in code points", "min", "median", "p95", "max"]]
        for field in report.fields {
            guard let lengths = field.lengths else { continue }
            rows.append([
                DisplayText.name(field.name), grouped(lengths.min), shown(lengths.median), shown(lengths.p95),
                grouped(lengths.max),
            ])
        }
        return rows.count > 1 ? columns(rows, left: [0]) : ""
    }

    private func shown(_ estimate: Estimate) -> String { (estimate.isExact ? "" : "about ") + grouped(estimate.value) }

    private var numbers: String {
        var rows = [["numbers", "min", "max", ""]]
        for field in report.fields {
            guard let numbers = field.numbers else { continue }
            rows.append([
                DisplayText.name(field.name), DisplayText.value(.number(numbers.min)),
                DisplayText.value(.number(numbers.max)), numbers.areStrings ? "in strings" : "",
            ])
        }
        return rows.count > 1 ? columns(rows, left: [0, 3]) : ""
    }

    private var values: String {
        var rows = [["values", "rows", "value"]]
        for field in report.fields {
            for (index, value) in (field.values ?? []).enumerated() {
                rows.append([
                    index == 0 ? DisplayText.name(field.name) : "", grouped(value.count),
                    DisplayText.value(value.value),
                ])
            }
        }
        return rows.count > 1 ? columns(rows, left: [0, 2]) : ""
    }

    private var findings: String {
        var rows = [["suspicious", "rows", "field", "first at", ""]]
        for finding in report.findings {
            rows.append([
                finding.rule ?? "", grouped(finding.count ?? 0), finding.field.map(DisplayText.name) ?? "-",
                shownPlace(of: finding), finding.message,
            ])
        }
        return rows.count > 1 ? columns(rows, left: [0, 2, 3, 4]) : ""
    }

    private var notes: String {
        var text = ""
        if report.rows == 0, report.rejects.contains(where: { $0.rule != "row_too_long" }) {
            text += "note: no record could be read; is it another format? --input-format csv, --input-format tsv\n"
        }
        if report.otherFields > 0 {
            text +=
                "note: \(report.otherFieldsAreMore ? "more than " : "")\(grouped(report.otherFields)) fields more are only "
            text += "counted: those beyond the first 1,000, and names longer than 1,024 bytes\n"
        }
        if report.duplicates == nil {
            text += "note: duplicates are not counted beyond \(grouped(report.duplicateLimit)) different rows\n"
        }
        return text
    }

    private func shownPlace(of finding: Diagnostic) -> String {
        // A path is cut nowhere: it is to be opened.
        (finding.location?.description ?? "").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    }

    /// Lines of columns; the named ones stand left, the others right.
    private func columns(_ rows: [[String]], left: Set<Int>) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let space = String(repeating: " ", count: widths[column] - cell.count)
                line += (column == 0 ? "" : "  ") + (left.contains(column) ? cell + space : space + cell)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
