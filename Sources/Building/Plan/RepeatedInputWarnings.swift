import Diagnostics
import Running

/// Parts of a mixture that read one file: what stands in it is taken twice.
///
/// - Parameters:
///   - part: what the parts are called.
///   - names: their names.
///   - inputs: what is known of the files of each.
///   - help: what follows from it.
func repeatedInputWarnings(_ part: String, _ names: [String], _ inputs: [[InputSummary]], help: String) -> [Diagnostic]
{
    var first: [UInt64: Int] = [:]
    var found: [Diagnostic] = []
    for (index, files) in inputs.enumerated() {
        for file in files where file.records > 0 {
            guard let other = first[file.checksum] else {
                first[file.checksum] = index
                continue
            }
            guard other != index else { continue }
            found.append(
                Diagnostic(
                    "\(part)s `\(names[other])` and `\(names[index])` read the same rows (\(file.name))",
                    severity: .warning, help: help))
        }
    }
    return found
}
