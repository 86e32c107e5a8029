import ArgumentParser
import Building
import Running

/// What happens to bad rows where commands read all rows before they write: none is put aside.
struct SkipOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "fail (the default) or skip: what happens to rows that cannot be used.", valueName: "action"))
    var onBadRow = Action.fail

    @Option(
        help: ArgumentHelp(
            "More such rows, of all files that are read as one, end the run with status 1.", valueName: "n|p%"))
    var maxRejects: String?

    /// What can be done with them.
    enum Action: String, ExpressibleByArgument, CaseIterable {
        case fail, skip
    }

    func policy() throws -> BadRowPolicy {
        let limit = try BadRowOptions.limit(maxRejects)
        if onBadRow == .fail, limit != nil {
            throw usageError("--max-rejects goes with --on-bad-row skip: under fail the first bad row ends the run")
        }
        var policy = BadRowPolicy(onBadRow == .fail ? .fail : .skip, limit: limit)
        policy.offersQuarantine = false
        return policy
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
