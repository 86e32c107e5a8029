/// Cuts a long text into pieces of bounded length, where that hurts least.
enum TextPieces {
    /// The pieces of a text, without white space at their ends; none is blank.
    ///
    /// A piece ends at the last paragraph that fits, else at the last line, the last sentence, the last word; a word that is
    /// longer than a piece is cut.
    ///
    /// - Parameter most: the longest that a piece may be, in code points, at least 1.
    static func cut(_ text: String, most: Int) -> [String] {
        let scalars = Array(text.unicodeScalars)
        var pieces: [String] = []
        var start = 0
        while start < scalars.count {
            while start < scalars.count, scalars[start].properties.isWhitespace { start += 1 }
            guard start < scalars.count else { break }
            let end = scalars.count - start <= most ? scalars.count : self.end(scalars, start, start + most)
            var last = end
            while last > start, scalars[last - 1].properties.isWhitespace { last -= 1 }
            var piece = String.UnicodeScalarView()
            piece.append(contentsOf: scalars[start..<last])
            pieces.append(String(piece))
            start = end
        }
        return pieces
    }

    /// Where a piece ends that must end at `most`, which is inside the text.
    private static func end(_ scalars: [Unicode.Scalar], _ start: Int, _ most: Int) -> Int {
        // Not in the first half, so that pieces do not get too short for the sake of a paragraph.
        let range = (start + (most - start) / 2..<most).reversed()
        func isSpace(_ index: Int) -> Bool { scalars[index].properties.isWhitespace }
        let borders: [(Int) -> Bool] = [
            { scalars[$0] == "\n" && $0 > start && scalars[$0 - 1] == "\n" }, { scalars[$0] == "\n" },
            { isSpace($0) && $0 > start && ".!?。".unicodeScalars.contains(scalars[$0 - 1]) }, isSpace,
        ]
        if isSpace(most) { return most }
        for border in borders {
            if let found = range.first(where: border) { return found + 1 }
        }
        return (start + 1..<most).reversed().first(where: isSpace).map { $0 + 1 } ?? most
    }
}
