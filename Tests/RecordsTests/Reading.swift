import JSON

@testable import Records

/// What a reader makes of an input, in a form that tests can compare and print.
struct Outcome: Equatable, CustomStringConvertible {
    /// Rows as canonical JSON, and rejects as `record:line:code@offset`, in their order.
    var records: [String] = []
    /// The code of the error that refused the input.
    var refusal: String?

    var rows: [String] { records.filter { $0.hasPrefix("{") } }
    /// Rejects as `line:code`.
    var rejects: [String] {
        records.filter { !$0.hasPrefix("{") }.map { text in
            let parts = text.split(separator: "@")[0].split(separator: ":")
            return "\(parts[1]):\(parts[2])"
        }
    }

    var description: String {
        (records + (refusal.map { ["refused: \($0)"] } ?? [])).joined(separator: "\n")
    }
}

/// The block sizes that must all give the same.
let blockSizes = [1, 7, 64, 4096, 1 << 20]

/// Reads a whole input, in blocks of one size.
func read(_ source: ByteSource, _ format: RecordFormat, blockSize: Int = 4096) -> Outcome {
    var outcome = Outcome()
    do throws(InputError) {
        let reader = try RecordReader(source: source, name: "test", format: format, blockSize: blockSize)
        let decoder = reader.makeDecoder()
        let row = Row()
        let output = ByteBuffer()
        var expected = 1
        while let batch = try reader.nextBatch() {
            precondition(batch.firstRecord == expected && !batch.records.isEmpty)
            expected += batch.records.count
            batch.bytes.withUnsafeBytes { bytes in
                for (index, span) in batch.records.enumerated() {
                    do throws(RowError) {
                        try decoder.decode(span, of: bytes, into: row)
                        output.removeAll()
                        row.writeCanonical(to: output)
                        outcome.records.append(output.string)
                    } catch {
                        let record = batch.firstRecord + index
                        let offset = batch.place(inRecord: index, offset: error.offset).byte
                        outcome.records.append("\(record):\(span.line):\(error.code.rawValue)@\(offset)")
                    }
                }
            }
        }
    } catch {
        outcome.refusal = error.code.rawValue
    }
    return outcome
}

func read(_ text: String, _ format: RecordFormat, blockSize: Int = 4096) -> Outcome {
    read(ByteSource(bytes: Array(text.utf8)), format, blockSize: blockSize)
}

func read(_ bytes: [UInt8], _ format: RecordFormat, blockSize: Int = 4096) -> Outcome {
    read(ByteSource(bytes: bytes), format, blockSize: blockSize)
}

/// A format with some settings changed.
func format(_ kind: RecordFormat.Kind, _ change: (inout RecordFormat) -> Void = { _ in }) -> RecordFormat {
    var format = RecordFormat(kind)
    change(&format)
    return format
}

/// A linear congruential generator (Knuth's MMIX constants): the same numbers everywhere.
struct Random {
    var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
