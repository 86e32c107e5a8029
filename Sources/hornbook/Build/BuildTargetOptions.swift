import ArgumentParser
import Building
import Diagnostics
import Formats

/// Where a build goes.
struct OutputFolderOption: ParsableArguments {
    @Option(
        name: .joinableShort("o"),
        help: ArgumentHelp(
            "The folder for the output, in the place of the recipe's `output.path`.", valueName: "folder"),
        completion: .directory)
    var output: String?

    func apply(to build: inout Build) throws {
        guard let output else { return }
        guard !output.isEmpty else { throw usageError("--output takes a folder") }
        build.outputPath = output
    }
}

/// Where a build goes, and whether it does.
struct BuildTargetOptions: ParsableArguments {
    @OptionGroup var folder: OutputFolderOption

    @Flag(
        help:
            "Write nothing: build aside, compare with the output that stands there, and end with status 1 if it would change."
    )
    var check = false

    @Flag(help: "Leave files as they are whose bytes would be the same.")
    var ifChanged = false

    @Flag(
        help: "Write hornbook.lock beside the recipe: the hashes of all inputs and packs; if it is there, keep to it.")
    var lock = false

    @Flag(help: "Refuse to build from inputs or packs that hornbook.lock does not name.")
    var locked = false

    @Flag(help: "Write hornbook.lock anew.")
    var updateLock = false

    @Option(
        help: ArgumentHelp(
            "Write a rule for Make or Ninja: the manifest and all files that it depends on.", valueName: "file"),
        completion: .file())
    var depfile: String?

    @Option(
        help: ArgumentHelp(
            "What depends on them in that rule, such as a stamp, in the manifest's place.", valueName: "name"))
    var depfileTarget: String?

    /// - Throws: flags that contradict one another.
    func validateTogether() throws {
        let locks = [(lock, "--lock"), (locked, "--locked"), (updateLock, "--update-lock")].filter(\.0).map(\.1)
        if locks.count > 1 { throw usageError("\(locks[0]) and \(locks[1]) contradict each other") }
        if depfileTarget != nil, depfile == nil { throw usageError("--depfile-target goes with --depfile") }
        guard check else { return }
        for (isGiven, name) in [
            (lock, "--lock"), (updateLock, "--update-lock"), (ifChanged, "--if-changed"), (depfile != nil, "--depfile"),
        ] where isGiven {
            throw usageError("--check writes nothing; \(name) does")
        }
    }

    func apply(to build: inout Build) throws {
        try folder.apply(to: &build)
        build.onlyIfChanged = ifChanged
        build.locking = lock ? .lock : locked ? .locked : updateLock ? .update : .none
        if depfile != nil, let path = (build.dependencies + [depfileTarget ?? ""]).first(where: { $0.contains("\n") }) {
            throw usageError("--depfile: \(oneLine(path)) has a line feed in its name, which Make cannot read")
        }
    }

    func writeDependencies(of build: Build) throws {
        guard let depfile else { return }
        try replaceFile(depfile, by: build.dependencyRule(of: depfileTarget))
    }
}
