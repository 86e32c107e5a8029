import Similarity

/// ROUGE-L as its definition says, by the usual table.
package enum PlainRouge {
    package static func common<Token: Equatable>(_ a: [Token], _ b: [Token]) -> Int {
        // One line of the table at a time: tests fill it some million times.
        var line = Array(repeating: 0, count: b.count + 1)
        for token in a {
            var diagonal = 0
            for j in 0..<b.count {
                let above = line[j + 1]
                line[j + 1] = token == b[j] ? diagonal + 1 : max(above, line[j])
                diagonal = above
            }
        }
        return line[b.count]
    }

    /// Whether ROUGE-L is above some hundredths.
    package static func isAbove(_ hundredths: Int, _ a: [String], _ b: [String]) -> Bool {
        200 * common(a, b) > hundredths * (a.count + b.count)
    }
}

/// A corpus of texts given as tokens.
package func makeCorpus(_ texts: [[String]]) -> Corpus {
    var vocabulary = Vocabulary()
    return Corpus(texts.map { vocabulary.insert($0) }, vocabulary)
}
