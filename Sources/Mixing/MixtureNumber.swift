/// Numbers of mixtures as people write them, in recipes and on the command line.
package enum MixtureNumber {
    /// A number in decimal notation; nil for anything else that `Double` would take, such as `0x1p3` and `nan`.
    package static func decimal(_ text: some StringProtocol) -> Double? {
        guard !text.isEmpty, text.utf8.allSatisfy({ "0123456789.+-eE".utf8.contains($0) }) else { return nil }
        return Double(text)
    }

    /// A fraction of a whole, from 0 to 1: `0.05` or `5%`; nil for anything else, and for 1, which could mean one per cent or all.
    package static func fraction(_ text: String) -> Double? {
        if text.hasSuffix("%") {
            return decimal(text.dropLast()).flatMap { (0...100).contains($0) ? $0 / 100 : nil }
        }
        return decimal(text).flatMap { (0..<1).contains($0) ? $0 : nil }
    }

    /// The greatest multiplier.
    package static let maxTimes = 1e9

    /// A number that multiplies something, from 0 to `maxTimes`: `2`, `0.5` or `x2`; nil for anything else.
    package static func multiplier(_ text: String) -> Double? {
        decimal(text.hasPrefix("x") ? text.dropFirst() : text[...]).flatMap { (0...maxTimes).contains($0) ? $0 : nil }
    }
}
