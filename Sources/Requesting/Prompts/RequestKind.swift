/// What a language model is asked.
package enum RequestKind: String, Sendable, CaseIterable {
    /// How hard an instruction and its answer are, as two numbers from 1 to 5.
    case difficulty
    /// The answer to what a person has asked.
    case answers
    /// A safe refusal of a risky instruction.
    case refusals
    /// New instructions like those that are shown (Wang et al. 2023, Self-Instruct).
    case instructions
    /// Whether an instruction is a classification task.
    case classify
    /// Inputs and outputs for an instruction.
    case instances
    /// New instructions with inputs and outputs at once (Taori et al. 2023, Alpaca).
    case alpaca
    /// Templates in PromptSource's form for rows like those that are shown.
    case templates

    /// What it asks and what comes of the answers, in one line.
    package var summary: String {
        switch self {
        case .difficulty: "a score from 1 to 5 for each instruction with its answer -> key, score and its two parts"
        case .answers: "the answer to each query -> instruction, output"
        case .refusals: "a safe refusal of each risky instruction -> instruction, output, tag"
        case .instructions: "new instructions like eight that are drawn from the rows -> instruction"
        case .classify: "whether each instruction is a classification task -> key, instruction, is_classification"
        case .instances:
            "inputs and outputs for each instruction, by its is_classification -> instruction, input, output"
        case .alpaca: "new tasks like three that are drawn from the rows -> instruction, input, output"
        case .templates: "templates for rows like four that are drawn -> a pack, without templates that have faults"
        }
    }

    /// How many rows a request shows that are drawn from all; nil: each row gives a request of its own.
    package var shown: Int? {
        switch self {
        case .instructions: 8
        case .alpaca: 3
        case .templates: 4
        default: nil
        }
    }

    /// The most rows of a request that a machine has written.
    package var maxMachineWritten: Int {
        // Self-Instruct shows six of people and two of the machine; Alpaca's seeds are all people's.
        self == .instructions ? 2 : 0
    }

    /// Whether what a row asks is one text with the input that it is about.
    package var joinsInput: Bool { self == .answers || self == .refusals }

    /// The identifier of a request in the files.
    package func customID(_ id: UInt64) -> String {
        let digits = String(id, radix: 16)
        return rawValue + "-" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Reads an identifier.
    ///
    /// - Returns: nil if no request of this kind has it.
    package func id(_ customID: String) -> UInt64? {
        guard customID.hasPrefix(rawValue + "-") else { return nil }
        let digits = customID.utf8.dropFirst(rawValue.utf8.count + 1)
        guard digits.count == 16, digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            return nil
        }
        return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
