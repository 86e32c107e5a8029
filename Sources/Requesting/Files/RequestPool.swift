import Diagnostics
import JSON
import Jinja
import Mixing
import Prompting
import Records
import Running

/// Takes the rows that requests are drawn from.
final class PoolRows: RowHandler {
    struct Entry: Sendable {
        /// XXH3 of what is shown of the row.
        var key: UInt64
        var isMachine: Bool
        /// What is shown and where it stands, as JSON text.
        var text: String
    }

    private let texts: RequestTexts
    private let names: [String]
    private let canonical = ByteBuffer()
    private var place = RecordLocation(input: 0, line: 0)
    private var entries: [Entry] = []

    init(_ rules: Requester.Rules, names: [String]) {
        texts = RequestTexts(rules.prompt.kind, rules.fields)
        self.names = names
    }

    func willHandle(_ rows: RowCursor) { place = rows.place }

    func handle(_ row: Row) throws(PromptError) {
        let parts = try texts.parts(of: row)
        let key = try texts.key(of: row) ?? keyText(RowHasher.recordKey(identity: row.bytes))
        canonical.removeAll()
        row.writeCanonical(to: canonical)
        let shown = ByteBuffer()
        JSONValue.object(parts).write(to: shown)
        let entry = ByteBuffer()
        JSONValue.object([
            "shown": .object(parts), "file": .string(names[place.input]), "line": .int(place.line),
            "record": .int(place.record), "key": .string(key), "row": .string(canonical.string),
        ]).write(to: entry)
        entries.append(
            Entry(key: XXH3.hash(shown.bytes), isMachine: texts.isMachine(row), text: entry.string))
    }

    func finishBatch() -> [Entry] {
        defer { entries = [] }
        return entries
    }
}

/// The rows that requests are drawn from: of each that shows something new its key and place in memory, about 50 bytes, and the
/// texts in a temporary file.
struct RequestPool {
    private var people: (keys: [UInt64], places: [Range<Int>]) = ([], [])
    private var machine: (keys: [UInt64], places: [Range<Int>]) = ([], [])
    private var seenOfPeople: Set<UInt64> = []
    private var seenOfMachine: Set<UInt64> = []
    private let file: SpillFile

    init() throws(Diagnostics) {
        file = try SpillFile(
            for: "the rows to draw from", help: "set TMPDIR to a folder with room for them")
    }

    var isEmpty: Bool { people.keys.isEmpty && machine.keys.isEmpty }

    mutating func add(_ entry: PoolRows.Entry) throws(Diagnostics) {
        if entry.isMachine {
            guard seenOfMachine.insert(entry.key).inserted else { return }
            machine.keys.append(entry.key)
            machine.places.append(try file.write(entry.text))
        } else {
            guard seenOfPeople.insert(entry.key).inserted else { return }
            people.keys.append(entry.key)
            people.places.append(try file.write(entry.text))
        }
    }

    /// Ends the reading of rows; drawing may begin. What a person has written, too, is no machine's.
    mutating func finish() throws(Diagnostics) {
        try file.finish()
        let kept = machine.keys.indices.filter { !seenOfPeople.contains(machine.keys[$0]) }
        machine = (kept.map { machine.keys[$0] }, kept.map { machine.places[$0] })
        (seenOfPeople, seenOfMachine) = ([], [])
    }

    /// Draws the rows of a request, as JSON.
    func draw(_ number: Int, _ draw: SeedDraw) throws(Diagnostics) -> [JSONValue] {
        var rows: [JSONValue] = []
        for choice in draw.draw(number, people: people.keys, machine: machine.keys) {
            let text = try file.text(at: (choice.isMachine ? machine : people).places[choice.index])
            do throws(JSONError) {
                rows.append(try JSONValue(parsing: text))
            } catch {
                throw Diagnostics(
                    Diagnostic("the temporary file of rows to draw from has changed"), status: .inputOutput)
            }
        }
        return rows
    }
}
