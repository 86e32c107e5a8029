import JSON
import Reports
import TestSupport

@testable import Inspecting

/// Inspects rows given as lines, through a file of their own.
func inspect(_ lines: [String], name: String = "rows.jsonl", blockSize: Int = 256 << 10, duplicateLimit: Int = 1000)
    throws -> InspectionReport
{
    try withRows(lines, name: name) { inputs in
        var inspector = Inspector(inputs: inputs)
        inspector.blockSize = blockSize
        inspector.duplicateLimit = duplicateLimit
        return try inspector.run()
    }
}

extension InspectionReport {
    /// The report as JSON text.
    var jsonText: String {
        let text = ByteBuffer()
        json.write(to: text)
        return text.string
    }

    /// Findings as `rule field count line`.
    var found: [String] {
        findings.map { "\($0.rule ?? "") \($0.field ?? "-") \($0.count ?? 0) \($0.location?.line ?? 0)" }
    }
}
