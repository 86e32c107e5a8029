import JSON
import Prompting

/// The forms in which instances are written, one JSON object a line.
public enum OutputFormat: String, Sendable, CaseIterable {
    /// `{"prompt","completion"}`: TRL, MLX-LM.
    case promptCompletion = "prompt-completion"
    /// `{"messages":[{"role","content"}…]}`: OpenAI, TRL, MLX-LM, Tulu.
    case messages
    /// `{"inputs","targets"}`: seqio, T0, FLAN.
    case inputsTargets = "inputs-targets"
    /// `{"parts":[…],"answer_choices":[…]|null}`: what PromptSource's `Template.apply` returns.
    case parts

    /// Whether an instance needs a prompt and a completion, and nothing more, to be written.
    public var needsPair: Bool { self != .parts }
}

/// Writes instances as lines.
public struct InstanceWriter: Sendable {
    private let format: OutputFormat
    /// The dataset's name as JSON, if lines tell where they come from.
    private let datasetName: [UInt8]?

    /// - Parameters:
    ///   - dataset: the dataset's name.
    ///   - metadata: whether lines carry a `meta` object.
    public init(_ format: OutputFormat, dataset: String, metadata: Bool) {
        self.format = format
        if metadata {
            let text = ByteBuffer()
            JSONString.write(dataset, to: text)
            datasetName = Array(text.bytes)
        } else {
            datasetName = nil
        }
    }

    /// Appends an instance's line, its end included.
    public func write(_ instance: Instance, to output: ByteBuffer) {
        switch format {
        case .promptCompletion: writePair("{\"prompt\":\"", "\",\"completion\":\"", instance, output)
        case .inputsTargets: writePair("{\"inputs\":\"", "\",\"targets\":\"", instance, output)
        case .messages: writeMessages(instance, output)
        case .parts: writeParts(instance, output)
        }
        if let datasetName { writeMetadata(instance, datasetName, output) }
        output.append("}\n")
    }

    private func writePair(
        _ opening: StaticString, _ middle: StaticString, _ instance: Instance, _ output: ByteBuffer
    ) {
        output.append(opening)
        if instance.hasContext { writeContext(instance, output) }
        writePart(instance.prompt, of: instance, output)
        output.append(middle)
        writePart(instance.completion, of: instance, output)
        output.append("\"")
    }

    /// Writes what stands in a prompt before the question itself.
    private func writeContext(_ instance: Instance, _ output: ByteBuffer) {
        if let system = instance.system, !system.isEmpty {
            JSONString.writeContents(system, to: output)
            output.append("\\n\\n")
        }
        // Demonstrations are solved examples in the prompt itself, a blank line between them.
        for demonstration in instance.demonstrations {
            writeText(demonstration.prompt, output)
            output.append("\\n")
            writeText(demonstration.completion, output)
            output.append("\\n\\n")
        }
    }

    private func writeMessages(_ instance: Instance, _ output: ByteBuffer) {
        output.append("{\"messages\":[")
        if let system = instance.system, !system.isEmpty {
            output.append("{\"role\":\"system\",\"content\":\"")
            JSONString.writeContents(system, to: output)
            output.append("\"},")
        }
        // Demonstrations are earlier turns of the conversation.
        for demonstration in instance.demonstrations {
            demonstration.prompt.withUnsafeBytes { prompt in
                demonstration.completion.withUnsafeBytes { completion in
                    writeTurns(
                        { JSONString.writeContents(prompt, to: output) },
                        { JSONString.writeContents(completion, to: output) }, output)
                }
            }
            output.append(",")
        }
        writeTurns(
            { writePart(instance.prompt, of: instance, output) },
            { writePart(instance.completion, of: instance, output) }, output)
        output.append("]")
    }

    private func writeTurns(_ prompt: () -> Void, _ completion: () -> Void, _ output: ByteBuffer) {
        output.append("{\"role\":\"user\",\"content\":\"")
        prompt()
        output.append("\"},{\"role\":\"assistant\",\"content\":\"")
        completion()
        output.append("\"}")
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

    private func writeText(_ text: [UInt8], _ output: ByteBuffer) {
        text.withUnsafeBytes { JSONString.writeContents($0, to: output) }
    }
}
