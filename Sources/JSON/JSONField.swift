/// What a JSON value is, known from the scan.
@usableFromInline
package enum JSONKind: UInt8, Sendable {
    case null, `false`, `true`, integer, float
    /// A string without escapes: its bytes are its text.
    case string
    /// A string that holds at least one escape.
    case escapedString
    case array, object
}

/// One member of a scanned object, as ranges of byte offsets into the scanned text.
@usableFromInline
package struct JSONField: Sendable {
    /// The key's bytes between its quotes.
    package var key: Range<Int>
    /// Whether the key holds escapes, so that its bytes are not its text.
    package var keyHasEscapes: Bool
    /// The value's bytes; of a string, the quotes included.
    package var value: Range<Int>
    /// What the value is.
    package var kind: JSONKind

    /// A member; ranges count bytes from the start of the scanned text.
    package init(key: Range<Int>, keyHasEscapes: Bool, value: Range<Int>, kind: JSONKind) {
        self.key = key
        self.keyHasEscapes = keyHasEscapes
        self.value = value
        self.kind = kind
    }
}
