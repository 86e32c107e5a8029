import Conversations
import Diagnostics
import Formats
import JSON
import Prompting

/// What the rows of a sample say that are conversations or plain text: which of them cannot be read, which fields stay behind, what
/// the recipe's format cannot carry.
struct ConversationTrial {
    private let rules: DatasetRules
    /// What is wrong with rows, by code and field; of each the first.
    private var failures: [(error: PromptError, example: Diagnostic.RowExample, count: Int)] = []
    private var unread: [String: (example: Diagnostic.RowExample, count: Int)] = [:]
    private var features: [ConversationFeature: (example: Diagnostic.RowExample, count: Int)] = [:]
    private let rowCount: Int

    init(_ task: PromptTask, _ rules: DatasetRules, _ sample: RowSample) {
        (self.rules, rowCount) = (rules, sample.rows.count)
        let prompter = Prompter(task)
        let instance = Instance()
        let fields = JSONFields()
        for row in sample.rows {
            row.bytes.withUnsafeBytes { bytes in
                var scanner = JSONScanner(bytes)
                // The rows have been scanned, and passed, before.
                guard (try? scanner.scanObject(into: fields)) != nil, (try? prompter.load(bytes, fields)) == true else {
                    return
                }
                do throws(PromptError) {
                    try prompter.render(0, key: nil, into: instance)
                } catch {
                    return add(error, row.example)
                }
                for name in prompter.reading?.unread ?? [] { count(&unread[name], row.example) }
                for feature in prompter.reading?.features ?? [] { count(&features[feature], row.example) }
            }
        }
    }

    private mutating func add(_ error: PromptError, _ example: Diagnostic.RowExample) {
        // The same problem, wherever in its row it stands.
        func kind(_ error: PromptError) -> String { error.message.filter { !$0.isNumber } }
        let index = failures.firstIndex {
            $0.error.code == error.code && $0.error.field == error.field && kind($0.error) == kind(error)
        }
        if let index { failures[index].count += 1 } else { failures.append((error, example, 1)) }
    }

    private func count(_ found: inout (example: Diagnostic.RowExample, count: Int)?, _ example: Diagnostic.RowExample) {
        found = (found?.example ?? example, (found?.count ?? 0) + 1)
    }

    /// - Parameter style: how the recipe writes lines; nil: what it cannot carry is not known.
    func findings(_ style: OutputStyle?) -> [Diagnostic] {
        func finding(
            _ rule: LintRule, _ message: String, _ example: Diagnostic.RowExample, help: String?
        ) -> Diagnostic {
            var found = Diagnostic(rule, message, at: rules.location, help: help)
            (found.dataset, found.example) = (rules.dataset, example)
            return found
        }
        func share(_ count: Int) -> String { "in \(count) of \(rowCount) rows" }
        return failures.map { failure in
            finding(.unreadableRow, "\(failure.error.message) (\(share(failure.count)))", failure.example, help: nil)
        }
            + features.sorted { $0.key.name < $1.key.name }.compactMap { feature, found in
                style?.refusal(of: feature).map {
                    finding(.notCarried, "\($0.problem), \(share(found.count))", found.example, help: $0.help)
                }
            }
            + unread.sorted { $0.key < $1.key }.map { name, found in
                finding(
                    .unreadField, "`\(name)` stays behind, \(share(found.count))", found.example,
                    help: "`keep: [\(name)]` carries it; `ignore: [\(name)]` says that it is not wanted")
            }
    }
}
