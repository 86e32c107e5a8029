import Diagnostics
import Similarity

/// The rules of a run with their settings; judges what can be told of a candidate alone.
package struct GrowRules: Sendable {
    package var active = Set(GrowRule.allCases).subtracting([.keywords])
    /// How many words an instruction may have; ASCII white space divides them.
    package var words = 4...150
    /// The words of the rule `keywords`, in lower case with single spaces.
    package var keywords = GrowPreset.alpaca.keywords
    /// More than this ROUGE-L is too much.
    package var threshold = SimilarityThreshold.usual
    /// How texts are cut into the tokens that ROUGE-L compares.
    package var tokens = TokenRules.ascii

    /// The rules that are on without a preset: all but `keywords`.
    package init() {}

    package mutating func apply(_ preset: GrowPreset) {
        active = preset.rules
        keywords = preset.keywords
    }

    /// The first rule that a candidate breaks by itself; those that compare it with others are left out.
    package func refusal(of task: InstructionTask) -> Refusal? {
        for rule in GrowRule.allCases where active.contains(rule) {
            if let reason = reason(rule, task) { return Refusal(rule, reason) }
        }
        return nil
    }

    /// What is wrong with a candidate by a rule; nil: nothing.
    private func reason(_ rule: GrowRule, _ task: InstructionTask) -> String? {
        let instances = task.instances ?? []
        switch rule {
        case .length:
            let count = Self.wordCount(task.instruction)
            if count < words.lowerBound { return "\(count) words, fewer than \(words.lowerBound)" }
            return count > words.upperBound ? "\(count) words, more than \(words.upperBound)" : nil
        case .keywords:
            let text = Array(NormalisedText.of(task.instruction).unicodeScalars)
            return keywords.first { Self.holds(text, Array($0.unicodeScalars)) }.map { "holds the word \"\($0)\"" }
        case .writeAProgram:
            return NormalisedText.of(task.instruction).hasPrefix("write a program")
                ? "begins with \"Write a program\"" : nil
        case .punctuationStart:
            guard let first = Self.firstScalar(task.instruction), Self.isPunctuation(first) else { return nil }
            return "begins with \"\(first)\""
        case .nonLetterStart:
            guard let first = Self.firstScalar(task.instruction), !Self.isPunctuation(first), !Self.isLetter(first)
            else { return nil }
            return "begins with U+" + Self.hexadecimal(first)
        case .emptyOutput:
            if task.instances?.isEmpty == true { return "has no instances" }
            return instances.contains { $0.output.map(Self.isBlank) == true } ? "an output is blank" : nil
        case .outputEqualsInput:
            return instances.contains { $0.output?.utf8.elementsEqual($0.input.utf8) == true }
                ? "an output is its input" : nil
        case .trailingColon:
            return instances.contains { Self.endsWithColon($0.input) || $0.output.map(Self.endsWithColon) == true }
                ? "an input or output ends with a colon" : nil
        case .sameInputDifferentOutputs: return Self.disagree(instances) ? Self.disagreement : nil
        case .exactDuplicate, .rougeL: return nil
        }
    }

    /// What the rule `same-input-different-outputs` says.
    package static let disagreement = "the same input has different outputs"

    /// Whether an input, not empty, stands there twice, with different outputs.
    private static func disagree(_ instances: [InstructionTask.Instance]) -> Bool {
        var outputs: [[UInt8]: [UInt8]] = [:]
        for instance in instances {
            guard !instance.input.isEmpty, let output = instance.output.map({ Array($0.utf8) }) else { continue }
            if let other = outputs.updateValue(output, forKey: Array(instance.input.utf8)), other != output {
                return true
            }
        }
        return false
    }

    private static func wordCount(_ text: String) -> Int {
        var text = text
        return text.withUTF8 { TextLength(of: UnsafeRawBufferPointer($0)).words }
    }

    private static func isBlank(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(\.isWhiteSpace) }

    private static func endsWithColon(_ text: String) -> Bool { text.unicodeScalars.last { !$0.isWhiteSpace } == ":" }

    private static func firstScalar(_ text: String) -> Unicode.Scalar? {
        text.unicodeScalars.first { !$0.isWhiteSpace }
    }

    /// Python's `string.punctuation`.
    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
        default: false
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z": true
        default: false
        }
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Whether a word stands in a text with no letter, digit or underscore next to it.
    private static func holds(_ text: [Unicode.Scalar], _ word: [Unicode.Scalar]) -> Bool {
        func isInWord(_ index: Int) -> Bool {
            guard text.indices.contains(index) else { return false }
            let scalar = text[index]
            return scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
        guard !word.isEmpty, word.count <= text.count else { return false }
        return (0...text.count - word.count).contains { start in
            text[start..<start + word.count].elementsEqual(word) && !isInWord(start - 1)
                && !isInWord(start + word.count)
        }
    }
}
