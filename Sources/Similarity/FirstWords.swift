/// Counts with which word instructions begin, and what it is about. A heuristic for English, not a parse: the first word of an
/// instruction passes for its verb, and the next one that is no article, pronoun or preposition for the verb's object.
package struct FirstWords: Sendable {
    private var counts: [String: (count: Int, objects: [String: Int])] = [:]

    package init() {}

    /// What is never taken for an object.
    static let passedOver = Set(
        """
        a an the
        i me my you your he him his she her it its we us our they them their this that these those each some any all
        about after against as at before between by during for from in into of on over through to under with without
        """.split { " \n".contains($0) }.map(String.init))

    package mutating func add(_ instruction: String) {
        // Runs without white space, with what is no letter or digit taken off their ends.
        let words = instruction.unicodeScalars.split(whereSeparator: \.isWhiteSpace).lazy.compactMap(
            Self.word)
        guard let first = words.first else { return }
        let object = words.dropFirst().first { !Self.passedOver.contains($0) }
        counts[first, default: (0, [:])].count += 1
        if let object { counts[first]?.objects[object, default: 0] += 1 }
    }

    private static func word(_ run: Substring.UnicodeScalarView) -> String? {
        func belongs(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
        guard let start = run.firstIndex(where: belongs), let end = run.lastIndex(where: belongs) else { return nil }
        return String(run[start...end]).lowercased()
    }

    /// A first word with what it goes with.
    package struct Entry: Sendable, Equatable {
        /// The word in lower case.
        package var word: String
        /// How many instructions begin with it.
        package var count: Int
        /// The most frequent objects, and how often each stands there.
        package var objects: [Object]
    }

    /// An object with its number of instructions.
    package struct Object: Sendable, Equatable {
        /// The word in lower case.
        package var word: String
        /// How many instructions have it.
        package var count: Int
    }

    /// The most frequent first words, equally frequent ones in the order of the alphabet.
    package func most(_ words: Int, objects: Int) -> [Entry] {
        func most(_ counts: [(key: String, value: Int)], _ number: Int) -> ArraySlice<(key: String, value: Int)> {
            counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.prefix(number)
        }
        return most(counts.map { ($0.key, $0.value.count) }, words).map { word, count in
            let found = (counts[word]?.objects ?? [:]).map { ($0.key, $0.value) }
            return Entry(
                word: word, count: count, objects: most(found, objects).map { Object(word: $0.key, count: $0.value) })
        }
    }

    /// How many different first words there are.
    package var count: Int { counts.count }
}
