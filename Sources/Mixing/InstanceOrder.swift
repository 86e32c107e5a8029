/// In which order instances stand in an output.
package enum InstanceOrder: String, Sendable, CaseIterable {
    /// By the hashes of their rows: a uniform shuffle.
    case shuffled
    /// So that every beginning of the output has the shares of the whole, to within one instance of each dataset.
    case interleaved
    /// As they stand in the files, one dataset after the other.
    case sequential
}
