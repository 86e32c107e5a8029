import Diagnostics
import JSON

/// A manifest as it was read from a file.
package struct SavedManifest: Sendable {
    /// Where it was read from.
    package let path: String
    /// All of it.
    package let json: JSONValue
    /// The data files, in order.
    package let outputs: [FileRecord]
    /// The files for people that stand beside them.
    package let documents: [FileRecord]
    package let inputs: [(dataset: String, files: [FileRecord])]
    package let packs: [FileRecord]

    /// Reads a manifest.
    ///
    /// - Parameter path: the file's, for messages.
    /// - Throws: that it is no manifest of this program, with status 65.
    package init(parsing text: String, path: String) throws(Diagnostics) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: text)
        } catch {
            throw Diagnostics(Diagnostic("\(path): is not JSON: \(error.code.explanation) at byte \(error.offset)"))
        }
        try self.init(value, path: path)
    }

    /// A manifest from its JSON value.
    ///
    /// - Parameter path: the file that it stands in, for messages.
    /// - Throws: that it is no manifest of this program, with status 65.
    package init(_ value: JSONValue, path: String) throws(Diagnostics) {
        func fault(_ message: String) -> Diagnostics { Diagnostics(Diagnostic("\(path): \(message)")) }
        func files(_ list: JSONValue?) throws(Diagnostics) -> [FileRecord] {
            try (list?.elements ?? []).map { (value) throws(Diagnostics) in
                guard let file = FileRecord(value) else { throw fault("lists a file without name, size or hash") }
                return file
            }
        }
        guard value["tool"]?.text == "hornbook", value["outputs"]?.elements != nil else {
            throw fault("is not a manifest that hornbook has written")
        }
        (self.path, json) = (path, value)
        (outputs, packs) = (try files(value["outputs"]), try files(value["packs"]))
        documents = try files(value["documents"])
        inputs = try (value["inputs"]?.elements ?? []).map { (entry) throws(Diagnostics) in
            (entry["dataset"]?.text ?? "", try files(entry["files"]))
        }
    }

    /// All files of the output: data files, then documents.
    package var files: [FileRecord] { outputs + documents }

    package var recipe: String { json["recipe"]?["text"]?.text ?? "" }

    /// A dataset's line of the mixture table.
    package func ledger(of dataset: String) -> JSONValue? {
        json["mixture"]?.elements?.first { $0["dataset"]?.text == dataset }
    }

    /// The datasets in the order of the recipe.
    package var datasets: [String] { (json["mixture"]?.elements ?? []).compactMap { $0["dataset"]?.text } }
}
