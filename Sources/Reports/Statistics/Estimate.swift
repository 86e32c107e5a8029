/// A number that may be known nearly.
package struct Estimate: Sendable, Equatable {
    /// The number.
    package var value: Int
    /// Whether it is just that; else it is no more than 0.2% away.
    package var isExact: Bool

    /// A number, known exactly or nearly.
    package init(_ value: Int, isExact: Bool) {
        (self.value, self.isExact) = (value, isExact)
    }
}
