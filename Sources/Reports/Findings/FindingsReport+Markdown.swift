import Diagnostics

extension FindingsReport {
    /// So many messages of a run are shown.
    private static let maxMessages = 50

    /// A summary of the run in Markdown, as a section of a page that other commands may add to.
    ///
    /// - Parameters:
    ///   - subject: what the command was run on.
    ///   - changes: how the output would change, if that was asked and it would.
    package func markdown(of subject: String, table: MixtureTable? = nil, changes: OutputDifference? = nil) -> String {
        var text = "### \(markdownText(command)): \(markdownText(subject))\n\n"
        if let table { text += table.markdown + "\n" }
        // What concerns the run is each time something else: no example stands for the others.
        let ofRun = Set(RunRule.allCases.map(\.rawValue))
        let messages = findings.filter { ofRun.contains($0.rule ?? "") }
        let groups = groups.filter { !ofRun.contains($0.rule) }
        if !groups.isEmpty {
            text += "| rule | severity | count | first at | what |\n| --- | --- | ---: | --- | --- |\n"
            text += groups.map(Self.line).joined() + "\n"
        }
        // Indented lines are shown as they are, whatever they hold; behind a list they would belong to it.
        if let changes { text += changes.text.split(separator: "\n").map { "    \($0)\n" }.joined() + "\n" }
        text += messages.prefix(Self.maxMessages).map { "- \(Self.sentence($0))\n" }.joined()
        if messages.count > Self.maxMessages { text += "- and \(grouped(messages.count - Self.maxMessages)) more\n" }
        if !messages.isEmpty { text += "\n" }
        if findings.isEmpty { text += "No findings.\n\n" }
        return text
    }

    private static func line(_ group: Group) -> String {
        let first = group.findings[0]
        let place = first.location.map { markdownText($0.description) } ?? "-"
        return "| \(markdownText(group.rule)) | \(group.severity.rawValue) | \(grouped(group.count)) | \(place) "
            + "| \(markdownText(first.subject)) |\n"
    }

    private static func sentence(_ finding: Diagnostic) -> String {
        let place = finding.location.map { markdownText($0.description) + ": " } ?? ""
        let help = finding.help.map { "; " + markdownText($0) } ?? ""
        return "**\(finding.severity.rawValue)**: \(place)\(markdownText(finding.subject))\(help)"
    }
}
