/// What sizes, caps and shares of a mixture count.
package enum MixtureUnit: String, Sendable, CaseIterable {
    /// Instances.
    case examples
    /// Code points of prompt and completion, demonstrations and system message aside.
    case characters
    /// Words of prompt and completion, which white space divides.
    case words
}

/// How long an instance is, demonstrations and system message aside.
package struct InstanceSize: Sendable, Hashable {
    /// In code points.
    package var characters: UInt32
    /// In words, which white space divides.
    package var words: UInt32

    /// - Parameter words: which white space divides.
    package init(characters: UInt32 = 0, words: UInt32 = 0) {
        self.characters = characters
        self.words = words
    }

    /// What an instance of this size counts in a unit.
    package func amount(in unit: MixtureUnit) -> Int {
        switch unit {
        case .examples: 1
        case .characters: Int(characters)
        case .words: Int(words)
        }
    }
}
