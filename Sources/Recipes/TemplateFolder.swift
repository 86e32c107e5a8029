import Records

/// The templates of a folder, for `include`, `import` and `extends`. No name leads out of the folder.
package struct TemplateFolder: Sendable {
    /// Its path with a slash at the end: the origin of its templates.
    package let path: String

    /// The loader of environments whose templates have folders for origins.
    package static let loader: @Sendable (_ name: String, _ origin: String) -> String? = { name, origin in
        origin.isEmpty ? nil : TemplateFolder(path: origin).source(of: name)
    }

    private init(path: String) { self.path = path }

    /// - Parameter file: a file of the folder.
    package init(of file: String) {
        path = file.lastIndex(of: "/").map { String(file[...$0]) } ?? "./"
    }

    /// The source of a template, or nil if there is none of this name.
    package func source(of name: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !name.contains("\0") else {
            return nil
        }
        return try? readTextFile(path + name)
    }
}
