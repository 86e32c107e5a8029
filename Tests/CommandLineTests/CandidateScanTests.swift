import Foundation
import TestSupport
import Testing

/// Of a dataset with a cap, rows beyond it need not be parsed: the output is the same as if all were, whatever is wrong with rows.
@Suite struct CandidateScanTests {
    static let pack = """
        templates:
          p: {id: p, name: p, jinja: "Say {{n}}. ||| {{n}}"}
          q: {id: q, name: q, jinja: "Tell {{n}}: ||| {{n}}", metadata: {inverted: true}}
        """

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What a dataset says beside its name, data and templates.
        var dataset: String
        var perRow = "1"
        /// Every so manieth row cannot be used; 0: all can.
        var badEvery = 0
        /// Whether rows stay that nothing was seen of.
        var leavesRows = true
    }

    static let cases = [
        Case(testDescription: "cap", dataset: "cap: 100"),
        Case(testDescription: "no instance at all", dataset: "cap: 0"),
        Case(testDescription: "a cap above the rows", dataset: "cap: 9000", leavesRows: false),
        Case(testDescription: "bad rows give their places to others", dataset: "cap: 100", badEvery: 7),
        Case(
            testDescription: "too few good rows come first", dataset: "cap: 200, where: 'n[-1] == \"1\"'", badEvery: 2,
            leavesRows: false),
        Case(testDescription: "where", dataset: "cap: 50, where: 'n[-1] != \"7\"'", badEvery: 11),
        Case(
            testDescription: "demonstrations", dataset: "cap: 80, demonstrations: {count: [0, 2], pool: 20}",
            badEvery: 5),
        Case(
            testDescription: "a pool of nearly all rows",
            dataset: "cap: 80, demonstrations: {count: 1, pool: 2000}", leavesRows: false),
        Case(testDescription: "inverted", dataset: "cap: 60, inverted: 0.5"),
        Case(testDescription: "several templates a row", dataset: "cap: 60", perRow: "all", leavesRows: false),
        Case(testDescription: "an id", dataset: "cap: 60, id: n", leavesRows: false),
    ]

    private static func rows(_ badEvery: Int) -> [String] {
        (0..<2500).map { number in
            // Some rows stand there twice.
            let row = "{\"n\": \"number \(number % 2400)\"}"
            guard badEvery > 0, number % badEvery == 0 else { return row }
            return number % 2 == 0 ? "{\"m\": \(number)}" : "{\"n\": \"broken \(number)"
        }
    }

    @Test(arguments: cases)
    func sameOutputAsIfAllWereParsed(_ test: Case) throws {
        let folder = try TemporaryFolder()
        let rows = Self.rows(test.badEvery)
        try folder.write("pack.yaml", Self.pack)
        try folder.write("a.jsonl", rows.prefix(1500).joined(separator: "\n"))
        try folder.write("b.jsonl", rows.dropFirst(1500).joined(separator: "\n") + "\n\n")
        try folder.write("turned/a.jsonl", rows.reversed().map { "  " + $0 + "\r\n" }.joined())
        for (name, data) in [("recipe", "[a.jsonl, b.jsonl]"), ("turned", "turned/a.jsonl")] {
            try folder.write(
                "\(name).yaml",
                """
                datasets:
                  - {name: d, data: \(data), templates: {pack: pack.yaml, per-row: \(test.perRow)}, \(test.dataset)}
                  - {name: all, data: \(data), templates: {pack: pack.yaml}, cap: 7}
                output: {path: out, format: prompt-completion, splits: {train: 0.8, test: 0.2}}

                """)
        }
        func build(_ options: String, _ recipe: String = "recipe") throws -> (
            lines: String, ledger: [String: Any], rejects: Set<String>
        ) {
            let result = try Program.shell(
                """
                rm -f rejects.jsonl
                hornbook build --quiet --on-bad-row quarantine --rejects rejects.jsonl \(options) \(recipe).yaml &&
                    cat out/*.jsonl
                """, in: folder.url)
            try #require(result.status == 0, "\(result.error)")
            let json = try JSONSerialization.jsonObject(with: Data(folder.read("out/manifest.json").utf8))
            let mixture = try #require((json as? [String: Any])?["mixture"] as? [[String: Any]])
            let rejects = try folder.read("rejects.jsonl").split(separator: "\n").map(String.init)
            return (result.output, mixture[0], Set(rejects))
        }
        func number(_ ledger: [String: Any], _ key: String) -> Int { ledger[key] as? Int ?? -1 }
        let all = try build("--validate all")
        let taken = try build("--jobs 1")
        #expect(taken.lines == all.lines)
        // Each tells the same of its place: lines, bytes and records.
        #expect(taken.rejects.isSubset(of: all.rejects))
        #expect(number(all.ledger, "unvalidated") == 0)
        #expect((number(taken.ledger, "unvalidated") > 0) == test.leavesRows)
        #expect(number(taken.ledger, "rows") == 2500)
        for ledger in [all.ledger, taken.ledger] {
            let accounted = ["taken", "rejected", "filtered", "blank", "refused", "over_cap"].map { number(ledger, $0) }
            #expect(number(ledger, "rows") == accounted.reduce(0, +))
        }
        if test.leavesRows, test.badEvery > 0 {
            #expect(number(taken.ledger, "rejected") < number(all.ledger, "rejected"))
        }
        for (options, recipe) in [("--jobs 8", "recipe"), ("--jobs 2 --memory 1M", "turned")] {
            let other = try build(options, recipe)
            #expect(other.lines == taken.lines)
            #expect(NSDictionary(dictionary: other.ledger).isEqual(to: taken.ledger))
        }
    }

    /// Records too long to be kept in memory, beside some that are too many: the input is read again.
    @Test func recordsThatAreNotKept() throws {
        let folder = try TemporaryFolder()
        try folder.write("pack.yaml", Self.pack)
        try folder.write(
            "recipe.yaml",
            """
            datasets: [{name: d, data: rows.jsonl, templates: {pack: pack.yaml}, cap: 300}]
            output: {path: out, format: prompt-completion}

            """)
        // 35 MB, of which 16 MiB are kept at most, before there are too many rows.
        let long = String(repeating: "long ", count: 10_000)
        try folder.write("rows.jsonl", lines: (0..<2000).map { "{\"n\": \"\($0 < 700 ? long : "")\($0)\"}" })
        let hashes = try Program.shell(
            """
            hornbook build --quiet --memory 64M recipe.yaml && cat out/*.jsonl | cksum
            hornbook build --quiet --validate all recipe.yaml && cat out/*.jsonl | cksum
            """, in: folder.url)
        let lines = hashes.output.split(separator: "\n")
        #expect(lines.count == 2 && lines[0] == lines[1])
    }

    /// A bad row among those that are looked at fails the run as ever; one beyond the cap goes unseen.
    @Test func badRowsFailWhereTheyAreSeen() throws {
        let folder = try TemporaryFolder()
        try folder.write("pack.yaml", Self.pack)
        try folder.write(
            "recipe.yaml",
            """
            datasets: [{name: d, data: rows.jsonl, templates: {pack: pack.yaml}, cap: 10}]
            output: {path: out, format: prompt-completion}

            """)
        let rows = (0..<1500).map { "{\"n\": \"number \($0)\"}\n" }
        var statuses: Set<Int32> = []
        for index in stride(from: 0, to: 1500, by: 100) where statuses.count < 2 {
            var some = rows
            some[index] = "{\"n\": \"broken \(index)\n"
            try folder.write("rows.jsonl", some.joined())
            let result = try Program.shell("hornbook build --quiet recipe.yaml", in: folder.url)
            if result.status == 1 { #expect(result.error.contains("rows.jsonl:\(index + 1):")) }
            statuses.insert(result.status)
        }
        #expect(statuses == [0, 1])
    }
}
