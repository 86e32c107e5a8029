import Diagnostics
import Formats
import JSON
import Prompting
import Reports

/// What happens to records that give no row or no instance.
package struct BadRowPolicy: Sendable {
    package enum Action: String, Sendable, CaseIterable {
        /// The first one ends the run; nothing is published.
        case fail
        /// They are counted.
        case skip
        /// They are counted, and written to a file.
        case quarantine
    }

    /// So many are too many.
    package enum Limit: Sendable, Equatable {
        case count(Int)
        /// Of all records read, 0 ... 100.
        case percent(Double)
    }

    package var action: Action
    /// The file for quarantined records.
    package var rejectsPath: String?
    /// More than that end the run with status 1.
    package var limit: Limit?
    /// Is told of each of them; nil: nobody wants to know.
    package var findings: FindingsLog?
    /// Codes of rejects that end nothing and are only counted, as the command was told to drop such rows.
    package var dropped: Set<String> = []
    /// Whether the command has `quarantine`, which messages then tell of.
    package var offersQuarantine = true

    /// - Parameter rejectsPath: needed for `quarantine`.
    package init(_ action: Action = .fail, rejectsPath: String? = nil, limit: Limit? = nil) {
        (self.action, self.rejectsPath, self.limit) = (action, rejectsPath, limit)
    }

    /// Refuses to write rejects, findings and the like over a file that is read or written otherwise.
    ///
    /// - Throws: a wrong command line, status 64.
    package func refuseToOverwrite(_ paths: [String]) throws(Diagnostics) {
        let rejects = rejectsPath.map { [SideOutput("--rejects", $0)] } ?? []
        for output in rejects + (findings?.outputs ?? []) { try output.refuseToOverwrite(paths) }
    }
}

/// Takes rejects as they come, in the order of the input, and does with them what the policy says.
package final class RejectSink {
    private let policy: BadRowPolicy
    private let file: OutputFile?
    private let line = ByteBuffer()
    package private(set) var codes: [String: Int] = [:]
    /// Called with each of them, too.
    package var observer: ((Reject) throws(Diagnostics) -> Void)?
    /// The first of each code, without its bytes.
    package private(set) var first: [String: Reject] = [:]

    package var count: Int { codes.values.reduce(0, +) }

    package init(_ policy: BadRowPolicy) throws(Diagnostics) {
        self.policy = policy
        do {
            file =
                policy.action == .quarantine
                ? try policy.rejectsPath.map { path throws(OutputError) in try OutputFile(replacing: path) } : nil
        } catch {
            throw Diagnostics(error.diagnostic, status: error.status)
        }
    }

    /// - Throws: the reject as an error under `fail`, status 1.
    func add(_ reject: Reject) throws(Diagnostics) {
        codes[reject.code, default: 0] += 1
        try observer?(reject)
        if codes[reject.code] == 1 {
            first[reject.code] = reject
            first[reject.code]?.raw = []
        }
        if policy.dropped.contains(reject.code) { return }
        policy.findings?.add(reject, severity: policy.action == .fail ? .error : .warning)
        if policy.action == .fail {
            throw Diagnostics(reject.diagnostic(offersQuarantine: policy.offersQuarantine), status: .problems)
        }
        guard let file else { return }
        line.removeAll()
        reject.write(to: line)
        do {
            try file.write(line.bytes)
        } catch {
            throw Diagnostics(error.diagnostic, status: error.status)
        }
    }

    /// - Parameter records: how many were read in all.
    /// - Throws: that there were more than the policy allows, status 1.
    package func finish(records: Int) throws(Diagnostics) {
        do {
            try file?.finish()
        } catch {
            throw Diagnostics(error.diagnostic, status: error.status)
        }
        let isTooMany =
            switch policy.limit {
            case .count(let most): count > most
            case .percent(let most): Double(count) * 100 > most * Double(records)
            case nil: false
            }
        if isTooMany {
            throw Diagnostics(
                Diagnostic("\(count) of \(records) records were rejected, more than --max-rejects allows"),
                status: .problems)
        }
    }
}

extension Reject {
    /// The column of the fault, or where its line's text starts, from 1.
    package var shownColumn: Int { column ?? excerpt?.column ?? 1 }

    /// The reject as a finding, without what only a message to the user shows.
    package func finding(_ severity: Severity) -> Diagnostic {
        var finding = Diagnostic(
            message, severity: severity, at: SourceLocation(file: source, line: faultLine, column: shownColumn))
        (finding.rule, finding.record) = (code, record)
        (finding.template, finding.field) = (template, field)
        return finding
    }

    /// The reject as the error that ends a run.
    ///
    /// - Parameter offersQuarantine: whether the command can put such rows aside.
    func diagnostic(offersQuarantine: Bool) -> Diagnostic {
        var error = finding(.error)
        // The text before the record's start on its line is not at hand; a short gap shows where it was.
        if let excerpt, excerpt.column <= 60 {
            error.excerpt =
                String(repeating: " ", count: excerpt.column - 1) + String(decoding: excerpt.text, as: UTF8.self)
        }
        error.help =
            PromptErrorCode(rawValue: code)?.help ?? "mend it, or go on without such rows: --on-bad-row skip"
            + (offersQuarantine ? ", or --on-bad-row quarantine --rejects FILE" : "")
        return error
    }
}
