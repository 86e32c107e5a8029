import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whether standard output is coloured.
struct ColorOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "auto (the default: on a terminal, unless NO_COLOR is set), always or never.", valueName: "when"))
    var color = When.auto

    enum When: String, ExpressibleByArgument, CaseIterable {
        case auto, always, never
    }

    /// Whether colours are to be used now.
    var isOn: Bool {
        func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
        return switch color {
        case .always: true
        case .never: false
        case .auto: isatty(1) != 0 && variable("NO_COLOR").isEmpty && variable("TERM") != "dumb"
        }
    }
}
