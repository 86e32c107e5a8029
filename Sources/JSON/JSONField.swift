/// What a JSON value is, known from the scan.
public enum JSONKind: UInt8, Sendable {
    case null, `false`, `true`, integer, float
    /// A string without escapes: its bytes are its text.
    case string
    /// A string that holds at least one escape.
    case escapedString
    case array, object
}

/// One member of a scanned object, as ranges of byte offsets into the scanned text.
public struct JSONField: Sendable {
    /// The key's bytes between its quotes.
    public var key: Range<Int>
    /// Whether the key holds escapes, so that its bytes are not its text.
    public var keyHasEscapes: Bool
    /// The value's bytes; of a string, the quotes included.
    public var value: Range<Int>
    /// What the value is.
    public var kind: JSONKind

    /// A member; ranges count bytes from the start of the scanned text.
    public init(key: Range<Int>, keyHasEscapes: Bool, value: Range<Int>, kind: JSONKind) {
        self.key = key
        self.keyHasEscapes = keyHasEscapes
        self.value = value
        self.kind = kind
    }
}
