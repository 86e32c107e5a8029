import Reports
import System

extension Build {
    /// The files that the output is made from, as they are opened: the recipe, inputs, packs, lists and chat templates; what ships with the
    /// program and what can be read only once aside.
    package var dependencies: [String] {
        var paths = [recipe.path]
        for dataset in datasets {
            paths += dataset.inputs.paths + (dataset.demonstrationInputs?.paths ?? [])
            paths += dataset.packFiles.map(\.name).filter(isFile)
        }
        paths += (duplicates?.paths ?? []) + scoreFiles.flatMap(\.paths)
        paths += style.chatTemplate?.files.map(\.name) ?? []
        var seen: Set<String> = []
        return paths.filter { isFile($0) && seen.insert($0).inserted }
    }

    /// A rule for Make and Ninja, as compilers write them (gcc's -MD -MP): a target depends on all these files, each of which is a
    /// target of its own, so that one that is gone is no error.
    ///
    /// - Parameter target: nil: the manifest.
    package func dependencyRule(of target: String?) -> String {
        let target = Self.escaped(target ?? (folder.hasSuffix("/") ? folder : folder + "/") + Manifest.fileName)
        let files = dependencies.map(Self.escaped)
        return "\(target): \\\n" + files.map { "  \($0)" }.joined(separator: " \\\n") + "\n"
            + files.map { "\n\($0):\n" }.joined()
    }

    /// A path as Make reads it.
    private static func escaped(_ path: String) -> String {
        var result = ""
        var backslashes = 0
        for scalar in path.unicodeScalars {
            switch scalar {
            case " ", "\t":
                // Make halves the backslashes before a space.
                result += String(repeating: "\\", count: backslashes + 1)
            case "#", ":": result += "\\"
            case "$": result += "$"
            default: break
            }
            backslashes = scalar == "\\" ? backslashes + 1 : 0
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private func isFile(_ path: String) -> Bool { path != "-" && FileStatus(path)?.kind == .regular }
}
