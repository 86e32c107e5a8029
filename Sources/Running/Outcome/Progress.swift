import Diagnostics
import Reports

/// Tells how far a run is, in one line that is written over and over. Nothing is shown of runs that are done at once.
///
/// Used by one thread at a time: the one that hands out the work.
package final class Progress: @unchecked Sendable {
    private let write: (String) -> Void
    private let now: () -> Double
    private var phase = ""
    private var total = 0
    private var begun = 0.0
    private var shownAt = 0.0
    private var isShown = false
    /// Of inputs that are done.
    private var rowsBefore = 0
    private var bytesBefore = 0
    private var rows = 0
    private var bytes = 0

    /// The first line comes after so many seconds, and the others after so many more.
    private static let delay = 0.5
    private static let interval = 0.2

    /// - Parameters:
    ///   - now: a clock, in seconds.
    ///   - write: shows a text as it stands; a line begins with a carriage return and ends without a line feed.
    package init(now: @escaping () -> Double, write: @escaping (String) -> Void) {
        (self.now, self.write) = (now, write)
    }

    /// Begins a part of the run.
    ///
    /// - Parameter bytes: how many bytes will be read in it; 0 if that is not known.
    package func begin(_ phase: String, bytes: Int = 0) {
        (self.phase, total) = (phase, bytes)
        (rowsBefore, bytesBefore, rows, self.bytes) = (0, 0, 0, 0)
        begun = now()
        if isShown { write("\r" + phase + "\u{1B}[K") }
    }

    /// Begins to read other inputs in the same part.
    package func beginInputs() {
        rowsBefore += rows
        bytesBefore += bytes
        (rows, bytes) = (0, 0)
    }

    /// Takes what has been read of the inputs at hand.
    package func read(rows: Int, bytes: Int) {
        (self.rows, self.bytes) = (rows, bytes)
        let time = now()
        guard time - begun >= Self.delay, time - shownAt >= Self.interval else { return }
        (shownAt, isShown) = (time, true)
        write("\r" + line(after: time - begun) + "\u{1B}[K")
    }

    private func line(after seconds: Double) -> String {
        let (rows, bytes) = (rowsBefore + rows, bytesBefore + bytes)
        let rate = Double(bytes) / seconds
        var line = "\(phase): \(grouped(rows)) rows, \(Int(rate / 1e6)) MB/s"
        if total > bytes, rate > 0 {
            let left = Int(Double(total - bytes) / rate) + 1
            line += left < 120 ? ", \(left) s left" : ", \(left / 60) min left"
        }
        return line
    }

    /// Takes the line away, so that other messages stand by themselves.
    package func end() {
        if isShown { write("\r\u{1B}[K") }
        isShown = false
    }
}
