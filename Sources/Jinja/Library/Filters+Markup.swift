import JSON

/// Filters on markup, URLs and JSON.
let markupFilters: [LibraryFunction] = {
    let escape = LibraryFunction("escape") { machine, value, _ throws(JinjaError) -> Value in
        .markup(try machine.escapedText(value))
    }
    return [
        escape, escape.named("e"),
        LibraryFunction("forceescape") { machine, value, _ throws(JinjaError) -> Value in
            .markup(try machine.escapedText(.string(try machine.text(of: value))))
        },
        LibraryFunction("safe") { machine, value, _ throws(JinjaError) -> Value in .markup(try machine.text(of: value))
        },
        LibraryFunction("striptags") { machine, value, _ throws(JinjaError) in
            .string(stripTags(try machine.text(of: value)))
        },
        LibraryFunction("xmlattr", ["autospace"], xmlAttributesFilter),
        LibraryFunction("urlencode", [], urlEncodeFilter),
        LibraryFunction("urlize", ["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"], urlizeFilter),
        LibraryFunction("tojson", ["indent"]) { machine, value, arguments throws(JinjaError) in
            var options = JSONOptions()
            options.sortsKeys = true
            options.indent = try machine.jsonIndent(arguments.given(0))
            let text = try machine.json(value, options)
            var safe = ""
            for scalar in text.unicodeScalars {
                switch scalar {
                case "<": safe += "\\u003c"
                case ">": safe += "\\u003e"
                case "&": safe += "\\u0026"
                case "'": safe += "\\u0027"
                default: safe.unicodeScalars.append(scalar)
                }
            }
            return .markup(safe)
        },
        LibraryFunction("pprint") { machine, value, _ throws(JinjaError) in .string(try machine.prettyText(of: value))
        },
    ]
}()

/// `tojson` as transformers gives it to chat templates: nothing escaped for HTML, keys as they stand.
let chatToJSONFilter = LibraryFunction("tojson", ["ensure_ascii", "indent", "separators", "sort_keys"]) {
    machine, value, arguments throws(JinjaError) in
    var options = JSONOptions()
    options.isASCII = arguments.flag(0)
    options.indent = try machine.jsonIndent(arguments.given(1))
    if let separators = arguments.given(2), !separators.isNone {
        let pair = try machine.iterate(separators)
        guard pair.count == 2, let item = pair[0].asString, let key = pair[1].asString else {
            throw JinjaError(.type, "separators must be a pair of texts")
        }
        (options.itemSeparator, options.keySeparator) = (item, key)
    } else if options.indent != nil {
        options.itemSeparator = ","
    }
    options.sortsKeys = arguments.flag(3)
    return .string(try machine.json(value, options))
}

private func xmlAttributesFilter(
    _ machine: Machine, _ value: Value, _ arguments: ContiguousArray<Value>
) throws(JinjaError) -> Value {
    guard case .dict(let dict) = value else {
        if case .undefined(let missing) = value { throw JinjaError(.undefined, missing.message, name: missing.name) }
        throw JinjaError(.type, "'\(value.typeName)' object has no attribute 'items'")
    }
    var parts: [String] = []
    for (key, item) in zip(dict.keys, dict.values) where !item.isNone && !item.isUndefined {
        let name = try machine.text(of: key)
        let isInvalid = name.utf8.contains { byte in
            (0x09...0x0D).contains(byte)
                || [0x20, UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "=")].contains(byte)
        }
        if isInvalid {
            throw JinjaError(.value, "Invalid character in attribute name: \(try machine.representation(of: key))")
        }
        parts.append("\(try machine.escapedText(key))=\"\(try machine.escapedText(item))\"")
    }
    var result = parts.joined(separator: " ")
    if arguments.given(0)?.isTrue ?? true, !result.isEmpty { result = " " + result }
    return machine.autoescape ? .markup(result) : .string(result)
}

/// Drops comments and tags as MarkupSafe does, then folds white space.
private func stripTags(_ text: String) -> String {
    var kept: [UInt8] = []
    let bytes = Array(text.utf8)
    var position = 0
    while let start = findText("<", in: text, from: position) {
        let isComment = bytes[start...].starts(with: "<!--".utf8)
        let mark = isComment ? "-->" : ">"
        // What is not closed stays, and so does all that follows.
        guard let end = findText(mark, in: text, from: isComment ? start + 4 : start) else { break }
        kept.append(contentsOf: bytes[position..<start])
        position = end + mark.utf8.count
    }
    kept.append(contentsOf: bytes[position...])
    return HTMLEntities.unescaped(splitWords(String(decoding: kept, as: UTF8.self)).joined(separator: " "))
}

private func urlEncodeFilter(
    _ machine: Machine, _ value: Value, _ arguments: ContiguousArray<Value>
) throws(JinjaError) -> Value {
    var pairs: ContiguousArray<Value>
    switch value {
    case .dict(let dict): pairs = DictView(dict, .items).all
    case .object(let object) where object.count == nil && !(object is Iterator):
        return .string(percentEncoded(try machine.text(of: value), forQuery: false))
    case .list, .tuple, .object, .undefined: pairs = try machine.iterate(value)
    default: return .string(percentEncoded(try machine.text(of: value), forQuery: false))
    }
    var parts: [String] = []
    for pair in pairs {
        let items = try machine.iterate(pair)
        guard items.count == 2 else {
            throw JinjaError(.value, "not enough values to unpack (expected 2, got \(items.count))")
        }
        parts.append(
            percentEncoded(try machine.text(of: items[0]), forQuery: true) + "="
                + percentEncoded(try machine.text(of: items[1]), forQuery: true))
    }
    pairs = []
    return .string(parts.joined(separator: "&"))
}

private func percentEncoded(_ text: String, forQuery: Bool) -> String {
    var result = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "~"):
            result.unicodeScalars.append(Unicode.Scalar(byte))
        case UInt8(ascii: "/") where !forQuery: result += "/"
        case 0x20 where forQuery: result += "+"
        default: result += "%" + hexText(UInt32(byte), width: 2).uppercased()
        }
    }
    return result
}
