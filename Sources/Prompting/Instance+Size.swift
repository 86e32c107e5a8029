import Diagnostics
import JSON
import Mixing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Instance {
    /// How long its prompt and completion are.
    public var size: InstanceSize {
        let (prompt, completion) = (length(of: prompt), length(of: completion))
        return InstanceSize(
            characters: UInt32(clamping: prompt.characters + completion.characters),
            words: UInt32(clamping: prompt.words + completion.words))
    }

    private func length(of part: UnsafeRawBufferPointer) -> TextLength {
        guard isEscaped, let base = part.baseAddress, memchr(base, Int32(UInt8(ascii: "\\")), part.count) != nil else {
            return TextLength(of: part)
        }
        var text = JSONString.decode(part, hasEscapes: true)
        return text.withUTF8 { TextLength(of: UnsafeRawBufferPointer($0)) }
    }
}
