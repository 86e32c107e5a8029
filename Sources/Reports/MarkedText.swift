import Diagnostics

/// A text in which values of a row are known.
package struct MarkedText: Sendable, Equatable {
    package struct Span: Sendable, Equatable {
        package var field: String
        /// Its place in code points, the end excluded.
        package var range: Range<Int>
    }

    package var text: String
    /// The values in it, in their order; no two overlap.
    package var spans: [Span]

    /// Values shorter than that (in code points) are not looked for: they stand everywhere by chance.
    package static let shortest = 3

    /// Looks for the values of a row.
    ///
    /// Only what stands in the text just as it stands in the row is found, white space at the values' ends aside. Longer
    /// values come before shorter ones, and earlier fields before later ones.
    ///
    /// - Parameter values: the string values of the row's fields.
    package init(_ text: String, values: [(field: String, text: String)]) {
        self.text = text
        let bytes = Array(text.utf8)
        let wanted = values.map { (field: $0.field, bytes: Self.trimmed($0.text)) }
            .filter { $0.bytes.codePointCount >= Self.shortest }
        let order = wanted.indices.sorted { a, b in (wanted[b].bytes.count, a) < (wanted[a].bytes.count, b) }
        var isTaken = [Bool](repeating: false, count: bytes.count)
        var found: [(field: String, range: Range<Int>)] = []
        for index in order {
            let value = wanted[index].bytes
            for start in Self.occurrences(of: value, in: bytes) {
                let end = start + value.count
                // What was taken before is no shorter, and so covers an end of what it overlaps.
                guard !isTaken[start], !isTaken[end - 1] else { continue }
                for place in start..<end { isTaken[place] = true }
                found.append((wanted[index].field, start..<end))
            }
        }
        found.sort { $0.range.lowerBound < $1.range.lowerBound }
        spans = []
        var (byte, point) = (0, 0)
        for (field, range) in found {
            point += bytes[byte..<range.lowerBound].codePointCount
            let end = point + bytes[range].codePointCount
            spans.append(Span(field: field, range: point..<end))
            (byte, point) = (range.upperBound, end)
        }
    }

    /// A value without white space at its ends, which templates lose as well.
    private static func trimmed(_ text: String) -> [UInt8] {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return [] }
        return Array(String(scalars[first...last]).utf8)
    }

    /// Where a value stands, overlapping places included: Knuth, Morris and Pratt's search, which takes no longer for
    /// texts that are made to be slow.
    private static func occurrences(of value: [UInt8], in text: [UInt8]) -> [Int] {
        guard !value.isEmpty, value.count <= text.count else { return [] }
        var borders = [Int](repeating: 0, count: value.count)
        var length = 0
        for index in value.indices.dropFirst() {
            while length > 0, value[index] != value[length] { length = borders[length - 1] }
            if value[index] == value[length] { length += 1 }
            borders[index] = length
        }
        var found: [Int] = []
        length = 0
        for (index, byte) in text.enumerated() {
            while length > 0, byte != value[length] { length = borders[length - 1] }
            if byte == value[length] { length += 1 }
            if length == value.count {
                found.append(index + 1 - length)
                length = borders[length - 1]
            }
        }
        return found
    }
}
