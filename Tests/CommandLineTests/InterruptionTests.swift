import Foundation
import TestSupport
import Testing

/// Nothing is half-written: runs that are interrupted, killed or refused, on the real binary.
@Suite struct InterruptionTests {
    /// A folder with an old output of everything, in which a run can be held in its midst.
    private struct Held {
        let fixture: Fixture
        let before: [String: String]
        let names: Set<String>

        /// What all tests begin with, built once.
        private static let built = Result {
            let fixture = try Fixture(rows: 1500)
            _ = try fixture.build()
            return fixture
        }

        init() throws {
            fixture = try Self.built.get().copy()
            try fixture.folder.write("recipe.yaml", Fixture.recipe.replacingOccurrences(of: "seed: 5", with: "seed: 6"))
            try fixture.folder.write("out.jsonl", "old\n")
            try fixture.folder.write("rejects.jsonl", "old\n")
            before = try Self.contents(fixture)
            names = try Self.names(fixture)
        }

        static func names(_ fixture: Fixture) throws -> Set<String> {
            Set(try FileManager.default.contentsOfDirectory(atPath: fixture.folder.url.path)).subtracting(["rows"])
        }

        static func contents(_ fixture: Fixture) throws -> [String: String] {
            var contents = try fixture.output()
            for name in ["out.jsonl", "rejects.jsonl"] { contents[name] = try fixture.folder.read(name) }
            return contents
        }

        /// Whether all is as it was, with nothing beside it.
        func expectUntouched() throws {
            #expect(try Self.contents(fixture) == before)
            #expect(try Self.names(fixture) == names)
        }

        static let render =
            "hornbook render --templates pack.yaml --on-bad-row quarantine --rejects rejects.jsonl -o out.jsonl rows"

        /// A filter that waits for more rows, its temporary files open.
        func render(_ prefix: String = "") throws -> (RunningProgram, StallingPipe) {
            let pipe = try StallingPipe(
                "rows", in: fixture.folder.url, #"{"question":"q","answer":"a"}"# + "\n{broken\n")
            let program = try RunningProgram(prefix + Self.render, in: fixture.folder.url)
            #expect(program.waits(for: ".out.jsonl.hornbook-partial"))
            #expect(program.waits(for: ".rejects.jsonl.hornbook-partial"))
            return (program, pipe)
        }

        /// A build that is stopped while it makes its files.
        func build() throws -> RunningProgram {
            for _ in 0..<20 {
                let program = try RunningProgram("hornbook build --quiet recipe.yaml", in: fixture.folder.url)
                guard program.waits(for: ".out.hornbook-partial") else { continue }
                program.send(SIGSTOP)
                usleep(5000)
                let isMidway =
                    try Self.names(fixture).contains(".out.hornbook-lock") && fixture.output() == outputBefore
                if isMidway { return program }
            }
            throw CocoaError(.featureUnsupported)
        }

        private var outputBefore: [String: String] {
            before.filter { !["out.jsonl", "rejects.jsonl"].contains($0.key) }
        }
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
    func interruptedRunTidiesUp(_ signal: Int32, _ status: Int32) throws {
        let held = try Held()
        let (filter, pipe) = try held.render()
        filter.send(signal)
        #expect(filter.end().status == status)
        pipe.letGo()
        try held.expectUntouched()

        let build = try held.build()
        build.send(signal)
        build.send(SIGCONT)
        #expect(build.end().status == status)
        try held.expectUntouched()
    }

    /// `nohup` and shells that start programs in the background want signals ignored.
    @Test(arguments: [SIGINT, SIGHUP])
    func ignoredSignalStaysIgnored(_ signal: Int32) throws {
        let held = try Held()
        let (filter, pipe) = try held.render("trap '' INT HUP; ")
        filter.send(signal)
        usleep(20_000)
        pipe.letGo()
        #expect(filter.end().status == 0)
        #expect(try held.fixture.folder.read("out.jsonl") != "old\n")
    }

    @Test func secondRunIsRefused() throws {
        let held = try Held()
        let (filter, pipe) = try held.render()
        let second = try Program.shell(
            "hornbook render --templates pack.yaml -o out.jsonl questions.csv", in: held.fixture.folder.url)
        #expect(second.status == 75)
        #expect(second.error == "error: out.jsonl: another run holds this output\n")
        // The name by which it is called does not matter.
        let other = try Program.shell(
            "ln -s out.jsonl link; hornbook rows -o link questions.csv; echo $?; rm link", in: held.fixture.folder.url)
        #expect(other.output == "75\n")
        let rejects = try Program.shell(
            "hornbook rows --on-bad-row quarantine --rejects rejects.jsonl questions.csv", in: held.fixture.folder.url)
        #expect(rejects.status == 75)
        pipe.letGo()
        #expect(filter.end().status == 0)
        #expect(try held.fixture.folder.read("out.jsonl").hasPrefix(#"{"prompt""#))
        #expect(try held.fixture.folder.read("rejects.jsonl").contains("{broken"))
        #expect(try Held.names(held.fixture) == held.names)

        let build = try held.build()
        let refused = try Program.shell("hornbook build --quiet recipe.yaml", in: held.fixture.folder.url)
        #expect(refused.status == 75)
        #expect(refused.error.hasSuffix("out: another run holds this output\n"))
        build.send(SIGCONT)
        #expect(build.end().status == 0)
        #expect(try held.fixture.output()["manifest.json"]?.contains("\"seed\": 6") == true)
        #expect(try Held.names(held.fixture) == held.names)
    }

    @Test func killedRunIsInNobodysWay() throws {
        let held = try Held()
        let (filter, pipe) = try held.render()
        filter.send(SIGKILL)
        #expect(filter.end().status == 137)
        pipe.letGo()
        let build = try held.build()
        build.send(SIGKILL)
        #expect(build.end().status == 137)
        #expect(try Held.contents(held.fixture) == held.before)
        // Its temporary files are there, and go with the next run.
        #expect(try Held.names(held.fixture).isSuperset(of: [".out.jsonl.hornbook-partial", ".out.hornbook-partial"]))
        let next = try Program.shell(
            "hornbook build --quiet recipe.yaml && hornbook rows questions.csv -o out.jsonl && "
                + "hornbook rows questions.csv --on-bad-row quarantine --rejects rejects.jsonl > /dev/null",
            in: held.fixture.folder.url)
        #expect(next.status == 0, "\(next.error)")
        #expect(try Held.names(held.fixture) == held.names)
    }

    /// What is allowed is less than the output needs; a limit of the shell stands for a full disk.
    @Test(arguments: [
        "build --quiet recipe.yaml", "render --templates pack.yaml questions.csv -o out.jsonl",
        "rows --on-bad-row quarantine --rejects rejects.jsonl bad.jsonl",
    ])
    func fileThatBecomesTooLargeLeavesTheOldOutput(_ arguments: String) throws {
        let held = try Held()
        try held.fixture.folder.write("bad.jsonl", String(repeating: "{broken\n", count: 4000))
        let result = try Program.shell("ulimit -f 8 && hornbook \(arguments)", in: held.fixture.folder.url)
        #expect(result.status == 74)
        #expect(result.error.contains(": writing failed: File too large"))
        #expect(result.error.contains("ulimit -f"))
        try FileManager.default.removeItem(at: held.fixture.folder.url.appendingPathComponent("bad.jsonl"))
        try held.expectUntouched()
    }

    @Test(
        .enabled(if: access("/dev/full", W_OK) == 0),
        arguments: [
            "render --templates pack.yaml questions.csv -o /dev/full",
            "rows --on-bad-row quarantine --rejects /dev/full bad.jsonl -o out.jsonl",
            "rows questions.csv > /dev/full", "--help > /dev/full",
        ])
    func fullDiskIsTold(_ arguments: String) throws {
        let held = try Held()
        try held.fixture.folder.write("bad.jsonl", String(repeating: "{broken\n", count: 4000))
        let result = try Program.shell("hornbook \(arguments)", in: held.fixture.folder.url)
        #expect(result.status == 74)
        #expect(result.error.contains(": writing failed: No space left on device"))
        try FileManager.default.removeItem(at: held.fixture.folder.url.appendingPathComponent("bad.jsonl"))
        try held.expectUntouched()
    }

    /// Files must not get the number of a standard stream that is closed: they would be read and written in its place.
    @Test func closedStandardStreams() throws {
        let held = try Held()
        try held.fixture.folder.write("bad.jsonl", "{\"a\":1}\n{broken\n")
        let result = try Program.shell(
            "hornbook rows --on-bad-row skip bad.jsonl -o out.jsonl <&- >&- 2>&-; echo $?; "
                + "hornbook rows questions.csv >&-; echo $?; hornbook rows - -o rejects.jsonl <&-; echo $?",
            in: held.fixture.folder.url)
        #expect(result.output == "0\n74\n74\n")
        #expect(try held.fixture.folder.read("rejects.jsonl") == "old\n")
        #expect(try held.fixture.folder.read("out.jsonl") == "{\"a\":1}\n")
    }
}
