import Foundation

/// A run of the real binary that a test stops, interrupts or kills.
package final class RunningProgram {
    private let process = Process()
    private let folder: URL
    private let errors = try? TemporaryFolder()

    /// Starts it, or a shell that becomes it.
    package init(_ command: String, in folder: URL) throws {
        self.folder = folder
        // What this process was told to ignore, the program would ignore, too.
        for number in [SIGINT, SIGHUP] { signal(number, SIG_DFL) }
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command.replacingOccurrences(of: "hornbook ", with: "exec \(Self.binary) ")]
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        if let errors {
            try errors.write("errors", "")
            process.standardError = try FileHandle(forWritingTo: errors.url.appendingPathComponent("errors"))
        }
        try process.run()
    }

    deinit {
        guard process.isRunning else { return }
        send(SIGKILL)
        process.waitUntilExit()
    }

    private static let binary = "'" + Program.binaries.appendingPathComponent("hornbook").path + "'"

    package var isRunning: Bool { process.isRunning }

    package func send(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits until something of that name is in the folder; false if the program ended first.
    package func waits(for name: String) -> Bool {
        let path = folder.appendingPathComponent(name).path
        let deadline = Date().addingTimeInterval(60)
        while process.isRunning, Date() < deadline {
            if access(path, F_OK) == 0 { return true }
            usleep(500)
        }
        return false
    }

    /// Waits for the end: the status and what was said on standard error.
    package func end(seconds: Double = 60) -> (status: Int32, error: String) {
        let deadline = Date().addingTimeInterval(seconds)
        while process.isRunning, Date() < deadline { usleep(1000) }
        if process.isRunning { send(SIGKILL) }
        process.waitUntilExit()
        let status = process.terminationStatus
        return (process.terminationReason == .exit ? status : 128 + status, (try? errors?.read("errors")) ?? "")
    }
}

/// A pipe with a name whose reader waits for more until it is let go.
package final class StallingPipe {
    private var descriptor: Int32

    /// Makes the pipe and puts a text into it.
    package init(_ name: String, in folder: URL, _ text: String) throws {
        let path = folder.appendingPathComponent(name).path
        mkfifo(path, 0o600)
        // Open for reading, too, so that this does not wait for the reader.
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        let bytes = Array(text.utf8)
        guard descriptor >= 0, write(descriptor, bytes, bytes.count) == bytes.count else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    deinit { letGo() }

    /// Lets the reader come to the end.
    package func letGo() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }
}
