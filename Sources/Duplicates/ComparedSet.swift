import Diagnostics
import Mixing
import Similarity

/// The rows of all datasets of a search, as numbers.
struct ComparedSet {
    /// A row, or several rows of one dataset that have one key.
    struct Entry {
        var key: RecordKey
        /// What decides when it is decided on.
        var order: UInt64
        /// The dataset's position in the recipe.
        var dataset: Int32
        /// Until all are read the text's number; then that of the text in its dataset, in the order of the first entries.
        var text: Int32
        var copies: Int32 = 1
    }

    private(set) var entries: [Entry] = []
    /// By number in its dataset: which text it is, and of which dataset.
    private(set) var texts: [(text: Int32, dataset: Int32)] = []
    /// How many rows of each dataset share their key with a row that says something else.
    private(set) var ambiguous: [Int]
    /// How many texts have too many words to be compared by ROUGE-L.
    private(set) var tooLong = 0

    private let keyings: [RowHasher]
    private let names: [String]
    private var numbers: [SIMD2<UInt64>: Int32] = [:]
    private(set) var vocabulary = Vocabulary()
    /// The words of all texts, one text behind the other.
    private(set) var words: [Int32] = []
    private var starts = [0]
    /// Longer texts have no words here.
    private let maxWords: Int
    /// A text's bytes for each of its words until the run ends: here, in the corpus or index, and while arrays grow.
    private let bytesPerWord: Int

    /// - Parameter names: of the datasets.
    init(_ names: [String], _ measure: DuplicateRules.Measure) {
        self.names = names
        ambiguous = names.map { _ in 0 }
        keyings = names.map { RowHasher(seed: 0, dataset: $0) }
        if case .rougeL = measure {
            (maxWords, bytesPerWord) = (Corpus.maxTokens, 32)
        } else {
            (maxWords, bytesPerWord) = (Int.max, 16)
        }
    }

    /// About how many bytes it takes until the run ends.
    var bytes: Int { 96 * entries.count + 192 * numbers.count + bytesPerWord * words.count + vocabulary.bytes }

    /// Where the words of a text stand.
    func range(of text: Int) -> Range<Int> { starts[text]..<starts[text + 1] }

    mutating func add(_ rows: [ComparedRow], dataset: Int) {
        for row in rows {
            let next = Int32(numbers.count)
            let number = numbers[row.text] ?? next
            if number == next {
                numbers[row.text] = next
                if row.words.count <= maxWords { words += vocabulary.insert(row.words) } else { tooLong += 1 }
                starts.append(words.count)
            }
            entries.append(
                Entry(
                    key: row.key, order: keyings[dataset].hash(.duplicates, row.key), dataset: Int32(dataset),
                    text: number))
        }
    }

    /// Puts the entries into the order in which they are decided on, whatever the order of rows and datasets was.
    ///
    /// - Parameter keep: the datasets whose rows come first.
    mutating func arrange(keep: [String]) {
        numbers = [:]
        let priorities = names.map { name in keep.firstIndex { $0.utf8.elementsEqual(name.utf8) } ?? keep.count }
        let ranks = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
        var places = ranks
        for (place, dataset) in ranks.enumerated() { places[dataset] = place }
        entries.sort { a, b in
            let (x, y) = (Int(a.dataset), Int(b.dataset))
            if priorities[x] != priorities[y] { return priorities[x] < priorities[y] }
            if a.order != b.order { return a.order < b.order }
            if x != y { return places[x] < places[y] }
            return a.key < b.key
        }
        joinCopies()
        numberTexts()
    }

    /// Makes one entry of the rows that have one key. Where these say different things, a list of keys could not tell them apart:
    /// they are left aside.
    private mutating func joinCopies() {
        var kept = 0
        var start = 0
        while start < entries.count {
            var end = start + 1
            var isOne = true
            while end < entries.count, entries[end].key == entries[start].key,
                entries[end].dataset == entries[start].dataset
            {
                isOne = isOne && entries[end].text == entries[start].text
                end += 1
            }
            if isOne {
                entries[kept] = entries[start]
                entries[kept].copies = Int32(clamping: end - start)
                kept += 1
            } else {
                ambiguous[Int(entries[start].dataset)] += end - start
            }
            start = end
        }
        entries.removeSubrange(kept...)
    }

    private mutating func numberTexts() {
        var numbers: [UInt64: Int32] = [:]
        for index in entries.indices {
            let (text, dataset) = (entries[index].text, entries[index].dataset)
            let place = UInt64(UInt32(bitPattern: text)) << 32 | UInt64(UInt32(bitPattern: dataset))
            let number = numbers[place] ?? Int32(texts.count)
            if Int(number) == texts.count {
                numbers[place] = number
                texts.append((text, dataset))
            }
            entries[index].text = number
        }
    }
}
