import Diagnostics
import Formats
import Reports

extension Build {
    /// Writes the data card, which the manifest makes and then names.
    func writeCard(of manifest: inout Manifest, to directory: OutputDirectory) throws(Diagnostics) {
        let card: DataCard
        do throws(Diagnostic) {
            card = try DataCard(manifest)
        } catch {
            throw Diagnostics([error], status: .bug)
        }
        let record = try checked { () throws(OutputError) in
            let file = try directory.create(DataCard.fileName)
            try file.write(card.text)
            let hash = try file.finish() ?? ""
            return FileRecord(name: DataCard.fileName, bytes: file.count, hash: hash)
        }
        manifest.documents.append(record)
    }
}
