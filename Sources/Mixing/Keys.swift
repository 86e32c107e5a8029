/// Version of the rules by which choices are derived from keys; it stands in every manifest. A change of anything in
/// this file that changes an output byte raises it.
package let keyFormatVersion = 3

/// What a choice is made for. The raw value is part of what is hashed, so that choices are independent of one another.
package enum Purpose: String, Sendable, CaseIterable {
    /// Which rows stay under a cap or a size: the smallest hashes.
    case selection
    /// Which template a row is seen through.
    case template
    /// Whether a row goes through an inverted template.
    case inverted
    /// How many demonstrations an instance gets.
    case demonstrationCount = "demonstration-count"
    /// Which demonstrations it gets.
    case demonstration
    /// How they stand before it.
    case demonstrationStyle = "demonstration-style"
    /// Which rows are in the pool of demonstrations: the smallest hashes.
    case pool
    /// Which split a row's content belongs to, whatever dataset it stands in.
    case split
    /// Whether an instance shows options, which ones first, and how.
    case options
    /// Where an instance stands in the output: sorted by this hash.
    case order
    /// What random draws inside a template are made from.
    case draw
    /// Which instances of earlier stages are shown again in later ones.
    case replay
    /// Which stage an instance is in where stages are drawn at random, as a control.
    case control
    /// Which of several answers an instruction has.
    case answer
    /// Whether an instance gets a system message out of a file of them, and which one.
    case system
    /// In which order rows are decided on when duplicates are looked for.
    case duplicates

    /// The position among all; looking texts up for every row would take longer than hashing.
    fileprivate var position: Int {
        switch self {
        case .selection: 0
        case .template: 1
        case .inverted: 2
        case .demonstrationCount: 3
        case .demonstration: 4
        case .demonstrationStyle: 5
        case .pool: 6
        case .split: 7
        case .options: 8
        case .order: 9
        case .draw: 10
        case .replay: 11
        case .control: 12
        case .answer: 13
        case .system: 14
        case .duplicates: 15
        }
    }
}

/// The key of a record: XXH3 with seed 0 of its identity, which is the canonical JSON text of its `id` field if the
/// recipe names one, else the bytes of its record.
@usableFromInline
package typealias RecordKey = UInt64

/// Derives the choices for the rows of one dataset.
///
/// For a purpose, a row's hash is XXH3 of the record key as eight bytes, lowest first, under a seed that is XXH3, under the recipe's
/// seed, of the purpose's name, a zero byte, the dataset's name and a zero byte.
package struct RowHasher: Sendable {
    /// By the purposes' positions.
    private let seeds: [UInt64]
    private let splitSeed: UInt64

    /// - Parameter seed: the recipe's.
    package init(seed: UInt64, dataset: String) {
        seeds = Purpose.allCases.map { XXH3.hash("\($0.rawValue)\0\(dataset)\0", seed: seed) }
        splitSeed = XXH3.hash("\(Purpose.split.rawValue)\0", seed: seed)
    }

    /// The hash by which a row's content is put into a split. Neither the dataset nor the row's id has a part in it, so that
    /// equal rows never stand on both sides.
    ///
    /// - Parameter content: XXH3 (seed 0) of the row's canonical text without its id.
    package func splitHash(content: UInt64) -> UInt64 { XXH3.hash(content, seed: splitSeed) }

    package static func recordKey(identity: UnsafeRawBufferPointer) -> RecordKey { XXH3.hash(identity) }

    package func hash(_ purpose: Purpose, _ key: RecordKey) -> UInt64 { hashing(purpose)(key) }

    /// The selection key of what is identified by the bytes of its record alone.
    package func selectionKey(_ key: RecordKey) -> SelectionKey {
        SelectionKey(primary: hash(.selection, key), tie: key)
    }

    /// What takes the hashes of many rows for one purpose.
    package func hashing(_ purpose: Purpose) -> PurposeHasher { PurposeHasher(seed: seeds[purpose.position]) }
}

/// Takes the hashes of a dataset's rows for one purpose.
@usableFromInline
package struct PurposeHasher: Sendable {
    @usableFromInline let seed: UInt64

    fileprivate init(seed: UInt64) { self.seed = seed }

    @inlinable
    package func callAsFunction(_ key: RecordKey) -> UInt64 { XXH3.hash(key, seed: seed) }
}

extension UInt64 {
    /// A whole number below `count`, evenly spread: the high word of hash times count.
    package func index(below count: Int) -> Int { Int(multipliedFullWidth(by: UInt64(count)).high) }

    /// The hash as a number from 0 up to but not including 1: its upper 53 bits.
    package var unitInterval: Double { Double(self >> 11) * 0x1p-53 }

    /// This hash joined with another one: the avalanche of both, by exclusive or. Ranks candidates for a row: each
    /// candidate's rank depends on the row and on itself alone, so that no other candidate's coming or going changes it.
    @inlinable
    package func rank(of candidate: UInt64) -> UInt64 { XXH3.avalanche(self ^ candidate) }

    /// An instance's hash for order in another pass over its dataset, which has an order of its own.
    ///
    /// - Parameter pass: from 0; the first pass has the hash itself.
    package func inPass(_ pass: Int) -> UInt64 { pass == 0 ? self : rank(of: UInt64(pass)) }
}

/// The record key of a text form; nil if it is none.
package func recordKey(_ text: String) -> RecordKey? {
    guard text.utf8.count == 16, text.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return UInt64(text, radix: 16)
}

/// The text form of a record key: 16 hexadecimal digits.
package func keyText(_ key: RecordKey) -> String {
    let digits = String(key, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
