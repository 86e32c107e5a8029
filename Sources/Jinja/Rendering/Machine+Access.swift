/// Attributes, items, slices and iteration.
extension Machine {
    /// Whether the policy forbids every use of this undefined value.
    func isStrict(_ missing: Undefined) -> Bool { undefinedPolicy == .strict && !missing.isAlwaysLenient }

    private func isChainable(_ missing: Undefined) -> Bool { undefinedPolicy == .chainable && !missing.isAlwaysLenient }

    /// `value.name` for a name of a template; most are keys of dictionaries.
    @inline(__always)
    func attribute(_ value: Value, named name: TemplateName) throws(JinjaError) -> Value {
        if case .dict(let dict) = value, !name.isDictMethod, let item = dict.value(name.text) { return item }
        return try attribute(value, name.text)
    }

    /// `value.name`: the attribute if there is one, else the item.
    func attribute(_ value: Value, _ name: String) throws(JinjaError) -> Value {
        switch value {
        case .dict(let dict):
            if Methods.dict.contains(name) { return .object(BoundMethod(value, name)) }
            if let item = dict.value(name) { return item }
        case .object(let object):
            if let attribute = try object.attribute(name, self) { return attribute }
            if let item = try object.item(.string(name)) { return item }
        case .undefined(let missing):
            if isChainable(missing) { return value }
            throw JinjaError(.undefined, missing.message, name: missing.name)
        default:
            if let attribute = try ownAttribute(value, name) { return attribute }
        }
        return missingAttribute(of: value, name)
    }

    /// What Python's `getattr` finds, as far as templates have it; items are not looked at.
    func ownAttribute(_ value: Value, _ name: String) throws(JinjaError) -> Value? {
        switch value {
        case .object(let object): return try object.attribute(name, self)
        case .tuple(let tuple):
            if let position = tuple.names.firstIndex(of: name) { return tuple.items[position] }
        case .bool, .int, .bigInt:
            switch name {
            case "real", "numerator": return .integer(value.asBigInt!)
            case "imag": return .int(0)
            case "denominator": return .int(1)
            default: break
            }
        case .double:
            if name == "real" { return value }
            if name == "imag" { return .double(0) }
        default: break
        }
        return Methods.has(value, name) ? .object(BoundMethod(value, name)) : nil
    }

    func missingAttribute(of value: Value, _ name: String) -> Value {
        .undefined(
            Undefined(
                message: "'\(describe(value))' has no attribute '\(name)'", name: name,
                debugText: "no such element: \(describe(value))['\(name)']"))
    }

    /// How messages about missing things name a value.
    private func describe(_ value: Value) -> String {
        if case .none = value { "None" } else { "\(value.typeName) object" }
    }

    /// `value[key]`: the item if there is one, else the attribute.
    func item(_ value: Value, _ key: Value) throws(JinjaError) -> Value {
        switch (value, key) {
        case (.list(let list), .int(let index)):
            let position = index < 0 ? index + list.items.count : index
            if position >= 0, position < list.items.count { return list.items[position] }
        case (.dict(let dict), .string(let name)):
            if let item = dict.value(name) { return item }
            if Methods.dict.contains(name) { return .object(BoundMethod(value, name)) }
        case (.undefined(let missing), _):
            if isChainable(missing) { return value }
            throw JinjaError(.undefined, missing.message, name: missing.name)
        default:
            if let item = try generalItem(value, key) { return item }
            if let name = key.asString, let attribute = try ownAttribute(value, name) { return attribute }
        }
        if let name = key.asString { return missingAttribute(of: value, name) }
        let shown = (try? representation(of: key)) ?? "?"
        return .undefined(
            Undefined(
                message: "\(describe(value)) has no element \(shown)", name: shown,
                debugText: "no such element: \(describe(value))[\(shown)]"))
    }

    private func generalItem(_ value: Value, _ key: Value) throws(JinjaError) -> Value? {
        func position(_ count: Int) -> Int? {
            guard let index = key.asInt else { return nil }
            let position = index < 0 ? index + count : index
            return position >= 0 && position < count ? position : nil
        }
        switch value {
        case .list(let list): return position(list.items.count).map { list.items[$0] }
        case .tuple(let tuple): return position(tuple.items.count).map { tuple.items[$0] }
        case .string(let text), .markup(let text):
            guard key.asInt != nil else { return nil }
            let scalars = text.unicodeScalars
            guard let offset = position(scalars.count) else { return nil }
            let character = String(scalars[scalars.index(scalars.startIndex, offsetBy: offset)])
            if case .markup = value { return .markup(character) }
            return .string(character)
        case .dict(let dict):
            // An unhashable key is an error in Python, but Jinja makes it an undefined item.
            do { return try dict.value(key) } catch { return nil }
        case .object(let object): return try object.item(key)
        default: return nil
        }
    }

    /// `value[start:stop:step]`.
    func slice(_ value: Value, _ start: Value, _ stop: Value, _ step: Value) throws(JinjaError) -> Value {
        func bound(_ bound: Value) throws(JinjaError) -> Int? {
            switch bound {
            case .none: return nil
            case .undefined(let missing):
                guard !isStrict(missing) else { throw JinjaError(.undefined, missing.message) }
            default:
                if let number = bound.asInt { return number }
                if let number = bound.asBigInt { return number < 0 ? Int.min / 2 : Int.max / 2 }
            }
            throw JinjaError(.type, "slice indices must be integers or None or have an __index__ method")
        }
        switch value {
        case .list(let list):
            return .list(try sliced(list.items, try bound(start), try bound(stop), try bound(step)))
        case .tuple(let tuple):
            return .tuple(try sliced(tuple.items, try bound(start), try bound(stop), try bound(step)))
        case .string(let text), .markup(let text):
            let scalars = try sliced(
                ContiguousArray(text.unicodeScalars), try bound(start), try bound(stop), try bound(step))
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            if case .markup = value { return .markup(String(view)) }
            return .string(String(view))
        case .object(let range as RangeObject):
            let (first, end, step) = try indices(range.count ?? 0, try bound(start), try bound(stop), try bound(step))
            let (width, overflow) = range.step.multipliedReportingOverflow(by: step)
            // Of a step beyond all bounds only the first item is left.
            return .object(
                RangeObject(
                    start: range.start &+ first &* range.step, stop: range.start &+ end &* range.step,
                    step: overflow ? ((range.step < 0) == (step < 0) ? Int.max : -Int.max) : width))
        case .undefined(let missing):
            if isChainable(missing) { return value }
            throw JinjaError(.undefined, missing.message, name: missing.name)
        default: throw JinjaError(.type, "'\(value.typeName)' object is not subscriptable")
        }
    }

    /// Python's slicing of a sequence.
    func sliced<Element>(
        _ items: ContiguousArray<Element>, _ start: Int?, _ stop: Int?, _ step: Int?
    ) throws(JinjaError) -> ContiguousArray<Element> {
        let (first, end, step) = try indices(items.count, start, stop, step)
        if step == 1 { return first < end ? ContiguousArray(items[first..<end]) : [] }
        var result = ContiguousArray<Element>()
        var position = first
        while step > 0 ? position < end : position > end {
            result.append(items[position])
            let (next, overflow) = position.addingReportingOverflow(step)
            if overflow { break }
            position = next
        }
        return result
    }

    /// Python's `slice.indices`: where a slice of so many items begins, where it ends and how far it steps.
    private func indices(
        _ count: Int, _ start: Int?, _ stop: Int?, _ step: Int?
    ) throws(JinjaError) -> (first: Int, end: Int, step: Int) {
        let step = step ?? 1
        guard step != 0 else { throw JinjaError(.value, "slice step cannot be zero") }
        func clamped(_ bound: Int?, default value: Int) -> Int {
            guard let bound else { return value }
            let position = bound < 0 ? bound + count : bound
            return step > 0 ? min(max(position, 0), count) : min(max(position, -1), count - 1)
        }
        let first = clamped(start, default: step > 0 ? 0 : count - 1)
        return (first, clamped(stop, default: step > 0 ? count : -1), step)
    }

    /// The items of a value in order, as `for` runs over them.
    func iterate(_ value: Value) throws(JinjaError) -> ContiguousArray<Value> {
        switch value {
        case .list(let list): return list.items
        case .tuple(let tuple): return tuple.items
        case .string(let text), .markup(let text):
            try charge(text.utf8.count * MemoryLayout<Value>.stride)
            return ContiguousArray(text.unicodeScalars.map { .string(String($0)) })
        case .dict(let dict): return dict.keys
        case .undefined(let missing):
            if isStrict(missing) { throw JinjaError(.undefined, missing.message, name: missing.name) }
            return []
        case .object(let object):
            if let count = object.count { try charge(count * MemoryLayout<Value>.stride) }
            if let iterator = object as? Iterator { return try iterator.rest(self) }
            if let items = try object.items() { return items }
        default: break
        }
        throw JinjaError(.type, "'\(value.typeName)' object is not iterable")
    }

    /// How many items a value has, as `len()` counts them.
    func length(_ value: Value) throws(JinjaError) -> Int {
        switch value {
        case .list(let list): return list.items.count
        case .tuple(let tuple): return tuple.items.count
        case .string(let text), .markup(let text): return text.unicodeScalars.count
        case .dict(let dict): return dict.count
        case .undefined(let missing):
            if isStrict(missing) { throw JinjaError(.undefined, missing.message, name: missing.name) }
            return 0
        case .object(let object): if let count = object.count { return count }
        default: break
        }
        throw JinjaError(.type, "object of type '\(value.typeName)' has no len()")
    }
}
