/// `urlize`: makes links of URLs and e-mail addresses.
func urlizeFilter(
    _ machine: Machine, _ value: Value, _ arguments: ContiguousArray<Value>
) throws(JinjaError) -> Value {
    func option(_ position: Int) -> Value? { arguments.given(position).flatMap { $0.isNone ? nil : $0 } }
    let limit = try option(0).map { value throws(JinjaError) in try machine.integer(value, "trim_url_limit") }
    // `noopener` is the policy's default; it stands beside what the template asks for.
    var relations = Set(splitWords(try option(3).map { value throws(JinjaError) in try machine.text(of: value) } ?? ""))
    if option(1)?.isTrue == true { relations.insert("nofollow") }
    relations.insert("noopener")
    let target = try option(2).map { value throws(JinjaError) in " target=\"\(try machine.escapedText(value))\"" } ?? ""
    let attributes = " rel=\"\(try machine.escapedText(.string(relations.sorted().joined(separator: " "))))\"" + target
    var schemes: [String] = []
    if let extra = option(4) {
        for scheme in try machine.iterate(extra) {
            let name = try machine.text(of: scheme)
            guard isScheme(name) else { throw JinjaError(.value, "'\(name)' is not a valid URI scheme prefix.") }
            schemes.append(name)
        }
    }
    let text = try machine.escapedText(value)
    var result = ""
    var word = ""
    for scalar in text.unicodeScalars {
        if isPythonSpace(scalar) {
            result += linked(word, limit, attributes, schemes)
            word = ""
            result.unicodeScalars.append(scalar)
        } else {
            word.unicodeScalars.append(scalar)
        }
    }
    result += linked(word, limit, attributes, schemes)
    return machine.autoescape ? .markup(result) : .string(result)
}

/// A URI scheme prefix such as `tel:`.
private func isScheme(_ name: String) -> Bool {
    let allowed = name.utf8.allSatisfy { byte in
        Character(Unicode.Scalar(byte)).isLetter || byte &- 0x30 < 10 || "+-.:/".utf8.contains(byte)
    }
    return allowed && (name.hasSuffix(":") || name.hasSuffix(":/") || name.hasSuffix("://"))
}

private func linked(_ word: String, _ limit: Int?, _ attributes: String, _ schemes: [String]) -> String {
    guard !word.isEmpty else { return "" }
    var (head, middle, tail) = ("", word, "")
    while let mark = ["(", "<", "&lt;"].first(where: { middle.hasPrefix($0) }) {
        head += mark
        middle.removeFirst(mark.count)
    }
    while let mark = [")", ">", ".", ",", "&gt;"].first(where: { middle.hasSuffix($0) }) {
        tail = mark + tail
        middle.removeLast(mark.count)
    }
    // A closing bracket whose opening one stands inside belongs to the address.
    for (open, close) in [("(", ")"), ("<", ">"), ("&lt;", "&gt;")] {
        let opens = occurrences(of: open, in: middle)
        guard opens > occurrences(of: close, in: middle) else { continue }
        for _ in 0..<min(opens, occurrences(of: close, in: tail)) {
            guard let found = findText(close, in: tail) else { break }
            let end = tail.utf8.index(tail.startIndex, offsetBy: found + close.utf8.count)
            middle += tail[..<end]
            tail = String(tail[end...])
        }
    }
    var shown = middle
    if let limit, middle.unicodeScalars.count > limit {
        // A negative limit counts from the end, as in a Python slice.
        let kept =
            limit >= 0
            ? middle.unicodeScalars.prefix(limit) : middle.unicodeScalars.dropLast(limit == Int.min ? Int.max : -limit)
        shown = String(kept) + "..."
    }
    if isWebAddress(middle) {
        let isComplete = middle.hasPrefix("https://") || middle.hasPrefix("http://")
        middle = "<a href=\"\(isComplete ? "" : "https://")\(middle)\"\(attributes)>\(shown)</a>"
    } else if middle.hasPrefix("mailto:"), isMailAddress(String(middle.dropFirst(7))) {
        middle = "<a href=\"\(middle)\">\(middle.dropFirst(7))</a>"
    } else if middle.contains("@"), !middle.hasPrefix("www."), !middle.hasPrefix("@"), !middle.contains(":"),
        isMailAddress(middle)
    {
        middle = "<a href=\"mailto:\(middle)\">\(middle)</a>"
    } else if schemes.contains(where: { middle != $0 && middle.hasPrefix($0) }) {
        middle = "<a href=\"\(middle)\"\(attributes)>\(middle)</a>"
    }
    return head + middle + tail
}

func occurrences(of needle: String, in text: String) -> Int {
    var count = 0
    var start = 0
    while let found = findText(needle, in: text, from: start) {
        count += 1
        start = found + max(needle.utf8.count, 1)
        if start > text.utf8.count { break }
    }
    return count
}

/// An address with a scheme and a host, or a host that begins with `www.` or ends in a well-known domain.
private func isWebAddress(_ text: String) -> Bool {
    var rest = text.lowercased()[...]
    var hasScheme = false
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) {
        rest = rest.dropFirst(scheme.count)
        hasScheme = true
        break
    }
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" }
    let afterHost = rest.dropFirst(host.count)
    if afterHost.first == ":" {
        let port = afterHost.dropFirst().prefix { $0.isNumber }
        let next = afterHost.dropFirst(1 + port.count).first
        guard (1...5).contains(port.count), next == nil || next == "/" || next == "?" || next == "#" else {
            return false
        }
    }
    guard isHost(host) || (hasScheme && isNumericHost(host)) else { return false }
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    if hasScheme || host.hasPrefix("www.") { return labels.count >= 2 || isNumericHost(host) || host == "localhost" }
    return labels.count >= 2
        && ["com", "net", "int", "edu", "gov", "org", "info", "mil"].contains(String(labels.last!))
}

private func isHost(_ host: Substring) -> Bool {
    !host.isEmpty
        && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.unicodeScalars.allSatisfy { isWordCharacter($0) || $0 == "-" || $0 == "%" }
        }
}

private func isNumericHost(_ host: Substring) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(\.isNumber) }
}

private func isMailAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[0].unicodeScalars.allSatisfy({ !isPythonSpace($0) }) else {
        return false
    }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
        && parts[1].unicodeScalars.allSatisfy { isWordCharacter($0) || $0 == "." || $0 == "-" }
}
