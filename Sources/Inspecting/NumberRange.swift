import JSON

/// The least and the greatest of numbers, in an order in which no two different texts are equal, so that it does not
/// matter which of `1` and `1.0` came first.
struct NumberRange: Sendable {
    private struct Number: Comparable {
        let double: Double
        /// Tells integers apart that are one as a double.
        let integer: Int
        let text: String

        init(_ bytes: UnsafeRawBufferPointer) {
            double = JSONNumber.double(bytes)
            // A number of many digits is told by its nearest double.
            text = bytes.count <= 40 ? String(decoding: bytes, as: UTF8.self) : JSONNumber.text(double)
            integer = Int(text) ?? Int(exactly: double) ?? 0
        }

        static func < (a: Number, b: Number) -> Bool {
            if a.double != b.double { return a.double < b.double }
            if a.integer != b.integer { return a.integer < b.integer }
            return a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
        }
    }

    private var least: Number?
    private var greatest: Number?

    var min: String? { least?.text }
    var max: String? { greatest?.text }

    mutating func add(_ text: UnsafeRawBufferPointer) {
        if let least, let greatest {
            // Most numbers lie between the others, and need no text of their own.
            let double = JSONNumber.double(text)
            if least.double < double, double < greatest.double { return }
            let number = Number(text)
            if number < least { self.least = number }
            if greatest < number { self.greatest = number }
        } else {
            least = Number(text)
            greatest = least
        }
    }
}
