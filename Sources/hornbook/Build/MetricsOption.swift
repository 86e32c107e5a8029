import ArgumentParser
import Building
import Reports
import Running

/// The file of a build's numbers.
struct MetricsOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write the numbers of the mixture to this file as one flat JSON object, as `dvc metrics` reads it.",
            valueName: "file"), completion: .file())
    var metrics: String?

    /// The file, if there is one.
    func output() throws -> SideOutput? { try sideOutput("--metrics", metrics) }

    /// Writes the numbers, if they are wanted.
    func write(_ ledgers: [DatasetLedger]) throws {
        guard let metrics else { return }
        let text = Metrics(ledgers).text
        if metrics == "-" { return printErrorText(text) }
        try replaceFile(metrics, by: text)
    }
}
