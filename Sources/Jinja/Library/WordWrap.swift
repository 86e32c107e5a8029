/// `wordwrap`: Python's `textwrap.wrap` over each line, with its rules for hyphens.
func wordWrapFilter(
    _ machine: Machine, _ value: Value, _ arguments: ContiguousArray<Value>
) throws(JinjaError) -> Value {
    guard let text = value.asString else {
        if case .undefined(let missing) = value { throw JinjaError(.undefined, missing.message, name: missing.name) }
        throw JinjaError(.type, "'\(value.typeName)' object has no attribute 'splitlines'")
    }
    let width = try machine.integer(arguments.given(0), "width", default: 79)
    guard width > 0 else { throw JinjaError(.value, "invalid width \(width) (must be > 0)") }
    let breaksWords = arguments.given(1)?.isTrue ?? true
    let end = arguments.given(2).flatMap { $0.isNone ? nil : $0 }
    let lineEnd =
        try end.map { value throws(JinjaError) in try machine.text(of: value) }
        ?? machine.environment.syntax.newlineSequence
    let breaksHyphens = arguments.given(3)?.isTrue ?? true
    let isSafe = if case .markup? = end { true } else { false }
    try machine.step(text.utf8.count / 16)
    var lines: [String] = []
    for line in splitLines(text) {
        let parts = wrap(
            Array(line.unicodeScalars), width: width, breaksWords: breaksWords, breaksHyphens: breaksHyphens)
        let (size, overflow) = parts.count.multipliedReportingOverflow(by: lineEnd.utf8.count)
        try machine.checkTextSize(overflow ? Int.max : size)
        if isSafe {
            var escaped: [String] = []
            for part in parts { escaped.append(try machine.escapedText(.string(part))) }
            lines.append(escaped.joined(separator: lineEnd))
        } else {
            lines.append(parts.joined(separator: lineEnd))
        }
    }
    // The result is as safe as what joins its lines; the text's own safety is lost.
    return isSafe ? .markup(lines.joined(separator: lineEnd)) : .string(lines.joined(separator: lineEnd))
}

private typealias Chunk = [Unicode.Scalar]

/// textwrap's greedy filling.
private func wrap(_ line: Chunk, width: Int, breaksWords: Bool, breaksHyphens: Bool) -> [String] {
    // Slices, since a long word is cut again and again.
    var chunks = (breaksHyphens ? hyphenChunks(line) : wordChunks(line)).reversed().map { $0[...] }
    var lines: [String] = []
    while !chunks.isEmpty {
        var current: [ArraySlice<Unicode.Scalar>] = []
        var length = 0
        if isBlank(chunks.last!), !lines.isEmpty { chunks.removeLast() }
        while let chunk = chunks.last, length + chunk.count <= width {
            current.append(chunk)
            length += chunk.count
            chunks.removeLast()
        }
        if let chunk = chunks.last, chunk.count > width {
            let room = width < 1 ? 1 : width - length
            if breaksWords {
                // Where no room is left, the part put here is empty, and is dropped below in place of white space.
                var end = max(room, 0)
                if breaksHyphens, chunk.count > end, let hyphen = chunk.prefix(end).lastIndex(of: "-"),
                    hyphen > chunk.startIndex, chunk[..<hyphen].contains(where: { $0 != "-" })
                {
                    end = hyphen + 1 - chunk.startIndex
                }
                current.append(chunk.prefix(end))
                chunks[chunks.count - 1] = chunk.dropFirst(end)
            } else if current.isEmpty {
                current.append(chunks.removeLast())
            }
            length = current.reduce(0) { $0 + $1.count }
        }
        if let last = current.last, isBlank(last) { current.removeLast() }
        if !current.isEmpty {
            var view = String.UnicodeScalarView()
            for chunk in current { view.append(contentsOf: chunk) }
            lines.append(String(view))
        }
    }
    return lines
}

private func isBlank(_ chunk: ArraySlice<Unicode.Scalar>) -> Bool { chunk.allSatisfy(isPythonSpace) }

/// textwrap's white space: ASCII only.
private func isWrapSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20: true
    default: false
    }
}

/// Runs of white space and of other characters in turn.
private func wordChunks(_ line: Chunk) -> [Chunk] {
    var chunks: [Chunk] = []
    for scalar in line {
        if let last = chunks.last?.last, isWrapSpace(last) == isWrapSpace(scalar) {
            chunks[chunks.count - 1].append(scalar)
        } else {
            chunks.append([scalar])
        }
    }
    return chunks
}

/// As `wordChunks`, and words are cut behind hyphens between letters and at dashes of two or more hyphens.
private func hyphenChunks(_ line: Chunk) -> [Chunk] {
    wordChunks(line).flatMap { isWrapSpace($0[0]) ? [$0] : cutAtHyphens($0) }
}

private func cutAtHyphens(_ word: Chunk) -> [Chunk] {
    func isLetter(_ index: Int) -> Bool {
        word.indices.contains(index) && isWordCharacter(word[index]) && word[index].properties.numericType == nil
    }
    func isWordOrMark(_ index: Int) -> Bool {
        word.indices.contains(index)
            && (isWordCharacter(word[index]) || "!\"'&.,?".unicodeScalars.contains(word[index]))
    }
    var chunks: [Chunk] = []
    var start = 0
    var index = 0
    while index < word.count {
        guard word[index] == "-" else {
            index += 1
            continue
        }
        var end = index
        while end < word.count, word[end] == "-" { end += 1 }
        if end - index >= 2, isWordOrMark(index - 1) || index == start, end < word.count, isWordCharacter(word[end]) {
            // An em-dash of hyphens is a chunk of its own.
            if start < index { chunks.append(Array(word[start..<index])) }
            chunks.append(Array(word[index..<end]))
            start = end
        } else if end - index == 1, isLetter(index - 1),
            isLetter(index - 2) || (index - 2 >= start && word[index - 2] == "-" && index - 3 >= start),
            isLetter(end), isLetter(end + 1) || (end + 1 < word.count && word[end + 1] == "-")
        {
            chunks.append(Array(word[start..<end]))
            start = end
        }
        index = end
    }
    if start < word.count { chunks.append(Array(word[start...])) }
    return chunks
}
