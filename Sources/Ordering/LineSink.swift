import Diagnostics
import Mixing
import Reports

/// What takes the lines of instances, to put them in order.
package protocol LineSink: AnyObject {
    /// The key under which a line stands.
    ///
    /// - Parameters:
    ///   - order: the instance's hash for its place among those that are shuffled.
    ///   - pass: which pass over its dataset it is of, from 0.
    func key(_ order: UInt64, pass: Int) -> UInt64

    /// Adds lines of one run of bytes to a split.
    ///
    /// - Parameter dataset: its position in the recipe.
    func add(
        _ bytes: [UInt8], _ lines: [(key: UInt64, range: Range<Int>)], dataset: Int, to split: Int
    ) throws(Diagnostics)
}
