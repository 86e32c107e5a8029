/// A place or a length in a drawing, written with two decimals at most: enough for any screen, and the same text everywhere.
struct ChartLength {
    let text: String

    /// A fraction of the drawing's width, from 0 to 1; what lies beyond is put to the nearer end.
    static func fraction(_ fraction: Double) -> ChartLength {
        ChartLength(text: decimals(min(max(fraction, 0), 1) * 100) + "%")
    }

    /// A part of a whole; nothing of nothing.
    static func fraction(_ part: Int, of whole: Int) -> ChartLength {
        fraction(whole > 0 ? Double(part) / Double(whole) : 0)
    }

    /// A length of at most some hundred pixels.
    static func pixels(_ pixels: Double) -> ChartLength { ChartLength(text: decimals(pixels)) }

    private static func decimals(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return String(whole) }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
