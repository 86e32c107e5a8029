import Foundation
import TestSupport
import Testing

/// The completions that the program writes for shells.
@Suite struct CompletionTests {
    /// Whether a program can be found.
    private static func has(_ program: String) -> Bool {
        guard let folder = try? TemporaryFolder() else { return false }
        return (try? Program.shell("command -v \(program)", in: folder.url).status) == 0
    }

    /// The script for bash, which many lines are tried with.
    private static let bashScript = Result {
        let folder = try TemporaryFolder()
        return try Program.shell("hornbook --generate-completion-script bash", in: folder.url).output
    }

    private func check(_ shell: String, with command: String) throws {
        let folder = try TemporaryFolder()
        let script = try Program.shell("hornbook --generate-completion-script \(shell) > script", in: folder.url)
        #expect(script.status == 0)
        #expect(script.error == "")
        let result = try Program.shell("\(command) script", in: folder.url)
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error == "")
        // A shell that is there finds a fault where there is one.
        #expect(try Program.shell("(cat script; echo 'if (') > broken; \(command) broken", in: folder.url).status != 0)
    }

    @Test(.enabled(if: has("bash"), "bash is not installed"))
    func bashReadsThem() throws { try check("bash", with: "bash -n") }

    @Test(.enabled(if: has("zsh"), "zsh is not installed"))
    func zshReadsThem() throws { try check("zsh", with: "zsh -n") }

    @Test(.enabled(if: has("fish"), "fish is not installed"))
    func fishReadsThem() throws { try check("fish", with: "fish --no-execute") }

    /// A word that is begun at the end of a command line, and what bash offers for it.
    @Test(
        .enabled(if: has("bash"), "bash is not installed"),
        arguments: [
            ("hornbook bu", "build"),
            ("hornbook render --templates sent", "sentiment"),
            ("hornbook render --templates pa", "pack.yaml packs/ paraphrase"),
            ("hornbook check packs/", "packs/inner.yml"),
            ("hornbook templates show nothing-like-this", ""),
            ("hornbook plan rec", "recipe.yaml"),
            ("hornbook build rec", "recipe.yaml"),
            ("hornbook rows rec", "recipe.txt recipe.yaml"),
            ("hornbook rows --files0-from rec", "recipe.txt recipe.yaml"),
            ("hornbook render --as in", "inputs-targets"),
            ("hornbook preview --color a", "always auto"),
            ("hornbook rows --input-format j", "json jsonl"),
            ("hornbook rows --prin", "--print0"),
        ])
    func bashOffers(_ line: String, _ offers: String) throws {
        let folder = try TemporaryFolder()
        for file in ["recipe.yaml", "recipe.txt", "pack.yaml", "packs/inner.yml", "packs/notes.txt"] {
            try folder.write(file, "")
        }
        try folder.write("script", Self.bashScript.get())
        try folder.write(
            "offers.sh",
            """
            source ./script
            COMP_LINE='\(line)'
            COMP_WORDS=($COMP_LINE)
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            COMP_POINT=${#COMP_LINE}
            _hornbook hornbook "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}" | sort
            """)
        let result = try Program.shell("bash offers.sh", in: folder.url)
        #expect(result.error == "")
        #expect(result.output.split(separator: "\n").joined(separator: " ") == offers)
    }
}
