/// How a workload stands in its file.
enum Form: String, CaseIterable {
    case jsonl, csv
}

/// Writes rows in a form, value by value.
struct RowWriter {
    private let form: Form
    /// What stands before each value.
    private let heads: [[UInt8]]
    private(set) var bytes: [UInt8] = []
    private var text: [UInt8] = []
    private var column = 0

    init(_ form: Form, fields: [StaticString]) {
        self.form = form
        let names = fields.map { "\($0)" }
        switch form {
        case .jsonl:
            heads = names.enumerated().map { Array(($0 == 0 ? "{" : ",").utf8) + Array("\"\($1)\":".utf8) }
        case .csv:
            heads = names.indices.map { $0 == 0 ? [] : [UInt8(ascii: ",")] }
            bytes = Array((names.joined(separator: ",") + "\n").utf8)
        }
    }

    /// Forgets what has been written.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func number(_ value: Int) {
        begin()
        bytes += String(value).utf8
        end()
    }

    /// Writes a text that the closure appends.
    mutating func string(_ make: (inout [UInt8]) -> Void) {
        text.removeAll(keepingCapacity: true)
        make(&text)
        begin()
        switch form {
        case .jsonl: writeJSON()
        case .csv: writeCSV()
        }
        end()
    }

    private mutating func begin() { bytes += heads[column] }

    private mutating func end() {
        column += 1
        guard column == heads.count else { return }
        column = 0
        if form == .jsonl { bytes.append(UInt8(ascii: "}")) }
        bytes.append(0x0A)
    }

    private mutating func writeJSON() {
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case 0x0A: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func writeCSV() {
        let quote = UInt8(ascii: "\"")
        guard text.contains(where: { $0 == 0x0A || $0 == UInt8(ascii: ",") || $0 == quote }) else {
            bytes += text
            return
        }
        bytes.append(quote)
        for byte in text {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }
}
