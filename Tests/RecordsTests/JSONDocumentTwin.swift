import JSON
import ReferenceParsers
import Testing

@testable import Records

/// The rules of JSON documents over a whole value in memory: slow, plain, and the definition that the splitter and the
/// expander are held to.
struct JSONDocumentTwin {
    var path: [String]

    /// What well-formed text gives: rows (of a string, one with the field `value`), and `not_an_object` for what is none.
    func read(_ text: String) throws -> [String] {
        let root = try JSONValue(parsing: text)
        if path.isEmpty { return (root.elements ?? [root]).map { row($0, []) } }
        return rows(root, path[...], [], isInArray: false)
    }

    /// - Parameter isInArray: whether an array was met: only then are fields carried.
    private func rows(
        _ value: JSONValue, _ path: ArraySlice<String>, _ carried: [JSONValue.Member], isInArray: Bool
    ) -> [String] {
        if let elements = value.elements { return elements.flatMap { rows($0, path, carried, isInArray: true) } }
        guard case .object(let members) = value, let key = path.first else { return [row(value, carried)] }
        guard let next = value[key] else { return [] }
        let own = members.filter { $0.key != key }
        let names = own.map(\.key)
        return rows(
            next, path.dropFirst(), isInArray ? carried.filter { !names.contains($0.key) } + own : [],
            isInArray: isInArray)
    }

    private func row(_ value: JSONValue, _ carried: [JSONValue.Member]) -> String {
        if case .string = value { return row(.object([.init(key: "value", value: value)]), []) }
        guard case .object(let members) = value else { return "not_an_object" }
        let names = members.map(\.key)
        let output = ByteBuffer()
        JSONValue.object(carried.filter { !names.contains($0.key) } + members).write(to: output)
        return output.string
    }
}

@Suite struct JSONDocumentTwinTests {
    @Test(arguments: [[], ["a"], ["a", "b"], ["b", "a", "c"]]) func agreesOnRandomDocuments(_ path: [String]) throws {
        var random = Random(seed: 11)
        let twin = JSONDocumentTwin(path: path)
        var found = 0
        for round in 0..<3000 {
            let text = random.below(2) == 0 ? value(depth: 0, &random) : array(depth: 0, &random)
            let settings = format(.json) { $0.records = path }
            let expected = try twin.read(text)
            found += expected.count
            for blockSize in [1, 1 + random.below(20), 4096] {
                let outcome = read(text, settings, blockSize: blockSize)
                // A path that leads nowhere is the one refusal of a well-formed document.
                let isRefused = outcome.refusal == "json_no_records" && expected.isEmpty && outcome.records.isEmpty
                let records = outcome.records.map {
                    $0.hasPrefix("{") ? $0 : String($0.split(separator: ":")[2].split(separator: "@")[0])
                }
                if !isRefused, outcome.refusal != nil || records != expected {
                    Issue.record("round \(round), block \(blockSize), \(text):\n\(outcome)\n-- expected\n\(expected)")
                    return
                }
            }
        }
        #expect(found > 1000)
    }

    /// Elements that are wrong in themselves are rejected alone, in their place.
    @Test func badElementsStandAlone() throws {
        let pieces = [
            #"{"a":1}"#, "{}", #"{"a":"\ud800"}"#, #"{"a":1e999}"#, "7", #"{"a":[tru]}"#, "{\"a\":\"\t\"}",
            ##"["],{"]"##, #"{"a":01}"#,
            #"{"a":"\\"}"#, "{\"a\":\n{\"b\":\"\\\"]\"}}", "nul", #"{"é":"😀"}"#,
        ]
        var random = Random(seed: 3)
        for _ in 0..<2000 {
            var text = "["
            var expected: [String] = []
            for index in 0..<random.below(6) {
                if index > 0 { text += "," }
                text += ["", " ", "\n", "\r\n\t"][random.below(4)]
                let piece = pieces[random.below(pieces.count)]
                // Alone on a line it gives the same, at its own place.
                let alone = read(piece.replacing("\n", with: " "), format(.jsonl)).records[0]
                if alone.hasPrefix("{") {
                    expected.append(alone)
                } else {
                    let line = text.utf8.count { $0 == 0x0A } + 1
                    let parts = alone.split(separator: "@")
                    let code = parts[0].split(separator: ":")[2]
                    expected.append("\(index + 1):\(line):\(code)@\(text.utf8.count + Int(parts[1])!)")
                }
                text += piece + ["", " ", "\n"][random.below(3)]
            }
            text += "]"
            for blockSize in [1, 1 + random.below(20), 4096] {
                let outcome = read(text, format(.json), blockSize: blockSize)
                #expect(outcome.refusal == nil && outcome.records == expected, "\(text), block \(blockSize)")
            }
        }
    }

    private func value(depth: Int, _ random: inout Random) -> String {
        switch random.below(depth > 4 ? 4 : 9) {
        case 0: return ["null", "true", "0", "-1.5e3"][random.below(4)]
        case 1, 2: return [#""""#, #""x]}""#, #""\"\\""#, #""é, [""#][random.below(4)]
        case 3: return "[]"
        case 4, 5: return array(depth: depth, &random)
        default:
            // Those further out are unique: of equal keys on the path to the records, the first has been read when the
            // second comes.
            var keys = ["a", "b", "c", "d", #"\u0061"#, "é"]
            if depth <= 2 { keys.remove(at: 4) }
            var members: [String] = []
            for _ in 0..<random.below(5) {
                let index = random.below(keys.count)
                let key = depth > 2 ? keys[index] : keys.remove(at: index)
                members.append(
                    "\(space(&random))\"\(key)\"\(space(&random)):\(space(&random))\(value(depth: depth + 1, &random))")
            }
            return "{" + members.joined(separator: ",") + space(&random) + "}"
        }
    }

    private func array(depth: Int, _ random: inout Random) -> String {
        let elements = (0..<random.below(4)).map { _ in
            space(&random) + value(depth: depth + 1, &random) + space(&random)
        }
        return "[" + elements.joined(separator: ",") + "]"
    }

    private func space(_ random: inout Random) -> String {
        ["", "", " ", "\n", "\r\n\t"][random.below(5)]
    }
}
