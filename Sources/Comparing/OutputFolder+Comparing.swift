import Diagnostics
import Reports

extension OutputFolder {
    /// How many instances that differ are shown.
    static let maxExamples = 3

    /// Compares this folder with a newer one.
    ///
    /// - Parameter jobs: how many threads work.
    /// - Returns: how they differ by their manifests and, where the data files do, by their instances.
    package func difference(to new: OutputFolder, jobs: Int) throws(Diagnostics) -> OutputDifference {
        var difference = OutputDifference(manifest, new.manifest)
        if !difference.files.isEmpty {
            difference.instances = try InstanceComparison(old: self, new: new, jobs: jobs)
                .run(examples: Self.maxExamples)
        }
        return difference
    }
}
