/// The templates of a folder, for `include`, `import` and `extends`. No name leads out of the folder.
public struct TemplateFolder: Sendable {
    private let path: String

    /// - Parameter file: a file of the folder.
    public init(of file: String) {
        path = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }

    /// The source of a template, or nil if there is none of this name.
    public func source(of name: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !name.contains("\0") else {
            return nil
        }
        return try? readTextFile(path + name)
    }
}
