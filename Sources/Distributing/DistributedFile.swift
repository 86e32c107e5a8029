import Diagnostics
import JSON
import Mixing
import Prompting
import Recipes
import Records

/// What the files have in common that the steps of a build hand on to one another where they run apart: the summaries of scans, the
/// plan, and the counts of renderings.
struct DistributedFile {
    /// What messages call it.
    let name: String
    let json: JSONValue

    /// - Parameters:
    ///   - text: its JSON text.
    ///   - name: what messages call it.
    ///   - kind: what it must be.
    /// - Throws: that it is not such a file, or of another version, with status 65.
    init(parsing text: String, name: String, kind: String) throws(Diagnostics) {
        self.name = name
        do throws(JSONError) {
            json = try JSONValue(parsing: text)
        } catch {
            throw Diagnostics(
                Diagnostic("\(name): is not JSON: \(error.code.explanation) at byte \(error.offset)"))
        }
        guard json["hornbook"]?.text == kind else { throw fault("is not \(kind) that hornbook has written") }
        guard json["version"]?.text == programVersion, json["key_format"]?.integer == keyFormatVersion else {
            throw fault(
                "was written by hornbook \(json["version"]?.text ?? "?"); this is \(programVersion)",
                help: "all steps of a build must be of one version")
        }
    }

    /// Reads such a file; it holds keys up to caps, and pools.
    ///
    /// - Parameter path: `-` is standard input.
    static func read(_ path: String) throws(Diagnostics) -> String {
        try readTextFile(path == "-" ? "/dev/stdin" : path, most: 4 << 30)
    }

    /// The members that all such files begin with.
    static func header(_ kind: String, _ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        let head: [JSONValue.Member] = [
            .init(key: "hornbook", value: .string(kind)), .init(key: "version", value: .string(programVersion)),
            .init(key: "key_format", value: .int(keyFormatVersion)),
        ]
        guard case .object(let rest) = JSONValue.object(members) else { return .object(head) }
        return .object(head + rest)
    }

    func fault(_ message: String, help: String? = nil) -> Diagnostics {
        Diagnostics(Diagnostic("\(name): \(message)", help: help))
    }

    /// What a member holds; each of these throws if it holds something else, or is missing.
    func text(_ key: String, in value: JSONValue? = nil) throws(Diagnostics) -> String {
        guard let found = (value ?? json)[key]?.text else { throw fault("holds no text `\(key)`") }
        return found
    }

    func count(_ key: String, in value: JSONValue) throws(Diagnostics) -> Int {
        guard let found = value[key]?.integer, found >= 0 else { throw fault("holds no count `\(key)`") }
        return found
    }

    func number(_ key: String, in value: JSONValue) throws(Diagnostics) -> Double {
        guard case .number(let digits)? = value[key], let found = Double(digits), found.isFinite else {
            throw fault("holds no number `\(key)`")
        }
        return found
    }

    func elements(_ key: String, in value: JSONValue) throws(Diagnostics) -> [JSONValue] {
        guard let found = value[key]?.elements else { throw fault("holds no list `\(key)`") }
        return found
    }

    /// A hash or a key: 16 hexadecimal digits.
    func hash(_ key: String, in value: JSONValue) throws(Diagnostics) -> UInt64 {
        let digits = try text(key, in: value)
        guard let found = Self.hash(digits[...]) else { throw fault("`\(key)` is not 16 hexadecimal digits") }
        return found
    }

    static func hash(_ digits: Substring) -> UInt64? {
        guard digits.utf8.count == 16, digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) else { return nil }
        return UInt64(digits, radix: 16)
    }

    /// Rows that may be demonstrations, with their hashes for the pool.
    static func json(of pool: DemonstrationPool) -> JSONValue {
        .array(
            pool.ranked.map { hash, row in
                .object([
                    "hash": .string(keyText(hash)), "key": .string(keyText(row.key)),
                    "content": .string(keyText(row.content)),
                    "row": .string(String(decoding: row.bytes, as: UTF8.self)),
                ])
            })
    }

    /// Offers a pool the rows of a list.
    func offer(_ rows: [JSONValue], to pool: inout DemonstrationPool) throws(Diagnostics) {
        for row in rows {
            let bytes = Array(try text("row", in: row).utf8)
            pool.offer(
                PoolRow(key: try hash("key", in: row), content: try hash("content", in: row), bytes: bytes),
                hash: try hash("hash", in: row))
        }
    }
}
