import ReferenceParsers
import Testing

/// Rows that go through one `Row`, which expects the keys of the last one, against the twin that expects nothing.
@Suite struct RowTwinTests {
    private static func agree(_ lines: [String]) -> String? {
        // Alone in memory, and in the middle of it.
        for isReadableBehind in [false, true] {
            let rows = FastRows()
            for (index, line) in lines.enumerated() {
                let rest = isReadableBehind ? Array(lines[(index + 1)...].joined(separator: "\n").utf8) : []
                let behind = isReadableBehind ? [0x0A] + rest.prefix(80) : []
                if let difference = rows.difference(Array(line.utf8), behind: behind) { return difference }
            }
        }
        return nil
    }

    static let sequences: [[String]] = [
        // The same keys, other ones, fewer, more, none.
        [
            #"{"a":1,"b":2}"#, #"{"a":3,"b":4}"#, #"{"b":5,"a":6}"#, #"{"a":7}"#, #"{"a":8,"b":9,"c":0}"#, "{}",
            #"{"a":1}"#,
        ],
        // Equal keys among known ones, also spelt otherwise.
        [
            #"{"a":1,"b":2,"c":3}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"b":2,"\u0061":3}"#,
            #"{"a":1,"b":2,"c":3,"b":4}"#,
        ],
        [#"{"a":1,"b":2}"#, #"{"a":1,"a":2}"#, #"{"a":1,"a":2}"#, #"{"\u0061":1,"b":2,"a":3}"#],
        // Keys that begin alike, about the length of a word.
        [#"{"label":1}"#, #"{"labels":1}"#, #"{"labe":1}"#, #"{"label_1":1}"#, #"{"label_12":1}"#, #"{"label_1":1}"#],
        [#"{"abcdef":1,"abcdefg":2}"#, #"{"abcdefg":1,"abcdef":2}"#, #"{"abcdef":1,"abcdefg":2,"abcdef":3}"#],
        // A known key where the row breaks off, or where a value should stand.
        [
            #"{"abc":1,"d":2}"#, #"{"abc"#, #"{"abc""#, #"{"abc":"#, #"{"abc":1,"d"#, #"{"abc":1,"#,
            #"{"abc":"abc","d":"d"}"#,
        ],
        // White space about known keys.
        [#"{"a":1,"b":2}"#, #"{ "a" : 1 , "b" : 2 }"#, #"{"a":1, "b":2}"#, "{\"a\":\t1,\"b\":2 } "],
        // A row that is none does not spoil what is known.
        [#"{"a":1,"b":2}"#, #"{"a":1,"b":x}"#, #"{"a":1,"b":2}"#, "[]", #"{"a":1,"a":2}"#],
        // The empty key; keys that are not ASCII; keys that are marks.
        [#"{"":1,"é":2}"#, #"{"":1,"é":2}"#, "{\"\":1,\"e\u{301}\":2}", #"{"":1,"":2}"#, #"{"":1,"\u00e9":2,"é":3}"#],
        [#"{",":1,":":2,"{":3}"#, #"{",":1,":":2,"{":3}"#, #"{",":1,":":2,",":3}"#],
        // Escapes in keys: never remembered, and what was known stays known.
        [#"{"a\n":1,"b":2}"#, #"{"a\n":1,"b":2}"#, #"{"a\n":1,"a\u000a":2}"#, #"{"a":1,"b":2}"#],
        // Only ASCII in the values, but not in a key that is known.
        ["{\"é\":\"x\"}", "{\"é\":\"x\"}", #"{"a":"x"}"#, #"{"a":"x"}"#],
    ]

    @Test(arguments: sequences) func sequencesAgree(_ lines: [String]) {
        #expect(Self.agree(lines) == nil)
    }

    /// More keys than are remembered, longer ones than are remembered.
    @Test func largeRowsAgree() {
        let many = (0..<70).map { "\"k\($0)\":\($0)" }
        let long = String(repeating: "long key ", count: 40)
        let lines = [
            "{\(many.joined(separator: ","))}", "{\(many.joined(separator: ","))}",
            "{\((many + ["\"k3\":0"]).joined(separator: ","))}",
            "{\((many.prefix(64) + ["\"k3\":0"]).joined(separator: ","))}",
            "{\"a\":1,\"\(long)\":2,\"b\":3}", "{\"a\":1,\"\(long)\":2,\"b\":3}",
            "{\"a\":1,\"\(long)\":2,\"\(long)\":3}",
            "{\"a\":1,\"\(long.prefix(254))\":2}", "{\"a\":1,\"\(long.prefix(254))\":2}",
            "{\"a\":1,\"\(long.prefix(255))\":2}",
        ]
        #expect(Self.agree(lines) == nil)
    }

    /// What stands behind a record goes on as the record would have.
    @Test func recordsCutOffAnywhereAgree() {
        let lines = [
            #"{"first key":"a","é":[1,"\u0041"],"k":-1.5e3}"#, #"{"k":true,"label":"text\n"}"#, #"{ "k" : {} }"#,
        ]
        for line in lines.map({ Array($0.utf8) }) {
            for end in 0...line.count {
                let rows = FastRows()
                // The second row has its keys where they were, the third one breaks off.
                #expect(rows.difference(line, behind: line) == nil)
                #expect(rows.difference(line, behind: line) == nil)
                #expect(rows.difference(Array(line[..<end]), behind: Array(line[end...]) + line) == nil, "\(end)")
            }
        }
    }

    @Test func randomSequencesAgree() {
        var maker = RandomJSON(seed: 5)
        for round in 0..<400 {
            var keys = (0..<1 + maker.random.below(4)).map { _ in maker.random.pick(RandomJSON.keys) }
            var lines: [String] = []
            for _ in 0..<8 {
                switch maker.random.below(8) {
                case 0: keys.append(maker.random.pick(RandomJSON.keys))
                case 1: keys.removeLast(min(keys.count, 1))
                case 2: keys.reverse()
                case 3 where !keys.isEmpty: keys[maker.random.below(keys.count)] = maker.random.pick(RandomJSON.keys)
                default: break
                }
                lines.append(maker.random.below(12) == 0 ? maker.row() : maker.row(keys: keys))
            }
            if let difference = Self.agree(lines) {
                Issue.record("round \(round), \(lines): \(difference)")
                return
            }
        }
    }

    @Test func spoiltRecordsAgree() {
        var maker = RandomJSON(seed: 9)
        let rows = FastRows()
        for round in 0..<4_000 {
            let line = Array(maker.row().utf8)
            let record = round % 3 == 0 ? line : maker.spoil(line)
            let behind = maker.random.below(2) == 0 ? [] : Array(maker.row().utf8)
            if let difference = rows.difference(record, behind: behind) {
                Issue.record("round \(round): \(difference)")
                return
            }
        }
    }
}
