import Diagnostics
import System

/// Refusals are answers to what no model should do; before another question they would teach that this one is refused, too.
///
/// A row is a refusal because the dataset that it stands in bears the tag. So files are compared, however their names are written,
/// and not rows: one that equals a refusal and stands in a file of its own is there by the recipe's word, and to compare contents
/// all refusals would have to be read before anything else.
///
/// - Returns: errors where demonstrations of a dataset that is none of refusals come from a file of one that is.
func refusalLeaks(in datasets: [PreparedDataset]) -> [Diagnostic] {
    func isOfRefusals(_ dataset: PreparedDataset) -> Bool { dataset.recipe.tag == "refusal" }
    var refusals: [FileStatus.Identity: String] = [:]
    for dataset in datasets where isOfRefusals(dataset) {
        for path in dataset.inputs.paths {
            guard let file = identity(path), refusals[file] == nil else { continue }
            refusals[file] = dataset.recipe.name
        }
    }
    return datasets.compactMap { dataset -> Diagnostic? in
        guard !refusals.isEmpty, !isOfRefusals(dataset), dataset.task.poolSize > 0 else { return nil }
        let source = dataset.demonstrationInputs ?? dataset.inputs
        for (path, name) in zip(source.paths, source.names) {
            guard let other = identity(path).flatMap({ refusals[$0] }) else { continue }
            return Diagnostic(
                "dataset `\(dataset.recipe.name)`: its demonstrations would come from \(name), the data of `\(other)`, which has `tag: refusal`",
                at: dataset.recipe.demonstrations?.fromPlace ?? dataset.recipe.location,
                help: "refusals are no demonstrations of other tasks: name another file in `demonstrations.from`")
        }
        return nil
    }
}

/// What a path leads to; of standard input, what it is connected to. Nil if there is no such file.
private func identity(_ path: String) -> FileStatus.Identity? {
    (path == "-" ? FileStatus(descriptor: 0) : FileStatus(path))?.identity
}
