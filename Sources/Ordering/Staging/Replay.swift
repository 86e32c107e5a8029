import Mixing

/// Which lines of earlier stages are shown again in later ones.
package struct Replay {
    private let share: Double

    /// - Parameter share: the part of the lines of all earlier stages that each stage shows again, 0 ... 1.
    package init(_ share: Double) {
        self.share = share
    }

    /// The stages after its own that show a line again.
    ///
    /// - Parameters:
    ///   - stage: its own, from 0.
    ///   - count: how many stages there are.
    ///   - hash: the line's for being replayed.
    package func stages(after stage: Int, of count: Int, hash: () -> UInt64) -> [Int] {
        guard share > 0 else { return [] }
        let hash = hash()
        return (0..<count).filter { $0 > stage && hash.rank(of: UInt64($0 + 1)).unitInterval < share }
    }
}
