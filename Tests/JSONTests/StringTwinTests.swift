import ReferenceParsers
import Testing

@testable import JSON

/// Strings of every length about the blocks that are compared at once, with what stops a block at every place.
@Suite struct StringTwinTests {
    static let stops: [[UInt8]] = [
        [0x22], [0x5C], [0x5C, 0x6E], Array(#"\u0041"#.utf8), Array(#"\/"#.utf8), [0x1F], [0x00], [0x7F], [0x80],
        [0xFF],
        Array("é".utf8), Array("€".utf8), Array("😀".utf8),
    ]

    @Test(arguments: stops) func scannerStopsAtEveryPlace(_ stop: [UInt8]) {
        let letters = Array("The quick brown fox jumps over the lazy dog, and all of it once more: so".utf8)
        for length in 0...70 {
            for place in 0...length {
                let text = Array(letters[..<place]) + stop + Array(letters[place..<length])
                let input = Array(#"{"":""#.utf8) + text + Array("\"}".utf8)
                // Also cut off behind the text, where the block goes on into other memory.
                for record in [input, Array(input.dropLast(2))] {
                    let expected = ScannerTwinTests.twin(record)
                    let behind = ScannerTwinTests.behind[(length + place) % ScannerTwinTests.behind.count]
                    for behind in [[], behind] where ScannerTwinTests.fast(record, behind) != expected {
                        Issue.record("length \(length), place \(place), before \(behind): not \(expected)")
                        return
                    }
                }
            }
        }
    }

    @Test(arguments: stops) func functionsAgreeAtEveryPlace(_ stop: [UInt8]) {
        let letters = Array(String(repeating: "abcdefgh é ", count: 7).utf8)
        for length in 0...70 {
            for place in 0...length {
                let text = Array(letters[..<place]) + stop + Array(letters[place..<length])
                if let difference = FastStrings.difference(inside: text) {
                    Issue.record("length \(length), place \(place): \(difference)")
                    return
                }
                // What is no inside of a JSON string is still text, once it is UTF-8.
                if let difference = FastStrings.difference(text: String(decoding: text, as: UTF8.self)) {
                    Issue.record("length \(length), place \(place): \(difference)")
                    return
                }
            }
        }
    }

    @Test func everyEscapeAgrees() {
        for unit in 0..<0x10000 {
            let digits = String(unit, radix: 16, uppercase: unit % 2 == 0)
            let escape = "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            // Alone, and as the second half of a pair.
            for inside in unit % 7 == 0 || unit < 0x100 ? [escape, "x\\ud800" + escape] : [escape] {
                let isText = StringTwin.decode(Array(inside.utf8)) != nil
                let isHalf = (0xD800..<0xE000).contains(unit)
                let isPair = inside.utf8.count > 6
                guard isText == (isPair ? unit >= 0xDC00 && isHalf : !isHalf),
                    FastStrings.difference(inside: Array(inside.utf8)) == nil
                else {
                    Issue.record("\(inside)")
                    return
                }
            }
        }
    }
}
