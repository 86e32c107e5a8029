import Foundation
import TestSupport
import Testing

/// `hornbook-bench` runs from end to end; how long anything takes is not looked at.
@Suite struct BenchTests {
    @Test func measuresEveryWorkload() throws {
        let folder = try TemporaryFolder()
        let command = "hornbook-bench --rows 40 --repeat 1 --folder kept"
        let result = try Program.shell(command, in: folder.url)
        #expect(result.status == 0)
        #expect(result.error == "")
        for name in ["news", "pairs", "documents"] {
            for form in ["jsonl", "csv"] { #expect(result.output.contains("\(name)-40.\(form): 40 rows, ")) }
        }
        for run in ["copy ", "rows ", "render, fields only ", "render, if and filter "] {
            #expect(result.output.components(separatedBy: "\n" + run).count == 7)
        }
        for run in ["count lines ", "plan, a cap of 3,000 ", "build, a cap of 3,000 ", "build, shuffled in 64 MiB "] {
            #expect(result.output.components(separatedBy: "\n" + run).count == 4)
        }
        // The workloads are rows that can be read, the same in both forms but for the types of CSV.
        let rows = try Program.shell(
            "cd kept && hornbook rows pairs-40.jsonl > 1 && hornbook rows pairs-40.csv > 2 && cmp 1 2 && wc -l < 1",
            in: folder.url)
        #expect(rows.output.trimmingCharacters(in: .whitespaces) == "40\n")
        // They are used again.
        let again = try Program.shell(
            "sleep 1; touch mark; \(command) && find kept -name '*-40.*' -newer mark", in: folder.url)
        #expect(again.status == 0)
        #expect(!again.output.contains("kept/"))
    }

    @Test func leavesNothingBehind() throws {
        let folder = try TemporaryFolder()
        let result = try Program.shell(
            "mkdir tmp && TMPDIR=$PWD/tmp hornbook-bench --quick --rows 5 --only news && ls tmp", in: folder.url)
        #expect(result.status == 0)
        #expect(result.output.hasSuffix("\n\n"))
    }

    @Test func tellsWhatItCannotRun() throws {
        let folder = try TemporaryFolder()
        let missing = try Program.shell("hornbook-bench --hornbook ./nothing", in: folder.url)
        #expect(missing.status != 0)
        #expect(missing.error.contains("there is no program ./nothing"))
        let failing = try Program.shell(
            "printf '#!/bin/sh\\nexit 3\\n' > fails; chmod +x fails; hornbook-bench --rows 5 --hornbook ./fails",
            in: folder.url)
        #expect(failing.status != 0)
        #expect(failing.error.contains("ended with status 3"))
    }
}
