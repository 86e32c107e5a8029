import Mixing
import Staging

/// What the lines of an output with stages are ordered by: the lines themselves, whatever they were made from. So the stages of an
/// output are those that `hornbook stage` makes of its lines.
package struct LineOrder: Sendable {
    private let hasher: RowHasher
    private let purpose: Purpose

    /// - Parameters:
    ///   - seed: the recipe's seed.
    ///   - control: lines of stages that are drawn at random come in the order in which they are drawn.
    package init(seed: UInt64, control: StageControl?) {
        hasher = RowHasher(seed: seed, dataset: StageAssigner.hashName)
        purpose = control == .random ? .control : .order
    }

    /// The hash of a line, with its end, for its place among the others.
    package func hash(of line: Slice<UnsafeRawBufferPointer>) -> UInt64 {
        hasher.hash(purpose, RowHasher.recordKey(identity: UnsafeRawBufferPointer(rebasing: line.dropLast())))
    }
}
