import Testing

@testable import Mixing

@Suite struct MixtureNumberTests {
    @Test(
        arguments: [
            ("5%", 0.05), ("0.05", 0.05), ("100%", 1), ("0", 0), ("0%", 0), ("12.5%", 0.125), ("1", nil), ("1.0", nil),
            ("101%", nil), ("-1%", nil), ("", nil), ("%", nil), ("nan", nil), ("0x1p-3", nil), ("half", nil),
        ] as [(String, Double?)])
    func fractions(_ text: String, _ expected: Double?) {
        #expect(MixtureNumber.fraction(text) == expected)
    }

    @Test(
        arguments: [
            ("2", 2), ("x2", 2), ("0.5", 0.5), ("x0", 0), ("1e9", 1e9), ("2e9", nil), ("-1", nil), ("xx2", nil),
            ("x", nil),
            ("50%", nil), ("inf", nil), ("x0x1p3", nil),
        ] as [(String, Double?)])
    func multipliers(_ text: String, _ expected: Double?) {
        #expect(MixtureNumber.multiplier(text) == expected)
    }
}
