/// Jinja2's tests.
let standardTests: [LibraryFunction] = {
    func test(_ name: String, _ holds: @escaping @Sendable (Value) -> Bool) -> LibraryFunction {
        LibraryFunction(name) { _, value, _ throws(JinjaError) in .bool(holds(value)) }
    }
    func remainderTest(_ name: String, _ wanted: Int) -> LibraryFunction {
        LibraryFunction(name) { machine, value, _ throws(JinjaError) in
            .bool(try isEqual(try machine.calculate(.modulo, value, .int(2)), .int(wanted)))
        }
    }
    func orderTest(_ names: [String], _ comparison: OrderComparison) -> [LibraryFunction] {
        let test = LibraryFunction(names[0], ["other"], required: 1) { _, value, arguments throws(JinjaError) in
            .bool(try compare(value, arguments[0], comparison))
        }
        return names.map(test.named)
    }
    func equality(_ names: [String], _ wanted: Bool) -> [LibraryFunction] {
        let test = LibraryFunction(names[0], ["other"], required: 1) { machine, value, arguments throws(JinjaError) in
            if machine.environment.undefined == .strict {
                for case .undefined(let missing) in [value, arguments[0]] where !missing.isAlwaysLenient {
                    throw JinjaError(.undefined, missing.message, name: missing.name)
                }
            }
            return .bool(try isEqual(value, arguments[0]) == wanted)
        }
        return names.map(test.named)
    }
    return [
        test("defined") { !$0.isUndefined }, test("undefined") { $0.isUndefined }, test("none") { $0.isNone },
        test("boolean") { if case .bool = $0 { true } else { false } },
        test("true") { if case .bool(true) = $0 { true } else { false } },
        test("false") { if case .bool(false) = $0 { true } else { false } },
        test("integer") { value in
            switch value {
            case .int, .bigInt: true
            default: false
            }
        },
        test("float") { if case .double = $0 { true } else { false } }, test("number") { $0.asDouble != nil },
        test("string") { $0.asString != nil }, test("mapping") { if case .dict = $0 { true } else { false } },
        test("callable") { value in
            switch value {
            case .object(let object): object.isCallable
            // An undefined value has a call method, which fails.
            case .undefined: true
            default: false
            }
        },
        LibraryFunction("sequence") { machine, value, _ throws(JinjaError) in
            switch value {
            case .string, .markup, .list, .tuple, .dict: .bool(true)
            // It has a length, unless asking for that fails.
            case .undefined(let missing): .bool(!machine.isStrict(missing))
            case .object(let object): .bool(object is RangeObject)
            default: .bool(false)
            }
        },
        LibraryFunction("iterable") { machine, value, _ throws(JinjaError) in
            switch value {
            case .string, .markup, .list, .tuple, .dict: return .bool(true)
            case .undefined: return .bool(try machine.iterate(value).isEmpty)
            case .object(let object): return .bool(object.count != nil || object is Iterator)
            default: return .bool(false)
            }
        },
        test("escaped") { if case .markup = $0 { true } else { false } },
        LibraryFunction("lower") { machine, value, _ throws(JinjaError) in
            .bool(hasCase(try machine.text(of: value), upper: false))
        },
        LibraryFunction("upper") { machine, value, _ throws(JinjaError) in
            .bool(hasCase(try machine.text(of: value), upper: true))
        },
        remainderTest("even", 0), remainderTest("odd", 1),
        LibraryFunction("divisibleby", ["num"], required: 1) { machine, value, arguments throws(JinjaError) in
            .bool(try isEqual(try machine.calculate(.modulo, value, arguments[0]), .int(0)))
        },
        LibraryFunction("sameas", ["other"], required: 1) { _, value, arguments throws(JinjaError) in
            .bool(isSame(value, arguments[0]))
        },
        LibraryFunction("in", ["seq"], required: 1) { machine, value, arguments throws(JinjaError) in
            if case .undefined(let missing) = value, machine.isStrict(missing) {
                throw JinjaError(.undefined, missing.message, name: missing.name)
            }
            return .bool(try contains(arguments[0], value, machine))
        },
        LibraryFunction("filter") { machine, value, _ throws(JinjaError) in
            try requireHashable(value)
            return .bool(value.asString.map { machine.environment.library.filterIndexes[$0] != nil } ?? false)
        },
        LibraryFunction("test") { machine, value, _ throws(JinjaError) in
            try requireHashable(value)
            return .bool(value.asString.map { machine.environment.library.testIndexes[$0] != nil } ?? false)
        },
    ] + equality(["eq", "==", "equalto"], true) + equality(["ne", "!="], false)
        + orderTest(["lt", "<", "lessthan"], .less) + orderTest(["le", "<="], .lessOrEqual)
        + orderTest(["gt", ">", "greaterthan"], .greater) + orderTest(["ge", ">="], .greaterOrEqual)
}()

/// Python's `is`: the same object, or the same small value.
private func isSame(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.none, .none): true
    case (.bool(let x), .bool(let y)): x == y
    case (.int(let x), .int(let y)): x == y
    case (.double(let x), .double(let y)): x == y
    case (.string(let x), .string(let y)): sameText(x, y)
    case (.list(let x), .list(let y)): x === y
    case (.tuple(let x), .tuple(let y)): x === y
    case (.dict(let x), .dict(let y)): x === y
    case (.object(let x), .object(let y)): x === y
    case (.undefined(let x), .undefined(let y)): x === y
    default: false
    }
}

/// Python's `islower` and `isupper`: at least one cased code point, and all of them in that case.
func hasCase(_ text: String, upper: Bool) -> Bool {
    var found = false
    for scalar in text.unicodeScalars {
        let properties = scalar.properties
        if properties.isUppercase || properties.generalCategory == .titlecaseLetter {
            if !upper || properties.generalCategory == .titlecaseLetter { return false }
            found = true
        } else if properties.isLowercase {
            if upper { return false }
            found = true
        }
    }
    return found
}
