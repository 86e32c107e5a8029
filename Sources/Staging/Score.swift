import Diagnostics

/// How difficult a row is, as somebody or some model has judged.
package enum Score {
    /// Reads a score.
    ///
    /// Models answer with white space around the number: `"3.5\n\n"` is 3.5. Anything else beside the number makes it no score, as one
    /// cannot tell which number is meant in `4/5` or `between 2 and 3`.
    ///
    /// - Parameter text: a number's JSON text, or a string's text.
    /// - Returns: nil if it is no finite number.
    package static func parse(_ text: String) -> Double? {
        let trimmed = text.trimmingPrefix { $0.isWhitespace }
        var end = trimmed.endIndex
        while end > trimmed.startIndex, trimmed[trimmed.index(before: end)].isWhitespace {
            end = trimmed.index(before: end)
        }
        let number = trimmed[..<end]
        // What Double reads besides (hexadecimal digits, infinity, nan) nobody means.
        guard !number.isEmpty, number.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }),
            let value = Double(String(number)), value.isFinite
        else { return nil }
        return value == 0 ? 0 : value
    }
}

/// Which scores can be, and what happens to others.
package struct ScoreRange: Sendable, Equatable {
    /// What happens to a score outside.
    package enum Outside: String, Sendable, CaseIterable {
        /// It ends the run.
        case fail
        /// The row is left out.
        case drop
        /// The nearest score that can be stands in its place.
        case clamp
    }

    package var bounds: ClosedRange<Double>

    package init(_ bounds: ClosedRange<Double>) { self.bounds = bounds }

    /// Reads `1..5`.
    ///
    /// - Returns: nil if it is no range.
    package init?(_ text: String) {
        guard let dots = text.firstRange(of: ".."), let low = Score.parse(String(text[..<dots.lowerBound])),
            let high = Score.parse(String(text[dots.upperBound...])), low <= high
        else { return nil }
        bounds = low...high
    }
}
