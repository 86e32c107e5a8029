import JSON
import Jinja

/// A template that only puts fields between words, compiled to a flat list of pieces: JSON text goes from the row to the
/// output as it stands, without being decoded and encoded again.
///
/// The template's own machine defines what comes out. What is not plain (a field that is missing or nested, a text beyond the
/// usual bounds) is left to it.
final class SplicedPrompt: @unchecked Sendable {
    private enum Kind: UInt8 {
        /// Bytes `start ..< end` of the text.
        case text
        /// The value of a name: its bytes, `start ..< end` of the text; it is field `guess` in most rows.
        case field
        /// The answer choice that a name's value is the position of.
        case choice
        /// The end of a part.
        case end
    }

    private struct Piece {
        var kind: Kind
        /// At the end of a part: whether white space may stand at its start and its end.
        var trimsStart = false
        var trimsEnd = false
        var guess = 0
        var start = 0
        var end = 0
    }

    // In raw memory, which is read for every row without counting references.
    private let pieces: UnsafeMutableBufferPointer<Piece>
    /// The template's own text as the inside of JSON strings, its names, and the answer choices likewise.
    private let text: UnsafeMutableRawBufferPointer
    private let choices: UnsafeMutableBufferPointer<Range<Int>>

    /// Longer outputs are left to the machine, which has a limit for them: so many bytes of fields and escaped text are none,
    /// whatever the machine counts beside them.
    private let maxBytes: Int
    /// Integers with more digits are left to the machine, as Python does not print all of them.
    private static let maxDigits = 4000

    /// - Parameters:
    ///   - mark: what divides the template's parts.
    ///   - choices: the answer choices, if they are the same for every row.
    /// - Returns: nil if the template does more.
    init?(_ template: Template, mark: [UInt8], choices: [String]?, maxBytes: Int) {
        guard let found = template.splice, case .topLevel = template.separators else { return nil }
        var pieces: [Piece] = []
        var names: [String] = []
        let text = ByteBuffer()
        func add(_ kind: Kind, _ write: () -> Void) {
            let start = text.count
            write()
            pieces.append(Piece(kind: kind, start: start, end: text.count))
        }
        func add(_ kind: Kind, named name: String) {
            add(kind) { text.append(name) }
            // Names are often used in the order of the fields.
            if !names.contains(name) { names.append(name) }
            pieces[pieces.count - 1].guess = names.firstIndex(of: name) ?? 0
        }
        for part in Self.parts(of: found, mark: mark) {
            for piece in part {
                switch piece {
                case .text(let bytes): add(.text) { bytes.withUnsafeBytes { JSONString.writeContents($0, to: text) } }
                case .name(let name):
                    // Here the name stands for the choices themselves, a list.
                    if name == "answer_choices" { return nil }
                    add(.field, named: name)
                case .item(let list, let index):
                    guard list == "answer_choices", choices != nil, index != list else { return nil }
                    add(.choice, named: index)
                }
            }
            func isOpen(_ piece: SplicePiece?) -> Bool { if case .text? = piece { false } else { piece != nil } }
            pieces.append(Piece(kind: .end, trimsStart: isOpen(part.first), trimsEnd: isOpen(part.last)))
        }
        let ranges = (choices ?? []).map { choice in
            let start = text.count
            JSONString.writeContents(choice, to: text)
            return start..<text.count
        }
        self.maxBytes =
            maxBytes - found.reduce(0) { if case .text(let bytes) = $1 { $0 + bytes.count } else { $0 } }
        self.pieces = .allocate(capacity: pieces.count)
        _ = self.pieces.initialize(from: pieces)
        self.choices = .allocate(capacity: ranges.count)
        _ = self.choices.initialize(from: ranges)
        self.text = .allocate(byteCount: text.count, alignment: 1)
        self.text.copyMemory(from: text.bytes)
    }

    deinit {
        pieces.deallocate()
        choices.deallocate()
        text.deallocate()
    }

    /// The pieces of each part, without white space of the template's own at a part's ends.
    private static func parts(of pieces: [SplicePiece], mark: [UInt8]) -> [[SplicePiece]] {
        var parts: [[SplicePiece]] = [[]]
        for piece in pieces {
            guard case .text(let bytes) = piece else {
                parts[parts.count - 1].append(piece)
                continue
            }
            for (index, text) in bytes.split(separator: mark, omittingEmptySubsequences: false).enumerated() {
                if index > 0 { parts.append([]) }
                if !text.isEmpty { parts[parts.count - 1].append(.text(Array(text))) }
            }
        }
        return parts.map { part in
            var part = part
            while case .text(let bytes)? = part.first {
                let range = bytes.withUnsafeBytes { trimmedText($0, 0..<bytes.count) }
                part[0] = .text(Array(bytes[range.lowerBound...]))
                if !range.isEmpty { break }
                part.removeFirst()
            }
            while case .text(let bytes)? = part.last {
                let range = bytes.withUnsafeBytes { trimmedText($0, 0..<bytes.count) }
                part[part.count - 1] = .text(Array(bytes[..<range.upperBound]))
                if !range.isEmpty { break }
                part.removeLast()
            }
            return part
        }
    }

    // MARK: Rendering

    /// Writes a row's parts into an instance, as the insides of JSON strings.
    ///
    /// - Returns: whether that could be done; if not, what was written means nothing.
    func write(_ row: RowValues, into instance: Instance) -> Bool {
        let output = instance.text
        var start = output.count
        var total = 0
        for index in 0..<pieces.count {
            let piece = pieces[index]
            let bytes = UnsafeRawBufferPointer(rebasing: text[piece.start..<piece.end])
            switch piece.kind {
            case .text: output.append(bytes)
            case .field:
                guard let field = row.field(bytes, guess: piece.guess), write(field, of: row, to: output) else {
                    return false
                }
            case .choice:
                guard let field = row.field(bytes, guess: piece.guess), field.kind == .integer,
                    let position = position(row.slice(field.value))
                else { return false }
                output.append(UnsafeRawBufferPointer(rebasing: text[choices[position]]))
            case .end:
                total &+= output.count &- start
                if piece.trimsStart { EscapedText.trimStart(output, from: start) }
                if piece.trimsEnd { EscapedText.trimEnd(output, from: start) }
                instance.addPart(start..<output.count)
                start = output.count
            }
        }
        return total <= maxBytes
    }

    /// Writes a value as Python's `str()` gives it; false for those that hold others.
    @inline(__always)
    private func write(_ field: JSONField, of row: RowValues, to output: ByteBuffer) -> Bool {
        switch field.kind {
        case .string: output.append(row.slice(field.value.lowerBound + 1..<field.value.upperBound - 1))
        case .escapedString:
            JSONString.writeCanonical(row.slice(field.value.lowerBound + 1..<field.value.upperBound - 1), to: output)
        case .integer:
            let digits = row.slice(field.value)
            guard digits.count <= Self.maxDigits, digits.first != UInt8(ascii: "-") || digits[1] != UInt8(ascii: "0")
            else { return false }
            output.append(digits)
        case .float: output.append(JSONNumber.text(JSONNumber.double(row.slice(field.value))))
        case .true: output.append("True")
        case .false: output.append("False")
        case .null: output.append("None")
        case .array, .object: return false
        }
        return true
    }

    /// The position of the choice that a JSON integer names; negative ones count from the end.
    private func position(_ integer: UnsafeRawBufferPointer) -> Int? {
        guard integer.count <= 9 else { return nil }
        let isNegative = integer[0] == UInt8(ascii: "-")
        var number = 0
        for digit in integer[(isNegative ? 1 : 0)...] { number = number * 10 + Int(digit - UInt8(ascii: "0")) }
        let position = isNegative && number > 0 ? choices.count - number : number
        return choices.indices.contains(position) ? position : nil
    }
}
