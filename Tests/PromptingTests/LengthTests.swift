import Diagnostics
import JSON
import Mixing
import Testing

@testable import Prompting

@Suite struct LengthTests {
    @Test(arguments: [
        ("", 0, 0), (" ", 1, 0), ("a", 1, 1), ("one two", 7, 2), ("  one\ttwo\r\n", 11, 2), ("é 😀 你好", 6, 3),
        ("a\u{A0}b", 3, 1), (String(repeating: "ab c ", count: 1000), 5000, 2000),
    ])
    func lengthsOfTexts(_ text: String, _ characters: Int, _ words: Int) {
        var text = text
        let length = text.withUTF8 { TextLength(of: UnsafeRawBufferPointer($0)) }
        #expect(length.characters == characters && length.words == words)
    }

    /// The sixteen bytes at a time against one at a time, wherever they begin.
    @Test func blocksAreNoDifference() {
        let alphabet = Array(" \t\n\rab\u{0B}\u{0C}\u{1C}é€😀.".unicodeScalars)
        for round in 0..<400 {
            let text = (0..<round).reduce(into: "") { text, index in
                let draw = XXH3.avalanche(UInt64(round * 1000 + index + 1)).index(below: alphabet.count)
                text.unicodeScalars.append(alphabet[draw])
            }
            let bytes = Array(text.utf8)
            let length = bytes.withUnsafeBytes { TextLength(of: $0) }
            #expect(length.characters == text.unicodeScalars.count)
            #expect(length.words == bytes.split { [0x20, 9, 10, 11, 12, 13].contains($0) }.count)
        }
    }

    /// The fast form of an instance is as long as the plain one.
    @Test func escapesCountAsWhatTheyStandFor() throws {
        let task = try makeTask([makeTemplate("Say: {{t}}\n\"now\"|||{{u}}")])
        let sizes = try [true, false].map { splices in
            try #require(
                try task.taking(#"{"t":"a\nb \"c\" é","u":"x\\y\tz"}"#, splices: splices) { prompter, key in
                    let instance = Instance()
                    try prompter.render(0, key: key, into: instance)
                    #expect(instance.isEscaped == splices)
                    return instance.size
                })
        }
        #expect(sizes[0] == sizes[1])
        #expect(sizes[0] == InstanceSize(characters: 25, words: 8))
    }
}
