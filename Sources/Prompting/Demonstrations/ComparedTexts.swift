/// What is compared of a row when duplicates are looked for. The raw values are what users write.
package enum ComparedSide: String, Sendable, CaseIterable {
    case prompt
    case completion
    /// Both, the prompt first.
    case both
}

/// The fields that the templates of a dataset read, by the side of `|||` on which they do.
package struct ComparedFields: Sendable {
    private var prompt: Set<String> = []
    private var completion: Set<String> = []

    /// - Parameters:
    ///   - prompts: the templates; of those that turn the task around nothing is taken, unless there are only such.
    ///   - hidden: names of fields that hold the same in every row.
    package init(_ prompts: PromptSet, hidden: Set<String> = []) {
        let straight = prompts.prompts.filter { !$0.template.isInverted }
        for compiled in straight.isEmpty ? prompts.prompts : straight {
            let pieces = TemplatePieces(compiled.template.jinja)
            prompt.formUnion(pieces.includesOthers ? compiled.fieldNames : pieces.promptNames)
            completion.formUnion(pieces.completionNames)
        }
        prompt.subtract(hidden)
        completion.subtract(hidden)
    }

    /// The names of a side in the order of the alphabet: columns may stand in any order.
    func names(of side: ComparedSide) -> [String] {
        switch side {
        case .prompt: prompt.sorted()
        case .completion: completion.sorted()
        case .both: prompt.sorted() + completion.subtracting(prompt).sorted()
        }
    }
}

extension Prompter {
    /// What is compared of the row that was taken last: of a conversation its questions, answers or both, all turns of them; of
    /// plain text all of it; else the fields that templates read, as they stand. A line feed divides them.
    ///
    /// - Parameter instance: what it held is forgotten.
    /// - Throws: that the row is no conversation, or has no text.
    package func comparedText(
        _ side: ComparedSide, of fields: ComparedFields, through instance: Instance
    ) throws(PromptError) -> String {
        if task.kind == .task { return fields.names(of: side).compactMap(shownText).joined(separator: "\n") }
        try render(0, key: nil, into: instance)
        if task.kind == .text { return instance.completionText }
        guard let conversation = instance.conversation else {
            switch side {
            case .prompt: return instance.promptText
            case .completion: return instance.completionText
            case .both: return instance.promptText + "\n" + instance.completionText
            }
        }
        return conversation.turns.compactMap { message in
            switch (side, message.role) {
            case (.completion, .assistant), (.both, _): message.taggedText
            case (.prompt, let role) where role != .assistant: message.taggedText
            default: nil
            }
        }.joined(separator: "\n")
    }

    /// A field as a template would print it; nil of a null, or if there is none.
    private func shownText(of name: String) -> String? {
        guard let value = row.value(named: name) else { return nil }
        switch value {
        case .none: return nil
        case .string(let text): return text
        default: return text(of: name).map { String(decoding: $0, as: UTF8.self) }
        }
    }
}

extension TemplatePieces {
    /// The names that tags of the completion mention; none where it cannot be told apart.
    fileprivate var completionNames: [String] {
        (sides?.completion ?? []).filter { $0.kind == .print || $0.kind == .statement }
            .flatMap { TagContent.names($0.content) }
    }
}
