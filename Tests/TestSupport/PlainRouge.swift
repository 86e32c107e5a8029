import Similarity

/// ROUGE-L as its definition says, by the usual table.
package enum PlainRouge {
    package static func common<Token: Equatable>(_ a: [Token], _ b: [Token]) -> Int {
        var table = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
        for i in 0..<a.count {
            for j in 0..<b.count {
                table[i + 1][j + 1] = a[i] == b[j] ? table[i][j] + 1 : max(table[i][j + 1], table[i + 1][j])
            }
        }
        return table[a.count][b.count]
    }

    /// Whether ROUGE-L is above some hundredths.
    package static func isAbove(_ hundredths: Int, _ a: [String], _ b: [String]) -> Bool {
        200 * common(a, b) > hundredths * (a.count + b.count)
    }
}

/// A corpus of texts given as tokens.
package func makeCorpus(_ texts: [[String]]) -> Corpus {
    var vocabulary = Vocabulary()
    return Corpus(texts.map { vocabulary.take($0) }, vocabulary)
}
