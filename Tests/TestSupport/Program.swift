import Foundation

/// What a run of a program gave.
package struct RunResult: Sendable {
    package var status: Int32
    package var output: String
    package var error: String
}

/// Runs the real binary, alone or in a shell.
package enum Program {
    /// The folder of the package.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder that holds the built binary: that of the running tests.
    package static let binaries: URL = {
        let candidates =
            [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0])].flatMap {
                [$0, $0.deletingLastPathComponent()]
            } + [root.appendingPathComponent(".build/debug")]
        let found = candidates.first {
            FileManager.default.isExecutableFile(atPath: $0.appendingPathComponent("hornbook").path)
        }
        guard let found else { fatalError("the hornbook binary is not beside the tests: \(candidates)") }
        return found.resolvingSymlinksInPath()
    }()

    /// Runs a shell command in a folder; `hornbook` is found in it, and `$ROOT` is the package's folder.
    package static func shell(
        _ command: String, in folder: URL, input: Data = Data(), seconds: Double = 120
    ) throws -> RunResult {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = binaries.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["ROOT"] = root.path
        environment["LC_ALL"] = "C"
        process.environment = environment
        return try run(process, input: input, seconds: seconds)
    }

    private static func run(_ process: Process, input: Data, seconds: Double) throws -> RunResult {
        // Files instead of pipes: a full pipe could keep the program waiting for us.
        let folder = try TemporaryFolder()
        let outputURL = folder.url.appendingPathComponent("output")
        let errorURL = folder.url.appendingPathComponent("error")
        let inputURL = folder.url.appendingPathComponent("input")
        for url in [outputURL, errorURL] { try Data().write(to: url) }
        try input.write(to: inputURL)
        process.standardInput = try FileHandle(forReadingFrom: inputURL)
        process.standardOutput = try FileHandle(forWritingTo: outputURL)
        process.standardError = try FileHandle(forWritingTo: errorURL)
        try process.run()
        let deadline = Date().addingTimeInterval(seconds)
        while process.isRunning, Date() < deadline { usleep(2000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return RunResult(
            status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            output: String(decoding: try Data(contentsOf: outputURL), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: errorURL), as: UTF8.self))
    }
}
