import Testing

@testable import Running

@Suite struct ProgressTests {
    /// What is shown, under a clock that the test turns.
    private final class Terminal {
        var time = 100.0
        var written = ""
        lazy var progress = Progress(now: { self.time }, write: { self.written += $0 })

        func take() -> String {
            defer { written = "" }
            return written.replacing("\r", with: "<").replacing("\u{1B}[K", with: ">")
        }
    }

    @Test func shortRunsShowNothing() {
        let terminal = Terminal()
        terminal.progress.begin("reading", bytes: 100)
        terminal.progress.beginInputs()
        terminal.time += 0.4
        terminal.progress.read(rows: 10, bytes: 100)
        terminal.progress.begin("writing")
        terminal.progress.end()
        #expect(terminal.take() == "")
    }

    @Test func rowsSpeedAndTimeLeftAreTold() {
        let terminal = Terminal()
        terminal.progress.begin("reading", bytes: 4_000_000_000)
        terminal.progress.beginInputs()
        terminal.time += 2
        terminal.progress.read(rows: 1_234_567, bytes: 200_000_000)
        #expect(terminal.take() == "<reading: 1,234,567 rows, 100 MB/s, 39 s left>")
        // Not more often than five times a second.
        terminal.time += 0.1
        terminal.progress.read(rows: 1_300_000, bytes: 210_000_000)
        #expect(terminal.take() == "")
        // The next input's numbers come on top.
        terminal.progress.beginInputs()
        terminal.time += 1.9
        terminal.progress.read(rows: 0, bytes: 10_000_000)
        #expect(terminal.take() == "<reading: 1,300,000 rows, 55 MB/s, 69 s left>")
        terminal.progress.begin("writing")
        #expect(terminal.take() == "<writing>")
        terminal.progress.end()
        #expect(terminal.take() == "<>")
        terminal.progress.end()
        #expect(terminal.take() == "")
    }

    @Test func unknownSizesHaveNoTimeLeft() {
        let terminal = Terminal()
        terminal.progress.begin("reading")
        terminal.time += 1
        terminal.progress.read(rows: 5, bytes: 7_000_000)
        #expect(terminal.take() == "<reading: 5 rows, 7 MB/s>")
        terminal.progress.begin("reading", bytes: 10_000_000_000_000)
        _ = terminal.take()
        terminal.time += 1
        terminal.progress.read(rows: 5, bytes: 1_000_000_000)
        #expect(terminal.take() == "<reading: 5 rows, 1000 MB/s, 166 min left>")
    }
}
