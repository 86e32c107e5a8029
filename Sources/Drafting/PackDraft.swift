import Diagnostics
import Formats
import Inspecting
import JSON
import Prompting
import Recipes
import Running

/// A pack to begin with, for a data file: guessed from its first rows, and full of comments that tell what to change.
package struct PackDraft {
    /// Only so many records are looked at.
    package static let maxRecords = 1000

    /// The pack's text, YAML that loads.
    package let text: String

    /// Looks at the data and drafts the pack.
    ///
    /// - Parameters:
    ///   - inputs: the data; one file.
    ///   - path: what the pack's file will be called, for the commands in its comments.
    ///   - hasOptions: whether the data are read with options, which the commands need as well.
    /// - Throws: that no template can be made, or that the data cannot be read.
    package init(_ inputs: InputSet, path: String, hasOptions: Bool) throws(Diagnostics) {
        var inputs = inputs
        inputs.maxRecords = Self.maxRecords
        let report = try Inspector(inputs: inputs).run()
        let source = inputs.names[0]
        guard report.rows > 0 else {
            throw Diagnostics(
                Diagnostic(
                    "\(source): no row could be read\(report.rejects.first.map { ": \($0.message)" } ?? "")",
                    help: "--input-format tells how to read it"), status: .problems)
        }
        let fields = report.fields.map(DraftField.init)
        if fields.contains(where: { $0.name == "answer_choices" }) {
            throw Diagnostics(
                Diagnostic(
                    "\(source): the field `answer_choices` has the name that templates give to their own choices",
                    help: "rename it in the data"), status: .problems)
        }
        let drafts = TemplateDrafts(fields)
        guard !drafts.templates.isEmpty else {
            throw Diagnostics(
                Diagnostic(
                    "\(source): no field has a name that a template can use",
                    help: "a name is made of letters, digits and underscores; rename the fields in the data"),
                status: .problems)
        }
        let base = Self.baseName(source)
        var pack = Pack(name: path, templates: drafts.templates)
        pack.dataset = base
        pack.inputs = fields.filter(\.isReadable).map { ($0.name, $0.sentence) }
        var writer = PackWriter()
        for index in pack.templates.indices {
            let id = Self.identifier(file: Self.fileName(source), template: pack.templates[index].name)
            pack.templates[index].id = id
            if index == 0 { writer.templateNotes[id] = Self.templateNotes(drafts) }
        }
        writer.header = Self.header(source, path, report.rows, hasOptions)
        writer.inputNotes = Self.inputNotes(fields)
        text = writer.text(pack)
    }

    // MARK: Names

    private static func fileName(_ source: String) -> String {
        source.split(separator: "/").last.map(String.init) ?? source
    }

    /// The file's name without folders and endings.
    private static func baseName(_ source: String) -> String {
        let name = source == "<stdin>" ? "data" : fileName(source)
        let base = name.drop { $0 == "." }.prefix { $0 != "." }
        return base.isEmpty ? "data" : String(base)
    }

    /// An id that is always the same for a file's name and a template's: the first half of their SHA-256 in the form of a
    /// UUID (version 8, which is for such things).
    private static func identifier(file: String, template: String) -> String {
        var digits = Array("\(file)\0\(template)".utf8).withUnsafeBytes { Array(SHA256.hex(of: $0).prefix(32)) }
        digits[12] = "8"
        digits[16] = ["8", "9", "a", "b"][(digits[16].hexDigitValue ?? 0) & 3]
        let ends = [8, 12, 16, 20, 32]
        return zip([0] + ends, ends).map { String(digits[$0..<$1]) }.joined(separator: "-")
    }

    // MARK: Comments

    private static func header(_ source: String, _ path: String, _ rows: Int, _ hasOptions: Bool) -> [String] {
        let data = shellWord(source == "<stdin>" ? "-" : source)
        let pack = shellWord(path == "-" ? "pack.yaml" : path)
        let looked = rows == 1 ? "1 row" : rows < maxRecords ? "\(rows) rows" : "the first \(maxRecords) rows"
        return [
            "Templates for \(DisplayText.line(source, limit: 1000)), a start: guessed from \(looked). Change whatever is wrong.",
            "",
            "Look at what comes of them\(hasOptions ? ", with the options that the data need" : ""):",
            "  hornbook preview \(data) --templates \(pack)",
            "  hornbook preview \(data) --templates \(pack) --all-templates",
            "Make instances of all rows:",
            "  hornbook render --templates \(pack) \(data) > instances.jsonl",
            "",
        ]
    }

    private static func inputNotes(_ fields: [DraftField]) -> [String] {
        var notes = ["", "The fields, each with a sentence for those who use the pack."]
        let odd = fields.filter { !$0.isReadable }
        if !odd.isEmpty {
            notes += [
                "Left out: "
                    + odd.prefix(20).map { "\"\(DisplayText.line($0.name, limit: 40))\"" }.joined(separator: ", ")
                    + (odd.count > 20 ? ", …" : "") + ".",
                "Templates name fields by letters, digits and underscores only, and so do a recipe's `fields`:",
                "such fields must be renamed in the data.",
            ]
        }
        return notes
    }

    private static func templateNotes(_ drafts: TemplateDrafts) -> [String] {
        [
            "The rows look like \(drafts.guess)",
            "Before ||| stands the prompt, behind it the completion. Copy a template to add another wording;",
            "give it a name and an id of its own, and keep ids for good: choices are derived from them.",
        ] + drafts.notes
    }

    /// A word as a shell reads it, on one line.
    private static func shellWord(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || "-_./".utf8.contains(byte)
        }
        let shown = DisplayText.line(text, limit: 1000)
        return isPlain && !text.isEmpty ? text : "'" + shown.replacing("'", with: "'\\''") + "'"
    }
}
