/// Whether a text is only the letter of an option: `B`, `b)`, `(b).`.
package func isAnswerLetter(_ text: String) -> Bool {
    guard text.unicodeScalars.count <= 6 else { return false }
    let letters = text.unicodeScalars.filter { $0.properties.isAlphabetic }
    let others = text.unicodeScalars.filter { !$0.properties.isAlphabetic }
    return letters.count == 1 && letters.allSatisfy { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
        && others.allSatisfy { "().:[] \n\"'".unicodeScalars.contains($0) }
}
