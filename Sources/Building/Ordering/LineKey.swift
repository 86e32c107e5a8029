import Diagnostics
import Mixing

/// Where a line stands among those of its split.
struct LineKey: Comparable {
    /// The dataset's place; 0 for all where datasets are mixed.
    var dataset: UInt32
    var key: SelectionKey

    static func < (a: LineKey, b: LineKey) -> Bool {
        a.dataset != b.dataset ? a.dataset < b.dataset : a.key < b.key
    }
}

/// Lines one after the other.
protocol LineStream: AnyObject {
    /// The next line, valid until the one after it is asked for; nil at the end.
    func next() throws(Diagnostics) -> UnsafeRawBufferPointer?
}
