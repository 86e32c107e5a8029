import Diagnostics
import Records
import Reports
import Running

/// Looks at all rows of some inputs once, in bounded memory, and tells what they hold. Bad records do not end it.
package struct Inspector: Sendable {
    /// What is read, in order.
    package var inputs: InputSet
    /// How many bytes are read at a time; any number gives the same report.
    package var blockSize = 96 << 10
    /// Up to so many different rows, duplicates are counted.
    var duplicateLimit = RowInspection.duplicateLimit

    package init(inputs: InputSet) { self.inputs = inputs }

    /// - Throws: that an input as a whole cannot be read.
    package func run() throws(Diagnostics) -> InspectionReport {
        let collector = RowInspection(duplicateLimit: duplicateLimit)
        let rejects = try RejectSink(BadRowPolicy(.skip))
        let map = RowPipeline(inputs: inputs, jobs: 1, blockSize: blockSize)
        _ = try map.run(rejects: rejects, makeHandler: { collector }) { (_: Void) throws(Diagnostics) in }
        return report(collector, rejects)
    }

    private func report(_ collector: RowInspection, _ rejects: RejectSink) -> InspectionReport {
        var report = InspectionReport()
        report.rows = collector.rows
        report.rejects = rejects.first.values.sorted { $0.code < $1.code }.map { reject in
            var finding = reject.finding(.error)
            finding.location = SourceLocation(file: reject.source, line: reject.line)
            finding.count = rejects.codes[reject.code]
            return finding
        }
        report.fields = zip(collector.names.names, collector.fields).map { name, field in
            FieldReport(name: String(decoding: name, as: UTF8.self), field, rows: collector.rows)
        }
        report.otherFields = collector.otherNames.count
        report.otherFieldsAreMore = !collector.otherNames.isComplete
        report.duplicates = collector.distinctRows.isComplete ? collector.duplicates.count : nil
        report.duplicateLimit = duplicateLimit
        let isTyped = inputs.paths.allSatisfy { [.jsonl, .json].contains(inputs.format(of: $0).kind) }
        report.findings = DataWarnings(names: inputs.names, isTyped: isTyped).findings(of: collector, report.fields)
        return report
    }
}

extension FieldReport {
    /// What was collected of a field, put into words.
    fileprivate init(name: String, _ field: FieldInspection, rows: Int) {
        self.init(name: name)
        present = field.present
        missing = rows - present
        nulls = field.types[FieldType.null.rawValue].count
        empty = field.empty
        types = FieldType.allCases.compactMap { type in
            let count = field.types[type.rawValue].count
            return count > 0 ? ("\(type)", count) : nil
        }
        if field.values.isSmall, !field.values.entries.isEmpty {
            values = field.values.sorted.map { ValueCount(value: $0.json, count: $0.sighting.count) }
        }
        if field.lengths.count > 0 {
            lengths = Lengths(
                min: field.lengths.min, median: field.lengths.quantile(percent: 50),
                p95: field.lengths.quantile(percent: 95), max: field.lengths.max)
        }
        if let min = field.numbers.min, let max = field.numbers.max {
            numbers = NumberSpan(min: min, max: max, areStrings: false)
        } else if field.strings.areNumbers, let min = field.strings.numbers.min, let max = field.strings.numbers.max {
            numbers = NumberSpan(min: min, max: max, areStrings: true)
        }
    }
}
