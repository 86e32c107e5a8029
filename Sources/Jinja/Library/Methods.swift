import BigInt
import JSON
import System

/// The methods of Python's types that templates may call.
enum Methods {
    static let dict: Set<String> = [
        "clear", "copy", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values",
    ]
    static let list: Set<String> = [
        "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort",
    ]
    static let tuple: Set<String> = ["count", "index"]
    static let int: Set<String> = ["bit_length", "bit_count", "conjugate", "as_integer_ratio"]
    static let float: Set<String> = ["is_integer", "conjugate", "as_integer_ratio", "hex"]
    static let range: Set<String> = ["index", "count"]
    static let text: Set<String> = Set(textMethods.keys)
    /// Methods that change their receiver, which an immutable environment refuses.
    static let changing: Set<String> = [
        "append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort", "update",
    ]

    static func has(_ value: Value, _ name: String) -> Bool {
        switch value {
        case .string, .markup: text.contains(name)
        case .list: list.contains(name)
        case .tuple: tuple.contains(name)
        case .dict: dict.contains(name)
        case .int, .bigInt, .bool: int.contains(name)
        case .double: float.contains(name)
        case .object(let object): object is RangeObject && range.contains(name)
        default: false
        }
    }
}

extension Machine {
    /// `receiver.name(arguments)`.
    func callMethod(_ receiver: Value, _ name: String, _ arguments: CallArguments) throws(JinjaError) -> Value {
        switch receiver {
        case .string(let text), .markup(let text):
            guard let method = textMethods[name] else { break }
            return try method(self, receiver, text, arguments)
        case .list(let list) where Methods.list.contains(name):
            try refuseChange(name, receiver)
            return try whileFollowed(list) { () throws(JinjaError) in try callListMethod(list, name, arguments) }
        case .dict(let dict) where Methods.dict.contains(name):
            try refuseChange(name, receiver)
            let count = dict.count
            let result = try callDictMethod(dict, name, arguments)
            if dict.count != count {
                for loop in loops.elements.indices where loops.elements[loop].source === dict {
                    loops.elements[loop].loseKeys()
                }
            }
            return result
        case .tuple(let tuple) where Methods.tuple.contains(name):
            return try callSearchMethod(tuple.items, name, arguments, "tuple")
        case .int, .bigInt, .bool, .double:
            guard Methods.has(receiver, name) else { break }
            guard arguments.positional.isEmpty, arguments.keywords.isEmpty else {
                throw JinjaError(.type, "\(receiver.typeName).\(name)() takes no arguments")
            }
            return try callNumberMethod(receiver, name)
        case .object(let range as RangeObject) where Methods.range.contains(name):
            return try callRangeMethod(range, name, arguments)
        default: break
        }
        return try call(try attribute(receiver, name), arguments)
    }

    /// Runs a method of a list; loops over the list see what it changes.
    private func whileFollowed(
        _ list: List, _ body: () throws(JinjaError) -> Value
    ) throws(JinjaError) -> Value {
        guard loops.count > 0, loops.elements.contains(where: { $0.source === list }) else { return try body() }
        // The loops let go of the items first, so that these are changed in place and not copied each time.
        func follow(_ items: ContiguousArray<Value>) {
            for loop in loops.elements.indices where loops.elements[loop].source === list {
                loops.elements[loop].follow(items)
            }
        }
        follow([])
        defer { follow(list.items) }
        return try body()
    }

    private func refuseChange(_ name: String, _ receiver: Value) throws(JinjaError) {
        if environment.isImmutable, Methods.changing.contains(name) {
            throw JinjaError(.security, "access to attribute '\(name)' of '\(receiver.typeName)' object is unsafe.")
        }
    }

    private func callNumberMethod(_ receiver: Value, _ name: String) throws(JinjaError) -> Value {
        switch (name, receiver) {
        case ("is_integer", .double(let number)): return .bool(number.isFinite && number == number.rounded())
        case ("conjugate", .double): return receiver
        case ("hex", .double(let number)):
            if number.isFinite, number != 0 { return .string(cFormat("%.*a", precision: 13, number)) }
            return .string(number == 0 ? (number.sign == .minus ? "-0x0.0p+0" : "0x0.0p+0") : JSONNumber.text(number))
        case ("as_integer_ratio", .double(let number)): return try integerRatio(number)
        case ("as_integer_ratio", _): return .tuple([.integer(receiver.asBigInt!), .int(1)])
        case ("conjugate", _): return .integer(receiver.asBigInt!)
        case ("bit_length", _): return .int(receiver.asBigInt!.magnitude.bitWidth)
        case ("bit_count", _):
            return .int(receiver.asBigInt!.magnitude.words.reduce(0) { $0 + $1.nonzeroBitCount })
        default: throw JinjaError(.type, "'\(name)' is not supported")
        }
    }

    /// The two integers whose quotient a double is exactly, in lowest terms.
    private func integerRatio(_ number: Double) throws(JinjaError) -> Value {
        guard number.isFinite else {
            throw JinjaError(.value, "cannot convert \(number.isNaN ? "NaN" : "Infinity") to integer ratio")
        }
        var numerator = BigInt(number.significandBitPattern | (number.isNormal ? 1 << 52 : 0))
        var denominator = BigInt(1)
        let exponent = max(Int(number.exponentBitPattern), 1) - 1075
        if exponent >= 0 { numerator <<= exponent } else { denominator <<= -exponent }
        let divisor = numerator.greatestCommonDivisor(with: denominator)
        if number < 0 { numerator.negate() }
        return .tuple([.integer(numerator / divisor), .integer(denominator / divisor)])
    }

    private func callRangeMethod(
        _ range: RangeObject, _ name: String, _ arguments: CallArguments
    ) throws(JinjaError) -> Value {
        let wanted = try arguments.bound(to: ["value"], required: 1, function: name)[0]
        let position = try range.position(of: wanted)
        if name == "count" { return .int(position == nil ? 0 : 1) }
        guard let position else { throw JinjaError(.value, "\(try representation(of: wanted)) is not in range") }
        return .int(position)
    }

    // MARK: Lists

    private func callListMethod(_ list: List, _ name: String, _ arguments: CallArguments) throws(JinjaError) -> Value {
        switch name {
        case "append":
            try charge(MemoryLayout<Value>.stride)
            list.items.append(try arguments.bound(to: ["object"], required: 1, function: name)[0])
        case "extend":
            let items = try iterate(try arguments.bound(to: ["iterable"], required: 1, function: name)[0])
            try charge(items.count * MemoryLayout<Value>.stride)
            list.items.append(contentsOf: items)
        case "insert":
            let values = try arguments.bound(to: ["index", "object"], required: 2, function: name)
            try charge(MemoryLayout<Value>.stride)
            let index = try integer(values[0], "index")
            let count = list.items.count
            list.items.insert(values[1], at: min(max(index < 0 ? index + count : index, 0), count))
        case "pop":
            let index = try integer(arguments.bound(to: ["index"], function: name).given(0), "index", default: -1)
            let position = index < 0 ? index + list.items.count : index
            guard !list.items.isEmpty else { throw JinjaError(.value, "pop from empty list") }
            guard list.items.indices.contains(position) else { throw JinjaError(.value, "pop index out of range") }
            return list.items.remove(at: position)
        case "remove":
            let wanted = try arguments.bound(to: ["value"], required: 1, function: name)[0]
            for (position, item) in list.items.enumerated() where try isEqual(item, wanted) {
                list.items.remove(at: position)
                return .none
            }
            throw JinjaError(.value, "list.remove(x): x not in list")
        case "reverse": list.items.reverse()
        case "clear": list.items.removeAll()
        case "copy": return .list(list.items)
        case "sort":
            guard arguments.positional.isEmpty else { throw JinjaError(.type, "sort() takes no positional arguments") }
            let values = try arguments.bound(to: ["key", "reverse"], function: name)
            let key = values.given(0).flatMap { $0.isNone ? nil : $0 }
            list.items = try sorted(list.items, reverse: values.flag(1)) { item throws(JinjaError) in
                guard let key else { return item }
                return try self.call(key, CallArguments([item]))
            }
        default: return try callSearchMethod(list.items, name, arguments, "list")
        }
        return .none
    }

    /// `index` and `count` of lists and tuples.
    private func callSearchMethod(
        _ items: ContiguousArray<Value>, _ name: String, _ arguments: CallArguments, _ type: String
    ) throws(JinjaError) -> Value {
        if name == "count" {
            let wanted = try arguments.bound(to: ["value"], required: 1, function: name)[0]
            var count = 0
            for item in items where try isEqual(item, wanted) { count += 1 }
            return .int(count)
        }
        let values = try arguments.bound(to: ["value", "start", "stop"], required: 1, function: name)
        func bound(_ position: Int, _ fallback: Int) throws(JinjaError) -> Int {
            let index = try integer(values.given(position), "index", default: fallback)
            return min(max(index < 0 ? index + items.count : index, 0), items.count)
        }
        let start = try bound(1, 0)
        let stop = try bound(2, items.count)
        for position in start..<max(start, stop) where try isEqual(items[position], values[0]) { return .int(position) }
        throw JinjaError(
            .value,
            type == "tuple" ? "tuple.index(x): x not in tuple" : "\(try representation(of: values[0])) is not in list")
    }

    // MARK: Dictionaries

    private func callDictMethod(_ dict: Dict, _ name: String, _ arguments: CallArguments) throws(JinjaError) -> Value {
        switch name {
        case "items", "keys", "values":
            guard arguments.positional.isEmpty, arguments.keywords.isEmpty else {
                throw JinjaError(.type, "dict.\(name)() takes no arguments (\(arguments.positional.count) given)")
            }
            return .object(DictView(dict, name == "items" ? .items : name == "keys" ? .keys : .values))
        case "get":
            let values = try positionalOnly(arguments, ["key", "default"], name)
            return try dict.value(values[0]) ?? values.given(1) ?? .none
        case "pop":
            let values = try positionalOnly(arguments, ["key", "default"], name)
            if let value = try dict.remove(values[0]) ?? values.given(1) { return value }
            throw JinjaError(.value, try representation(of: values[0]))
        case "popitem":
            guard let key = dict.keys.last, let value = try dict.remove(key) else {
                throw JinjaError(.value, "'popitem(): dictionary is empty'")
            }
            return .tuple([key, value])
        case "setdefault":
            let values = try positionalOnly(arguments, ["key", "default"], name)
            if let value = try dict.value(values[0]) { return value }
            try charge(2 * MemoryLayout<Value>.stride)
            let value = values.given(1) ?? .none
            try dict.set(values[0], to: value)
            return value
        case "update":
            for other in arguments.positional.prefix(1) {
                try charge((other.isUndefined ? 0 : try length(other)) * 2 * MemoryLayout<Value>.stride)
                try update(dict, from: other)
            }
            for (key, value) in arguments.keywords { dict.set(key, to: value) }
        case "clear": dict.removeAll()
        default: return .dict(Dict(copying: dict))
        }
        return .none
    }

    private func positionalOnly(
        _ arguments: CallArguments, _ names: [String], _ function: String
    ) throws(JinjaError) -> ContiguousArray<Value> {
        guard arguments.keywords.isEmpty else {
            throw JinjaError(.type, "dict.\(function)() takes no keyword arguments")
        }
        return try arguments.bound(to: names, required: 1, function: function)
    }
}
