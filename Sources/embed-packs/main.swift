import Foundation

// Writes a Swift file that holds the packs of Templates/ as text, so that the binary has them wherever it stands.
// Usage: embed-packs OUTPUT PACK.yaml…

let arguments = CommandLine.arguments.dropFirst()
guard let output = arguments.first else {
    FileHandle.standardError.write(Data("usage: embed-packs OUTPUT PACK.yaml…\n".utf8))
    exit(64)
}
var code = """
    // Made by embed-packs from Templates/; do not edit.

    /// The packs that ship with the tool: names, and the YAML that they hold.
    let embeddedPacks: [(name: String, text: String)] = [

    """
for path in arguments.dropFirst().sorted() {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // As many number signs as no run of them in the text can end the literal early.
    var signs = "#"
    while text.contains("\"\"\"" + signs) || text.contains("\\" + signs) { signs += "#" }
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    code += "    (\n\"\(name)\",\n\(signs)\"\"\"\n\(text)\n\"\"\"\(signs)\n    ),\n"
}
code += "]\n"
try code.write(toFile: output, atomically: true, encoding: .utf8)
