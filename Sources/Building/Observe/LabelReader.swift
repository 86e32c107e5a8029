import Mixing
import Recipes
import Records

/// Takes the labels of a thread's rows, each text once.
struct LabelReader {
    /// The field's key as UTF-8.
    private let field: [UInt8]?
    private let words: [(value: String, word: String)]
    private var known: Set<UInt64> = []

    init(_ recipe: DatasetRecipe) {
        field = recipe.kind == .task ? Array(recipe.label.utf8) : nil
        words = recipe.labels
    }

    /// The hash of a row's label; nil if it has none.
    ///
    /// - Parameter texts: gets the label's text if it has not been met before: the word that the recipe has for it, if there is one.
    mutating func label(of row: Row, _ texts: inout [UInt64: String]) -> UInt64? {
        guard let field, let value = field.withUnsafeBytes({ row.value(of: $0) }) else { return nil }
        let hash = XXH3.hash(row.slice(value.value))
        if known.contains(hash) { return hash }
        guard known.count <= DatasetObserver.maxLabels else { return hash }
        known.insert(hash)
        let text = row.text(of: value)
        texts[hash] = words.first { $0.value == text }?.word ?? text
        return hash
    }
}
