/// The members of a scanned object in the order of its text; reused from object to object.
///
/// A class over raw memory: what scans a row, and what looks at it, share one list without copies and without counting
/// references. Not thread-safe.
///
/// Not a Collection: across rooms the calls of a conformance go through its table. `elements` can be iterated.
@usableFromInline
package final class JSONFields {
    @usableFromInline
    struct Storage {
        @usableFromInline var base: UnsafeMutablePointer<JSONField>
        @usableFromInline var capacity: Int
        @usableFromInline var count: Int
        /// Whether all keys of the last scan are remembered ones in their order, so that no two of them are equal.
        @usableFromInline var areAsRemembered = false
        /// Whether the text of the last scan holds ASCII only, and no escapes.
        @usableFromInline var isPlainASCII = false
    }

    @usableFromInline let storage: UnsafeMutablePointer<Storage>
    @exclusivity(unchecked) private(set) var guess = KeyGuess()
    /// Whether all keys of the last scan are remembered ones in their order, so that no two of them are equal.
    @inlinable
    package internal(set) var areAsRemembered: Bool {
        get { storage.pointee.areAsRemembered }
        set { storage.pointee.areAsRemembered = newValue }
    }

    /// Whether the scanned text holds ASCII only, and no escapes; false where that is not known.
    @inlinable
    package internal(set) var isPlainASCII: Bool {
        get { storage.pointee.isPlainASCII }
        set { storage.pointee.isPlainASCII = newValue }
    }

    /// Remembers the members' keys for the objects that come: no two are equal, and none has escapes.
    ///
    /// - Parameter text: what the members are ranges of.
    package func remember(in text: UnsafeRawBufferPointer) { guess.remember(self, in: text) }

    package init() {
        storage = .allocate(capacity: 1)
        storage.initialize(to: Storage(base: .allocate(capacity: 16), capacity: 16, count: 0))
    }

    deinit {
        storage.pointee.base.deallocate()
        storage.deallocate()
    }

    @inlinable
    package var count: Int { storage.pointee.count }

    @inlinable
    package var indices: Range<Int> { 0..<count }

    @inlinable
    package subscript(index: Int) -> JSONField {
        get {
            precondition(index >= 0 && index < storage.pointee.count)
            return storage.pointee.base[index]
        }
        set {
            precondition(index >= 0 && index < storage.pointee.count)
            storage.pointee.base[index] = newValue
        }
    }

    /// The members in memory; valid until the list changes.
    @inlinable
    package var elements: UnsafeBufferPointer<JSONField> {
        UnsafeBufferPointer(start: storage.pointee.base, count: storage.pointee.count)
    }

    @inlinable
    package func append(_ field: JSONField) {
        if storage.pointee.count == storage.pointee.capacity { grow() }
        (storage.pointee.base + storage.pointee.count).initialize(to: field)
        storage.pointee.count &+= 1
    }

    /// Forgets the members behind the first `count` ones, and keeps their memory.
    @inlinable
    package func removeAll(behind count: Int = 0) {
        precondition(count <= storage.pointee.count)
        storage.pointee.count = count
        storage.pointee.areAsRemembered = false
        storage.pointee.isPlainASCII = false
    }

    @usableFromInline
    func grow() {
        let grown = UnsafeMutablePointer<JSONField>.allocate(capacity: storage.pointee.capacity * 2)
        grown.moveInitialize(from: storage.pointee.base, count: storage.pointee.count)
        storage.pointee.base.deallocate()
        storage.pointee.base = grown
        storage.pointee.capacity *= 2
    }
}

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
    package var kind: JSONKind

    package init(key: Range<Int>, keyHasEscapes: Bool, value: Range<Int>, kind: JSONKind) {
        (self.key, self.keyHasEscapes, self.value, self.kind) = (key, keyHasEscapes, value, kind)
    }
}
