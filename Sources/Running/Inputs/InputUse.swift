/// Which of a build's inputs its own process reads.
package enum InputUse: Sendable {
    /// All.
    case all
    /// Files of demonstrations; the others come by standard input, or have come to other processes.
    case demonstrations
    /// None.
    case none
}
