import JSON
import Jinja
import Mixing
import Prompting
import Records
import Running

/// Makes a request of each row.
final class RequestRows: RowHandler {
    /// A request, and the line on where it comes from, in the batch's bytes.
    struct Made: Sendable {
        var id: UInt64
        var request: Range<Int>
        var source: Range<Int>
    }

    struct BatchResult: Sendable {
        var made: [Made] = []
        var bytes: [UInt8] = []
    }

    private let prompt: RequestPrompt
    private let maker: RequestMaker
    private let texts: RequestTexts
    private let names: [String]
    private let maxBytes: Int
    private let output = ByteBuffer()
    private let canonical = ByteBuffer()
    private var place = RecordLocation(input: 0, line: 0)
    private var result = BatchResult()

    /// - Parameter names: those of the inputs.
    init(_ rules: Requester.Rules, names: [String]) {
        prompt = rules.prompt
        maker = RequestMaker(rules.prompt, rules.settings)
        texts = RequestTexts(rules.prompt.kind, rules.fields)
        maxBytes = rules.maxBytes
        self.names = names
    }

    func willHandle(_ rows: RowCursor) { place = rows.place }

    func handle(_ row: Row) throws(PromptError) {
        let parts = try texts.parts(of: row)
        let key = try texts.key(of: row) ?? keyText(RowHasher.recordKey(identity: row.bytes))
        let visible = Dict.names(parts)
        visible.set("row", to: Value(json: row.bytes))
        let start = output.count
        let made: UInt64?
        do throws(JinjaError) {
            made = try maker.write(visible, to: output)
        } catch {
            throw prompt.error(error)
        }
        guard let id = made else {
            throw PromptError(
                .templateFailed, "template `\(prompt.name)`: the request says nothing", template: prompt.name)
        }
        let end = output.count
        guard end - start <= maxBytes else {
            output.truncate(to: start)
            throw PromptError(
                .templateFailed,
                "the request has \(end - start) bytes, more than the \(maxBytes) that --max-file-bytes allows a file",
                template: prompt.name)
        }
        canonical.removeAll()
        row.writeCanonical(to: canonical)
        let source = RequestSource(
            customID: prompt.kind.customID(id), file: names[place.input], line: place.line, record: place.record,
            key: key, instruction: parts[0].value.text ?? "")
        source.write(row: canonical.bytes, to: output)
        result.made.append(Made(id: id, request: start..<end, source: end..<output.count))
    }

    func finishBatch() -> BatchResult {
        defer {
            result = BatchResult()
            output.removeAll()
        }
        result.bytes = Array(output.bytes)
        return result
    }
}
