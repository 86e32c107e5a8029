/// A place in a text: line and column count from 1, columns in Unicode scalars.
package struct SourceLocation: Equatable, Hashable, Sendable {
    /// The file's name as the user wrote it.
    package var file: String
    package var line: Int
    /// The column in Unicode scalars, from 1; nil for the line as a whole.
    package var column: Int?

    package init(file: String, line: Int, column: Int? = nil) {
        (self.file, self.line, self.column) = (file, line, column)
    }
}

extension SourceLocation: CustomStringConvertible {
    /// `file:line:column`, or `file:line`.
    package var description: String { "\(file):\(position)" }

    /// `line:column`, or `line`.
    package var position: String { "\(line)" + (column.map { ":\($0)" } ?? "") }
}

/// Finds lines and columns of byte offsets in a text.
package struct SourceText: Sendable {
    /// The text's UTF-8 bytes.
    package let bytes: [UInt8]

    package init(_ text: String) { bytes = Array(text.utf8) }

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Line and column, both from 1, of a byte offset; an offset past the end is taken as the end.
    package func position(at offset: Int) -> (line: Int, column: Int) {
        let end = min(max(offset, 0), bytes.count)
        var line = 1
        var lineStart = 0
        var index = 0
        while index < end {
            if bytes[index] == 0x0A {
                line += 1
                lineStart = index + 1
            }
            index += 1
        }
        return (line, 1 + bytes[lineStart..<end].codePointCount)
    }

    /// The text of a line (from 1) without its line end; empty when there is no such line.
    package func line(_ number: Int) -> String {
        var current = 1
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            if current == number {
                return Self.text(bytes[start..<index])
            }
            current += 1
            start = index + 1
        }
        return current == number ? Self.text(bytes[start...]) : ""
    }

    private static func text(_ slice: ArraySlice<UInt8>) -> String {
        String(decoding: slice.last == 0x0D ? slice.dropLast() : slice, as: UTF8.self)
    }
}
