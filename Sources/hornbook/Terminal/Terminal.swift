import ArgumentParser
import Building
import Running
import System

/// Whether an open file is a terminal that understands more than plain text.
///
/// A process without `TERM` knows nothing of its terminal, and writes plain text.
func isCapableTerminal(_ descriptor: Int32) -> Bool {
    isTerminal(descriptor) && !["", "dumb"].contains(environmentVariable("TERM"))
}

/// Progress on standard error, if that is a terminal that can write a line anew.
func terminalProgress() -> Progress? {
    guard isCapableTerminal(2) else { return nil }
    return Progress(now: monotonicSeconds, write: { printErrorText($0) })
}

/// Whether standard output is coloured.
struct ColorOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "auto (the default: on a terminal, unless NO_COLOR is set, or TERM is dumb or missing), always or never.",
            valueName: "when"))
    var color = When.auto

    enum When: String, ExpressibleByArgument, CaseIterable {
        case auto, always, never
    }

    var isOn: Bool {
        switch color {
        case .always: true
        case .never: false
        case .auto: isCapableTerminal(1) && environmentVariable("NO_COLOR").isEmpty
        }
    }
}
