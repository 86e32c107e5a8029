import ArgumentParser
import Building
import Comparing
import Diagnostics
import Formats
import Reports

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Make the page that shows a build again, from its manifest.",
        discussion: """
            Examples:
              hornbook report out/                      out/report.html
              hornbook report out/ -o build-17.html
              hornbook report manifest.json -o - | lynx -stdin

            The page is one file without scripts that needs nothing beside itself. `build` writes it, too.
            """)

    @Argument(
        help: ArgumentHelp("The folder that a build has written, or the manifest in it.", valueName: "folder"),
        completion: .directory)
    var folder: String

    @Option(
        name: .joinableShort("o"),
        help: ArgumentHelp(
            "Where to; by default report.html beside the manifest; - is standard output.", valueName: "file"),
        completion: .file())
    var output: String?

    func run() throws {
        let built = try OutputFolder(folder)
        let page: ReportPage
        do throws(Diagnostic) {
            page = try ReportPage(manifest: built.manifest.json)
        } catch {
            throw Diagnostics(Diagnostic("\(built.manifest.path): \(error.message)"))
        }
        try replaceFile(output ?? built.path + ReportPage.fileName, by: page.html)
    }
}
