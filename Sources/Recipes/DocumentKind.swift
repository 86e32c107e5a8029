import Diagnostics

/// What a YAML file of hornbook's is.
package enum DocumentKind: Sendable {
    /// It has `datasets`.
    case recipe
    /// It has `templates`.
    case pack

    /// Tells by the keys of the document.
    ///
    /// - Throws: that the text is not YAML, or neither of the two.
    package init(path: String, text: String) throws(Diagnostics) {
        let reader = YAMLReader(file: path, text: text)
        let root = reader.compose(text)
        guard reader.diagnostics.isEmpty, let root else { throw Diagnostics(reader.diagnostics) }
        let keys = root.mapping?.compactMap { $0.key.scalar?.string } ?? []
        if keys.contains("datasets") {
            self = .recipe
        } else if keys.contains("templates") {
            self = .pack
        } else {
            throw Diagnostics(
                Diagnostic(
                    "\(path): neither a recipe, which has `datasets`, nor a pack, which has `templates`",
                    help: "`hornbook templates show sentiment` shows what a pack holds"))
        }
    }
}
