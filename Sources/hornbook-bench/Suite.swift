import System

/// The runs that are made on one input.
struct Suite {
    var program: String
    var input: Input
    var pack: String
    /// Recipes with the input as their dataset: all rows, and 3,000 of them; nil: none are run.
    var recipes: (whole: String, capped: String)?
    var output: String
    /// The folder that builds make; it goes before each run.
    var builds: String

    /// What came of one kind of run.
    struct Result {
        var name: String
        var readsInput: Bool
        /// Of several runs the one with the least CPU time.
        var best: Measurement
    }

    private struct Run {
        var name: String
        var readsInput = true
        var arguments: [String]
        var output: String
        /// Whether it tells of rows that were not parsed, as is meant.
        var hasNotes = false
    }

    private var runs: [Run] {
        func render(_ template: String, jobs: Int) -> [String] {
            [program, "render", "--templates", pack, "--template", template, "--jobs", "\(jobs)", input.path]
        }
        func build(_ recipe: String) -> [String] {
            [program, "build", recipe, "--output", builds, "--memory", "64M", "--jobs", "1", "--quiet"]
        }
        var runs = [
            Run(name: "copy", arguments: [Paths.me, "copy", input.path], output: output),
            Run(name: "start, no rows", readsInput: false, arguments: [program, "rows", "/dev/null"], output: output),
            Run(name: "rows", arguments: [program, "rows", "--jobs", "1", input.path], output: output),
            Run(name: "render, fields only", arguments: render("splice", jobs: 1), output: output),
            Run(name: "render, if and filter", arguments: render("general", jobs: 1), output: output),
            Run(
                name: "render, fields only, 2 jobs, no disk", arguments: render("splice", jobs: 2), output: "/dev/null"),
        ]
        if let recipes {
            runs += [
                Run(name: "count lines", arguments: ["/usr/bin/wc", "-l", input.path], output: "/dev/null"),
                Run(
                    name: "plan, a cap of 3,000", arguments: [program, "plan", recipes.capped, "--jobs", "1"],
                    output: "/dev/null", hasNotes: true),
                Run(name: "build, a cap of 3,000", arguments: build(recipes.capped), output: "/dev/null"),
                Run(name: "build, shuffled in 64 MiB", arguments: build(recipes.whole), output: "/dev/null"),
            ]
        }
        return runs
    }

    /// Makes each run some times, in turn, so that what disturbs the machine for a while disturbs all; of each tells
    /// the one with the least CPU time. The copy comes first.
    func measure(repeats: Int) throws -> [Result] {
        let runs = runs
        var best: [Measurement?] = runs.map { _ in nil }
        // Brings the input into the system's cache, and makes the system find room for the output.
        _ = try Measurement.run(runs[0].arguments, output: output)
        defer { try? Folder.remove(builds) }
        for _ in 0..<repeats {
            for (index, run) in runs.enumerated() {
                if run.arguments.contains(builds) { try Folder.remove(builds) }
                let measurement = try Measurement.run(run.arguments, output: run.output, hasNotes: run.hasNotes)
                if measurement.cpu < best[index]?.cpu ?? .infinity { best[index] = measurement }
            }
        }
        return zip(runs, best).compactMap { run, best in
            best.map { Result(name: run.name, readsInput: run.readsInput, best: $0) }
        }
    }
}

/// What a run of a program took.
typealias Measurement = ProgramUse

extension Measurement {
    /// Runs a program with its standard output to a file, and takes its times.
    ///
    /// - Parameter hasNotes: whether what it writes to standard error is of no use here.
    /// - Throws: that it could not be started, or did not end with status 0; its messages stand on standard error.
    static func run(_ arguments: [String], output: String, hasNotes: Bool = false) throws -> Measurement {
        let use: ProgramUse
        do throws(SystemError) {
            use = try ProgramUse(ofRunning: arguments, output: output, hasNotes: hasNotes)
        } catch {
            throw BenchError("cannot \(error.operation) \(error.path): \(error.text)")
        }
        guard use.code == 0, use.signal == 0 else {
            let ending = use.signal == 0 ? "status \(use.code)" : "signal \(use.signal)"
            throw BenchError("\(arguments.joined(separator: " ")) ended with \(ending)")
        }
        return use
    }
}
