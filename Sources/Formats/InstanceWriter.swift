import JSON
import Prompting

/// Writes instances as lines. One per thread.
package final class InstanceWriter {
    private let style: OutputStyle
    /// The dataset's name as JSON, if lines tell where they come from.
    private let datasetName: [UInt8]?
    private let chat: ChatRenderer?
    private let conversations: ConversationWriter
    /// Whether lines have fields beside those of the format.
    private let hasFields: Bool

    /// - Parameter dataset: the dataset's name, for the `meta` object.
    package init(_ style: OutputStyle, dataset: String) {
        self.style = style
        chat = style.chatTemplate.map { ChatRenderer($0) }
        conversations = ConversationWriter(style: style.conversations)
        hasFields = !style.conversations.fields.isEmpty || !style.kept.isEmpty
        if style.metadata {
            let text = ByteBuffer()
            JSONString.write(dataset, to: text)
            datasetName = Array(text.bytes)
        } else {
            datasetName = nil
        }
    }

    /// Appends an instance's line, its end included.
    ///
    /// - Throws: what the chat template throws; what was written before must be undone.
    package func write(_ instance: Instance, to output: ByteBuffer) throws(PromptError) {
        if instance.isLine {
            output.append(instance.completion)
            output.append(style.lineEnd)
            return
        }
        let start = output.count
        switch style.format {
        case .promptCompletion: writePair("{\"prompt\":\"", "\",\"completion\":\"", instance, hasSeam: true, output)
        case .promptCompletionMessages: writePairOfMessages(instance, output)
        case .inputsTargets: writePair("{\"inputs\":\"", "\",\"targets\":\"", instance, hasSeam: false, output)
        case .messages: writeMessages(instance, output)
        case .sharegpt: writeConversation(instance, output)
        case .alpaca: writeAlpaca(instance, output)
        case .text: try writeText(instance, output)
        case .parts: writeParts(instance, output)
        }
        if hasFields { writeFields(instance, output) }
        if let datasetName { writeMetadata(instance, datasetName, output) }
        output.append(UInt8(ascii: "}"))
        output.escapeLineSeparators(from: start)
        output.append(style.lineEnd)
    }

    private func writePair(
        _ opening: StaticString, _ middle: StaticString, _ instance: Instance, hasSeam: Bool, _ output: ByteBuffer
    ) {
        let seam = hasSeam ? seam(of: instance) : Seam()
        output.append(opening)
        if instance.hasContext {
            writeSystem(instance, output)
            writeQuestion(instance, output)
        } else {
            writePart(instance.prompt, of: instance, output)
        }
        JSONString.writeContents(seam.promptEnd, to: output)
        output.append(middle)
        JSONString.writeContents(seam.completionStart, to: output)
        writePart(instance.completion, of: instance, output)
        output.append("\"")
    }

    /// What divides an instance's prompt from its completion where they are one text; nothing of plain text.
    private func seam(of instance: Instance) -> Seam {
        if instance.isPlainText { return Seam() }
        return style.seam ?? (instance.endsWithCue ? .afterCue : .afterLine)
    }

    /// Writes what lines have beside the members of the format.
    @inline(never)
    private func writeFields(_ instance: Instance, _ output: ByteBuffer) {
        conversations.writeFields(
            of: instance.conversation, toolsAsText: style.format == .sharegpt || style.format == .alpaca, to: output)
        output.append(instance.keptMembers)
    }

    /// Writes what is asked as messages, and the answer as one.
    private func writePairOfMessages(_ instance: Instance, _ output: ByteBuffer) {
        output.append("{\"prompt\":")
        if instance.isConversation, let conversation = instance.conversation {
            conversations.writeMessages(conversation.messages.dropLast(), to: output)
            output.append(",\"completion\":")
            conversations.writeMessages(conversation.messages.suffix(1), to: output)
            return
        }
        output.append("[")
        writeTurns(
            instance, system: "{\"role\":\"system\",\"content\":\"", user: "{\"role\":\"user\",\"content\":\"",
            assistant: "\"},{\"role\":\"assistant\",\"content\":\"",
            answer: "\"}],\"completion\":[{\"role\":\"assistant\",\"content\":\"", output)
    }

    /// A task without an input of its own has all in the instruction.
    private func writeAlpaca(_ instance: Instance, _ output: ByteBuffer) {
        if instance.isConversation, let conversation = instance.conversation {
            return conversations.writeAlpaca(conversation, hasSystem: style.hasSystem, to: output)
        }
        output.append("{\"instruction\":\"")
        writeQuestion(instance, output)
        output.append("\",\"input\":\"\",\"output\":\"")
        writePart(instance.completion, of: instance, output)
        output.append("\"")
        if style.hasSystem {
            output.append(",\"system\":\"")
            if let system = instance.system { JSONString.writeContents(system, to: output) }
            output.append("\"")
        }
        if style.conversations.hasHistory { output.append(",\"history\":[]") }
    }

    private func writeText(_ instance: Instance, _ output: ByteBuffer) throws(PromptError) {
        output.append("{\"text\":\"")
        if instance.isPlainText {
            writePart(instance.completion, of: instance, output)
        } else if let chat {
            try JSONString.writeContents(chat.text(of: instance), to: output)
        } else {
            writeSystem(instance, output)
            writeQuestion(instance, output)
            JSONString.writeContents(seam(of: instance).text, to: output)
            writePart(instance.completion, of: instance, output)
        }
        output.append("\"")
    }

    /// Writes the system message into a prompt, before everything else.
    private func writeSystem(_ instance: Instance, _ output: ByteBuffer) {
        guard let system = instance.system, !system.isEmpty else { return }
        JSONString.writeContents(system, to: output)
        output.append("\\n\\n")
    }

    /// Writes a prompt with its demonstrations as a part of it.
    @inline(never)
    private func writeQuestion(_ instance: Instance, _ output: ByteBuffer) {
        writeQuestion(instance, after: instance.textBeforePrompt, output)
    }

    private func writeQuestion(_ instance: Instance, after lead: [UInt8], _ output: ByteBuffer) {
        lead.withUnsafeBytes { JSONString.writeContents($0, to: output) }
        writePart(instance.query, of: instance, output)
        JSONString.writeContents(instance.textAfterPrompt, to: output)
    }

    /// Writes a part as the inside of a JSON string, which it may be already.
    @inline(__always)
    private func writePart(_ part: UnsafeRawBufferPointer, of instance: Instance, _ output: ByteBuffer) {
        if instance.isEscaped { output.append(part) } else { JSONString.writeContents(part, to: output) }
    }

    private func writeParts(_ instance: Instance, _ output: ByteBuffer) {
        output.append("{\"parts\":[")
        for index in 0..<instance.partCount {
            output.append(index > 0 ? ",\"" : "\"")
            writePart(instance.part(index), of: instance, output)
            output.append("\"")
        }
        output.append("],\"answer_choices\":")
        if let choices = instance.answerChoices {
            JSONValue.array(choices.map { .string($0) }).write(to: output)
        } else {
            output.append("null")
        }
    }

    private func writeMetadata(_ instance: Instance, _ datasetName: [UInt8], _ output: ByteBuffer) {
        output.append(",\"meta\":{\"dataset\":")
        output.append(datasetName)
        output.append(",\"template\":")
        JSONString.write(instance.template, to: output)
        output.append(",\"key\":\"")
        output.append(instance.keyText)
        output.append(
            instance.isInverted ? "\",\"inverted\":1,\"demonstrations\":" : "\",\"inverted\":0,\"demonstrations\":")
        output.append(String(instance.demonstrations.count))
        output.append("}")
    }

    // MARK: Turns

    private func writeMessages(_ instance: Instance, _ output: ByteBuffer) {
        output.append("{\"messages\":")
        if instance.isConversation, let conversation = instance.conversation {
            return conversations.writeMessages(conversation.messages[...], to: output)
        }
        output.append("[")
        writeTurns(
            instance, system: "{\"role\":\"system\",\"content\":\"", user: "{\"role\":\"user\",\"content\":\"",
            assistant: "\"},{\"role\":\"assistant\",\"content\":\"", output)
    }

    private func writeConversation(_ instance: Instance, _ output: ByteBuffer) {
        output.append("{\"conversations\":")
        if instance.isConversation, let conversation = instance.conversation {
            return conversations.writeShareGPT(conversation.messages, to: output)
        }
        output.append("[")
        writeTurns(
            instance, system: "{\"from\":\"system\",\"value\":\"", user: "{\"from\":\"human\",\"value\":\"",
            assistant: "\"},{\"from\":\"gpt\",\"value\":\"", output)
    }

    /// Writes the turns of a conversation, demonstrations as earlier ones, and the end of their list.
    ///
    /// - Parameters:
    ///   - system: what stands before the system message.
    ///   - user: what stands before a question.
    ///   - assistant: what stands between a question and its answer.
    ///   - answer: the same before the last answer; nil: as before the others.
    private func writeTurns(
        _ instance: Instance, system: StaticString, user: StaticString, assistant: StaticString,
        answer: StaticString? = nil, _ output: ByteBuffer
    ) {
        // An empty one says that there is none, where a chat template would have its own.
        if let text = instance.system {
            output.append(system)
            JSONString.writeContents(text, to: output)
            output.append("\"},")
        }
        for demonstration in instance.earlierTurns {
            output.append(user)
            demonstration.prompt.withUnsafeBytes { JSONString.writeContents($0, to: output) }
            output.append(assistant)
            demonstration.completion.withUnsafeBytes { JSONString.writeContents($0, to: output) }
            output.append("\"},")
        }
        output.append(user)
        if case .turns = instance.demonstrationStyle {
            writePart(instance.query, of: instance, output)
        } else {
            writeQuestion(instance, after: instance.textBeforePrompt, output)
        }
        output.append(answer ?? assistant)
        writePart(instance.completion, of: instance, output)
        output.append("\"}]")
    }
}
