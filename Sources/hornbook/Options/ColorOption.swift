import ArgumentParser
import System

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

    /// Whether colours are to be used now.
    var isOn: Bool {
        switch color {
        case .always: true
        case .never: false
        case .auto: isCapableTerminal(1) && environmentVariable("NO_COLOR").isEmpty
        }
    }
}
