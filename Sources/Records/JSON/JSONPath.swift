import Diagnostics
import JSON

/// The keys that lead from the root of a JSON document to the array of its records, while it is read for the first and
/// only time.
struct JSONPath {
    private let keys: [String]
    /// How many objects on the path are open.
    private var level = 0
    /// How many keys of the path have been found.
    private(set) var found = 0
    /// The key read last is the next one of the path.
    private(set) var isAtSoughtKey = false
    /// The first element of an array that is passed over shall be told.
    var looksAtElement = false
    /// The keys of the innermost open object, as many as a message needs.
    private var names: [String] = []
    private var lastName: String?
    /// How many of the root's keys hold an array of objects, and the first of them.
    private var arrays: (count: Int, first: String?) = (0, nil)

    private static let maxNames = 12

    init(_ keys: [String]) { self.keys = keys }

    /// Whether no object on the path is open.
    var isAtRoot: Bool { level == 0 }

    /// Goes into an object on the path; false if the path ends before it, so that it is a record.
    mutating func openObject() -> Bool {
        guard found < keys.count else { return false }
        level += 1
        names = []
        isAtSoughtKey = false
        return true
    }

    /// Leaves the innermost object.
    ///
    /// - Returns: that it lacked the key of the path, if so.
    mutating func closeObject() -> SplitterRefusal? {
        guard found >= level else { return Self.missing(keys[...found], keys: names, suggestion: suggestion) }
        level -= 1
        return nil
    }

    /// Takes a key of the innermost object.
    ///
    /// - Parameter key: the bytes between its quotes.
    /// - Returns: what makes it impossible to go on: the path's key comes a second time.
    mutating func take(key: UnsafeRawBufferPointer) -> String? {
        let name = Self.text(key)
        lastName = name
        isAtSoughtKey = name.map { $0.utf8.elementsEqual(keys[level - 1].utf8) } ?? false
        if isAtSoughtKey {
            if found >= level { return "the key `\(keys[level - 1])` on the way to the records stands there twice" }
            found = level
        } else if names.count <= Self.maxNames {
            names.append(name ?? "?")
        }
        return nil
    }

    /// Takes the kind of the first element of the array that is passed over.
    mutating func takeFirstElement(isObject: Bool) {
        looksAtElement = false
        guard isObject, level == 1, let name = lastName else { return }
        if arrays.count == 0 { arrays.first = name }
        arrays.count += 1
    }

    private var suggestion: String? { level == 1 && arrays.count == 1 ? arrays.first : nil }

    /// The text of a key that was cut out but not checked; nil if it is none.
    static func text(_ key: UnsafeRawBufferPointer) -> String? {
        let hasEscapes = key.contains(UInt8(ascii: "\\"))
        if hasEscapes {
            let quoted = [UInt8(ascii: "\"")] + key + [UInt8(ascii: "\"")]
            let isString = quoted.withUnsafeBytes { bytes in
                var scanner = JSONScanner(bytes)
                return (try? scanner.scanDocument()) != nil
            }
            guard isString else { return nil }
        }
        return JSONString.decode(key, hasEscapes: hasEscapes)
    }

    /// That a path leads nowhere.
    ///
    /// - Parameters:
    ///   - path: up to the key that is missing.
    ///   - keys: that are there.
    ///   - suggestion: a key to name instead.
    static func missing(_ path: ArraySlice<String>, keys: [String], suggestion: String?) -> SplitterRefusal {
        let shown = keys.prefix(maxNames).map { "`\($0)`" }.joined(separator: ", ")
        let more = keys.count > maxNames ? " …" : ""
        return SplitterRefusal(
            code: .jsonNoRecords,
            message: "there is no `\(path.joined(separator: "."))` in the document",
            help: suggestion.map { "try --records \($0); keys there: \(shown)\(more)" }
                ?? (keys.isEmpty ? "the object there is empty" : "keys there: \(shown)\(more)"))
    }
}
