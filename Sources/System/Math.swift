#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A power of a number, as C's `pow`.
@inlinable
package func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// A power of e.
@inlinable
package func exponential(_ exponent: Double) -> Double { exp(exponent) }

/// The logarithm to base 2.
@inlinable
package func binaryLogarithm(_ number: Double) -> Double { log2(number) }

/// A number times a power of two, rounded once, as C's `scalbn`.
@inlinable
package func scaled(_ number: Double, _ exponent: Int32) -> Double { scalbn(number, exponent) }

/// The double nearest to a decimal number, as C's `strtod`; infinite when none can hold it, 0 when the text is no number.
///
/// - Parameter text: ends with a zero byte.
@inlinable
package func nearestDouble(_ text: UnsafePointer<CChar>) -> Double { strtod(text, nil) }

/// The C library's formatting of one double; `%.*f` and its kin.
package func cFormat(_ format: String, precision: Int, _ number: Double) -> String {
    func write(_ buffer: UnsafeMutableBufferPointer<CChar>) -> Int {
        Int(
            withVaList([Int32(clamping: precision), number]) { vsnprintf(buffer.baseAddress, buffer.count, format, $0) }
        )
    }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
        let length = write(buffer)
        if length < buffer.count { return String(cString: buffer.baseAddress!) }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 1) { larger in
            _ = write(larger)
            return String(cString: larger.baseAddress!)
        }
    }
}
