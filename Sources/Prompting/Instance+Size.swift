import Diagnostics
import JSON
import Mixing
import System

extension Instance {
    package var lengths: (prompt: TextLength, completion: TextLength) { (length(of: prompt), length(of: completion)) }

    package var size: InstanceSize { InstanceSize(lengths) }

    /// XXH3 of prompt and completion, as they stand: spliced instances are the insides of JSON strings.
    package var contentHash: UInt64 { XXH3.hash(completion, seed: XXH3.hash(prompt)) }

    package var promptText: String { text(of: prompt) }

    package var completionText: String { text(of: completion) }

    private func text(of part: UnsafeRawBufferPointer) -> String {
        isEscaped ? JSONString.decode(part, hasEscapes: true) : String(decoding: part, as: UTF8.self)
    }

    private func length(of part: UnsafeRawBufferPointer) -> TextLength {
        isEscaped ? TextLength(ofEscaped: part) : TextLength(of: part)
    }
}

extension TextLength {
    /// The length of a text that stands as the inside of a JSON string.
    fileprivate init(ofEscaped text: UnsafeRawBufferPointer) {
        self.init()
        var start = 0
        while let escape = text.offset(ofByte: UInt8(ascii: "\\"), from: start) {
            add(UnsafeRawBufferPointer(rebasing: text[start..<escape]))
            let (scalar, end) = JSONString.scalar(of: text, escapedAt: escape)
            for unit in UTF8.encode(scalar)! { add(unit) }
            start = end
        }
        add(UnsafeRawBufferPointer(rebasing: text[start...]))
    }
}

extension InstanceSize {
    package init(_ lengths: (prompt: TextLength, completion: TextLength)) {
        self.init(
            characters: UInt32(clamping: lengths.prompt.characters + lengths.completion.characters),
            words: UInt32(clamping: lengths.prompt.words + lengths.completion.words))
    }
}
