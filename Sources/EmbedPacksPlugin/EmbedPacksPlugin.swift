import Foundation
import PackagePlugin

/// Makes the packs of `Templates/` a part of the room that loads packs.
@main
struct EmbedPacksPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let templates = context.package.directoryURL.appending(path: "Templates")
        let packs = try FileManager.default.contentsOfDirectory(at: templates, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" }
            .sorted { $0.path < $1.path }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedPacks.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(packs.count) packs",
                executable: try context.tool(named: "embed-packs").url,
                arguments: [output.path] + packs.map(\.path), inputFiles: packs, outputFiles: [output])
        ]
    }
}
