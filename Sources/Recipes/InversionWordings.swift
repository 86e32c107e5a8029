import Diagnostics
import Prompting

/// The wordings under which templates are turned around that have no inverted ones beside them.
package struct InversionWordings: Sendable {
    /// Templates over `prompt` and `completion`.
    package let templates: [PromptTemplate]
    /// The pack that they stand in.
    package let pack: Pack

    /// The shipped pack of wordings; the names of its templates begin with a task and an underscore.
    private static let shippedName = "inversion"

    /// The wordings that a recipe names: those for a task in the shipped pack, or all of a file's.
    ///
    /// - Parameters:
    ///   - name: a task such as `sentiment` or `general`, or a path.
    ///   - folder: what relative paths are relative to.
    package init(_ name: String, in folder: String) throws(Diagnostics) {
        guard let shipped = try PackLibrary.shipped(Self.shippedName) else {
            throw Diagnostics(Diagnostic("the pack `\(Self.shippedName)` is missing"), status: .bug)
        }
        let found = shipped.templates.filter { Self.task(of: $0) == name }
        if !found.isEmpty {
            (templates, pack) = (found, shipped)
            return
        }
        guard name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
            let tasks = Set(shipped.templates.map(Self.task)).sorted()
            throw Diagnostics(
                Diagnostic(
                    "there is no wording `\(name)`",
                    help: suggestion(for: name, among: tasks).map { "did you mean `\($0)`?" }
                        ?? "a file of wordings, or one of \(tasks.joined(separator: ", "))"))
        }
        let packs = try PackLibrary.find(name, in: folder)
        (templates, pack) = (packs.flatMap(\.templates), packs[0])
    }

    /// The wordings for the task of a pack that has no inverted templates; nil if there are none for it.
    package init?(for pack: Pack) throws(Diagnostics) {
        guard let task = pack.task, !pack.templates.contains(where: \.isInverted),
            let shipped = try PackLibrary.shipped(Self.shippedName)
        else { return nil }
        templates = shipped.templates.filter { Self.task(of: $0) == task }
        guard !templates.isEmpty else { return nil }
        self.pack = shipped
    }

    private static func task(of template: PromptTemplate) -> String {
        template.name.split(separator: "_").first.map(String.init) ?? ""
    }
}
