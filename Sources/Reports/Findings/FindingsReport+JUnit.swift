import Diagnostics

extension FindingsReport {
    /// The report as JUnit's XML: a test suite for each file, in it a test case for each rule and place. Errors and warnings are
    /// failures; notes are printed by cases that pass. A report of nothing has one case, which passes.
    ///
    /// JUnit has no specification; this keeps to what GitLab and Jenkins say that they read.
    var junit: String {
        let suites = suites
        let cases = suites.flatMap(\.cases)
        func counts(_ cases: [TestCase]) -> String {
            #"tests="\#(cases.count)" failures="\#(cases.filter(\.isFailure).count)" errors="0""#
        }
        var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
        text += "<testsuites name=\"\(xmlAttribute(command))\" \(counts(cases))>\n"
        for suite in suites {
            text += "  <testsuite name=\"\(xmlAttribute(suite.name))\" \(counts(suite.cases)) skipped=\"0\">\n"
            text += suite.cases.map { $0.xml(in: suite.name) }.joined()
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    private var suites: [(name: String, cases: [TestCase])] {
        guard !findings.isEmpty else { return [(command, [TestCase(name: "no findings")])] }
        return inOrder(findings) { $0.location?.file ?? command }.map { suite, findings in
            (
                suite,
                inOrder(findings) { finding in
                    (finding.rule ?? "") + (finding.location.map { " at \($0.position)" } ?? "")
                }.map { TestCase(name: $0, findings: $1) }
            )
        }
    }

    /// Findings by a name, the names in the order in which they come first.
    private func inOrder(_ findings: [Diagnostic], by name: (Diagnostic) -> String) -> [(String, [Diagnostic])] {
        // As bytes: two names may look the same.
        var positions: [[UInt8]: Int] = [:]
        var groups: [(String, [Diagnostic])] = []
        for finding in findings {
            let name = name(finding)
            if let position = positions[Array(name.utf8)] {
                groups[position].1.append(finding)
            } else {
                positions[Array(name.utf8)] = groups.count
                groups.append((name, [finding]))
            }
        }
        return groups
    }
}

/// What is told of one rule at one place.
private struct TestCase {
    var name: String, findings: [Diagnostic] = []

    var isFailure: Bool { findings.contains { $0.severity != .note } }

    func xml(in suite: String) -> String {
        var attributes = "classname=\"\(xmlAttribute(suite))\" name=\"\(xmlAttribute(name))\""
        if let first = findings.first, let location = first.location, first.isInFile {
            attributes += " file=\"\(xmlAttribute(location.file))\" line=\"\(location.line)\""
        }
        guard let first = findings.first(where: { $0.severity != .note }) ?? findings.first else {
            return "    <testcase \(attributes)/>\n"
        }
        let text = xmlText(findings.map(\.text).joined(separator: "\n"))
        let content =
            isFailure
            ? "<failure type=\"\(xmlAttribute(first.rule ?? ""))\" message=\"\(xmlAttribute(first.subject))\">\(text)</failure>"
            : "<system-out>\(text)</system-out>"
        return "    <testcase \(attributes)>\n      \(content)\n    </testcase>\n"
    }
}

/// A text between tags.
func xmlText(_ text: String) -> String { xml(text, isAttribute: false) }

/// A text between quotes.
func xmlAttribute(_ text: String) -> String { xml(text, isAttribute: true) }

/// Escapes what XML 1.0 gives a meaning; characters that it allows nowhere (section 2.2, production 2), not even as
/// references, become visible escapes.
private func xml(_ text: String, isAttribute: Bool) -> String {
    text.replacingScalars { scalar in
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        // A reader makes a line feed of a carriage return and, in attributes, a space of either and of a tab.
        case "\r": "&#13;"
        case "\n" where isAttribute: "&#10;"
        case "\t" where isAttribute: "&#9;"
        case "\n", "\t": nil
        case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": "\\u{\(String(scalar.value, radix: 16))}"
        default: nil
        }
    }
}
