import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A page read as XML: its elements with the names of their attributes, in order, and its text.
final class PageMarkup: NSObject, XMLParserDelegate {
    /// Such as `td class`; attributes in the order of their names.
    private(set) var elements: [String] = []
    /// The texts of all elements but the sheet of styles, one behind the other.
    private(set) var text = ""
    /// The values of attributes, by name.
    private(set) var values: [String: Set<String>] = [:]
    /// The sheet of styles.
    private(set) var styles = ""
    private var open: [String] = []

    /// - Throws: if it is not well-formed.
    init(_ html: String) throws {
        super.init()
        let parser = XMLParser(data: Data(html.utf8))
        parser.delegate = self
        parser.shouldResolveExternalEntities = false
        let isRead = parser.parse()
        try #require(isRead, "\(parser.parserError.map { "\($0)" } ?? "") in line \(parser.lineNumber)")
    }

    /// Whether a text stands on the page, byte for byte.
    func shows(_ text: String) -> Bool { Data(self.text.utf8).range(of: Data(text.utf8)) != nil }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        open.append(name)
        elements.append(([name] + attributes.keys.sorted()).joined(separator: " "))
        for (key, value) in attributes { values[key, default: []].insert(value) }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) { open.removeLast() }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
        if open.last == "style" { styles += characters } else { text += characters }
    }
}
