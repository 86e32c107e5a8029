import Formats
import Foundation
import Mixing
import Prompting
import Running
import TestSupport
import Testing

@testable import Filtering

/// The filters' output, whatever the number of threads and the size of blocks.
@Suite struct FilterTests {
    private static let rows =
        (0..<500).map { number -> String in
            switch number % 50 {
            case 7: #"{"text":"broken \#(number)"#
            case 11: ""
            case 13: #"{"text":"\#(String(repeating: "long \\n", count: 2000))","label":\#(number)}"#
            case 17: #"{"text":"","label":1}"#
            case 19: #"{"label":1}"#
            default: #"{"text":"Text \#(number) \"quoted\" é \u00e9","label":\#(number)}"#
            }
        }.joined(separator: "\n")

    private static let table =
        "text,label\r\n"
        + (0..<400).map { $0 % 37 == 5 ? "too,many,\($0)" : "\"text \($0), \"\"quoted\"\"\nnext line\",\($0)" }
        .joined(separator: "\r\n")

    /// The files that a filter writes: its output and the rejects.
    private func run(
        _ text: String, name: String, jobs: Int, blockSize: Int?, _ templates: [String]
    ) throws -> (output: Data, rejects: Data, summary: FilterSummary) {
        let folder = try TemporaryFolder()
        let input = try folder.write(name, text)
        let rejects = folder.path("rejects")
        // Errors name the input; its folder is another one each time.
        var inputs = InputSet(paths: [input])
        inputs.names = [name]
        var filter = RowFilter(
            inputs: inputs, badRows: BadRowPolicy(.quarantine, rejectsPath: rejects), jobs: jobs)
        filter.blockSize = blockSize
        let output = try OutputFile(replacing: folder.path("output"))
        let set = try PromptSet(
            templates.map { PromptTemplate(id: $0, name: $0, jinja: $0) }, options: PromptOptions())
        let task = PromptTask(
            dataset: "d", hasher: RowHasher(seed: 0, dataset: "d"), transform: try RowTransform(), prompts: set,
            options: PromptOptions())
        let summary = try filter.render(task, as: OutputStyle(.promptCompletion, metadata: true), to: output)
        try output.finish()
        func data(_ name: String) throws -> Data { try Data(contentsOf: folder.url.appendingPathComponent(name)) }
        return (try data("output"), try data("rejects"), summary)
    }

    @Test(
        arguments: [rows, table, "", "\n\n"],
        [["{{ text }} ||| {{ label }}"], ["{{ text | upper }} ||| {{ label }}", "a ||| b"]])
    func sameForAnyNumberOfThreadsAndSizeOfBlocks(_ text: String, _ templates: [String]) throws {
        let name = text == Self.table ? "rows.csv" : "rows.jsonl"
        let expected = try run(text, name: name, jobs: 1, blockSize: nil, templates)
        if text == Self.rows {
            #expect(expected.summary.records == 490)
            #expect(expected.summary.rejected + expected.summary.blank + expected.summary.written == 490)
            #expect(expected.summary.rejected > 9 && !expected.rejects.isEmpty)
        }
        for jobs in [1, 2, 8] {
            for blockSize in [1, 7, 4096, 1 << 20] {
                let found = try run(text, name: name, jobs: jobs, blockSize: blockSize, templates)
                #expect(found.output == expected.output, "jobs \(jobs), block size \(blockSize)")
                #expect(found.rejects == expected.rejects, "jobs \(jobs), block size \(blockSize)")
                #expect(found.summary.written == expected.summary.written)
            }
        }
    }
}
