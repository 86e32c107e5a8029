import Building
import Mixing
import Prompting
import Records
import Running
import Similarity

/// A row as far as it is compared.
struct ComparedRow: Sendable {
    var key: RecordKey
    /// Two hashes of its normalised text, which together never meet by chance.
    var text: SIMD2<UInt64>
    /// Its words; none where only equal texts are looked for.
    var words: [String]
}

/// Takes out of rows what is compared of them.
final class ComparedRows: RowHandler {
    struct BatchResult: Sendable {
        var rows: [ComparedRow] = []
        var filtered = 0
        var blank = 0
    }

    private let prompter: Prompter
    private let rowKeys: RowKeys
    private let fields: ComparedFields
    private let rules: DuplicateRules
    private let instance = Instance()
    private var result = BatchResult()

    init(_ dataset: PreparedDataset, _ fields: ComparedFields, _ rules: DuplicateRules) {
        prompter = Prompter(dataset.task, splices: false)
        rowKeys = RowKeys(idField: dataset.recipe.id)
        (self.fields, self.rules) = (fields, rules)
    }

    func handle(_ row: Row) throws(PromptError) {
        guard try prompter.load(row.bytes, row.fields) else {
            result.filtered += 1
            return
        }
        let text = try prompter.comparedText(rules.side, of: fields, through: instance)
        let normalised = NormalisedText.of(text)
        guard !normalised.isEmpty else {
            result.blank += 1
            return
        }
        var words: [String] = []
        if case .exact = rules.measure {} else { words = TokenRules.unicode.tokens(of: text) }
        result.rows.append(
            ComparedRow(
                key: try rowKeys.key(of: row), text: SIMD2(Self.hash(normalised, 0), Self.hash(normalised, 1)),
                words: words))
    }

    /// The standard library's hash, which is the same for texts that are canonically equivalent. It differs from run to run, but
    /// only ever tells here whether two texts are equal.
    private static func hash(_ text: String, _ seed: Int) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(seed)
        hasher.combine(text)
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }

    func finishBatch() -> BatchResult {
        defer { result = BatchResult() }
        return result
    }
}
