/// What a command tells the shell, after BSD's `sysexits.h` where a number exists there.
package enum ExitStatus: Int32, Sendable {
    /// Everything asked for was done.
    case success = 0
    /// Problems were found in the data, or bad rows were met under `fail`; nothing was published.
    case problems = 1
    /// The command line is wrong.
    case usage = 64
    /// A recipe, pack or template is wrong.
    case wrongRecipe = 65
    /// An input is missing or cannot be opened.
    case missingInput = 66
    /// A bug in hornbook.
    case bug = 70
    /// Reading or writing failed, for example because the disk is full.
    case inputOutput = 74
    /// Another run holds the output.
    case busy = 75
}
