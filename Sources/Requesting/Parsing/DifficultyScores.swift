import JSON

/// The two numbers of a judgement.
struct DifficultyScores: Equatable {
    var instruction: Double
    var answer: Double

    /// Reads lines `Instruction difficulty: 3` and `Answer difficulty: 4`, or a JSON object with such members.
    ///
    /// - Returns: nil if one of them is missing, given twice with different numbers, or is no single number from 1 to 5.
    static func parse(_ text: String) -> DifficultyScores? {
        let text = AnswerLine.unfenced(text)
        if case .object(let members)? = try? JSONValue(parsing: text) {
            func number(_ key: String) -> Double? {
                switch members.first(where: { $0.key.lowercased() == key })?.value {
                case .number(let text), .string(let text): score(text)
                default: nil
                }
            }
            guard let instruction = number("instruction_difficulty"), let answer = number("answer_difficulty") else {
                return nil
            }
            return DifficultyScores(instruction: instruction, answer: answer)
        }
        var found: [String: Double] = [:]
        for line in text.lines {
            guard let (label, rest) = AnswerLine.label(line, ["instruction difficulty", "answer difficulty"]) else {
                continue
            }
            guard let score = score(rest), found[label, default: score] == score else { return nil }
            found[label] = score
        }
        guard let instruction = found["instruction difficulty"], let answer = found["answer difficulty"] else {
            return nil
        }
        return DifficultyScores(instruction: instruction, answer: answer)
    }

    /// A number from 1 to 5: `3`, `3.5`, `**4**`, `4/5`, `4 out of 5`, `4 - because …`, but not `3-4` or `3 or 4`.
    private static func score(_ text: String) -> Double? {
        let text = text.drop { $0 == "*" || $0 == "_" || $0 == "<" || $0 == "[" || $0.isWhitespace }
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        var rest = text[digits.endIndex...].drop { $0 == "*" || $0 == "_" || $0 == ">" || $0 == "]" }
        for ending in ["/5", " / 5", " out of 5"] where rest.hasPrefix(ending) { rest = rest.dropFirst(ending.count) }
        rest = rest.drop { $0.isWhitespace || $0 == "*" }
        // A second number: a range, a choice, another scale.
        let second = rest.drop { !$0.isNumber && !$0.isLetter }
        if second.first?.isNumber == true || rest.hasPrefix("/") { return nil }
        if ["or", "to"].contains(second.prefix { $0.isLetter }.lowercased()) { return nil }
        // A sentence that ends with the number.
        let number = digits.last == "." ? digits.dropLast() : digits
        guard let value = Double(String(number)), (1...5).contains(value) else { return nil }
        return value
    }
}
