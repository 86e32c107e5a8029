import ArgumentParser

/// How much memory a sort may take.
struct MemoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How much memory lines may take while they are put in order; more goes to a temporary file in TMPDIR. The output is the same for any size. (default: 1G)",
            valueName: "size"))
    var memory: String?

    private static let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]

    /// In bytes.
    func bytes() throws -> Int { try Self.bytes(memory) }

    /// What a value of the option, or none, is in bytes.
    static func bytes(_ memory: String?) throws -> Int {
        guard let memory else { return 1 << 30 }
        var digits = memory.uppercased()
        for ending in ["IB", "B"] where digits.hasSuffix(ending) {
            digits.removeLast(ending.count)
            break
        }
        var unit = 1
        if let last = digits.last, let found = units[last] {
            unit = found
            digits.removeLast()
        }
        guard digits.allSatisfy(\.isASCII), let number = Int(digits), number > 0,
            case let (bytes, overflow) = number.multipliedReportingOverflow(by: unit), !overflow, bytes >= 1 << 20
        else { throw usageError("--memory takes a size of at least 1M, such as 256M or 2G, not \"\(memory)\"") }
        return bytes
    }
}

/// How much memory rows may take where all of them are held.
struct HeldMemoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "About how much memory rows may take; a run that needs more ends with status 1. (default: 1G)",
            valueName: "size"))
    var memory: String?

    /// In bytes.
    func bytes() throws -> Int { try MemoryOption.bytes(memory) }
}
