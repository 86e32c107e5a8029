import BigInt
import JSON

extension Value {
    package init(_ json: JSONValue) {
        switch json {
        case .null: self = .none
        case .bool(let flag): self = .bool(flag)
        case .number(let text):
            let bytes = Array(text.utf8)
            self = bytes.withUnsafeBytes { Value(number: $0, isInteger: !text.contains { ".eE".contains($0) }) }
        case .string(let text): self = .string(text)
        case .array(let elements): self = .list(ContiguousArray(elements.map { Value($0) }))
        case .object(let members):
            let dict = Dict()
            for member in members { dict.set(member.key, to: Value(member.value)) }
            self = .dict(dict)
        }
    }

    /// A value from the bytes of one JSON value that a `JSONScanner` has accepted.
    package init(json bytes: UnsafeRawBufferPointer) {
        var walker = JSONWalker(bytes)
        self = Self.value(walker.next(), &walker)
    }

    private static func value(_ token: JSONWalker.Token, _ walker: inout JSONWalker) -> Value {
        switch token {
        case .null: return .none
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .number(let text, let isInteger): return Value(number: text, isInteger: isInteger)
        case .string(let raw, let hasEscapes): return .string(JSONString.decode(raw, hasEscapes: hasEscapes))
        case .beginArray, .endArray:
            var items = ContiguousArray<Value>()
            // Most lists in rows are short: choices, answers, turns.
            items.reserveCapacity(4)
            while true {
                let next = walker.next()
                if case .endArray = next { return .list(items) }
                items.append(value(next, &walker))
            }
        case .beginObject, .endObject:
            let dict = Dict()
            while case .string(let raw, let hasEscapes) = walker.next() {
                let key = JSONString.decode(raw, hasEscapes: hasEscapes)
                dict.set(key, to: value(walker.next(), &walker))
            }
            return .dict(dict)
        }
    }

    /// A number from its text; integers keep every digit.
    private init(number text: UnsafeRawBufferPointer, isInteger: Bool) {
        guard isInteger else {
            self = .double(JSONNumber.double(text))
            return
        }
        if text.count < 19 {
            // Fits a machine integer for sure.
            var number = 0
            for byte in text where byte != UInt8(ascii: "-") { number = number * 10 + Int(byte - UInt8(ascii: "0")) }
            self = .int(text.first == UInt8(ascii: "-") ? -number : number)
        } else {
            self = .integer(BigInt(String(decoding: text, as: UTF8.self)) ?? 0)
        }
    }
}
