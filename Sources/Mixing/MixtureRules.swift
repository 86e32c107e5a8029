/// What a dataset brings to the mixture. Amounts are in the mixture's unit: instances, characters or words.
package struct MixtureEntry: Sendable, Equatable {
    package var name: String
    /// How much it has to give.
    package var available: Int
    /// At most so much of it is taken; nil: as its group says.
    package var cap: Int?
    /// Multiplies its rate.
    package var weight: Double
    /// The fraction of its group that it is to be; nil: by its rate.
    package var share: Double?

    /// - Parameter available: how much there is, at least 0.
    package init(name: String, available: Int, cap: Int? = nil, weight: Double = 1, share: Double? = nil) {
        (self.name, self.available, self.cap, self.weight, self.share) = (name, available, cap, weight, share)
    }
}

/// Datasets that are mixed among themselves before they are a part of the whole.
package struct MixtureGroup: Sendable, Equatable {
    package var name: String
    /// The fraction of the group around it that it is to be; nil: by the sum of its datasets' rates.
    package var share: Double?
    /// Multiplies that sum.
    package var weight: Double = 1
    /// The cap of its datasets that have none of their own; nil: as the group around it says.
    package var cap: Int?
    /// Evens sizes out above 1; greater than 0. Nil: as the group around it says.
    package var temperature: Double?
    package var datasets: [String] = []
    package var groups: [MixtureGroup] = []

    package init(name: String) { self.name = name }
}

/// How a mixture is put together from datasets.
package struct MixtureRules: Sendable, Equatable {
    /// The cap of datasets that have none of their own.
    package var cap: Int?
    /// Evens sizes out above 1; greater than 0.
    package var temperature: Double = 1
    /// Multiplies sizes before they are capped; greater than 0.
    package var scale: Double = 1
    /// Datasets with more rows than that, which have no cap of their own, give each of their templates an equal part of it, rounded
    /// down; nil: no such bound.
    package var largeDatasetCap: Int?
    /// Sizes count as so much at most when rates are made; nil: no bound but the caps.
    package var rateCap: Int?
    /// How much in all; nil: one pass over what the caps leave.
    package var size: Int?
    /// At most so many passes over a dataset, at least 1.
    package var epochs = 1
    /// The groups; datasets that stand in none are mixed beside them.
    package var groups: [MixtureGroup] = []

    /// The cap of a dataset that has none of its own: that of the innermost group around it that has one, else the mixture's.
    package func cap(of dataset: String) -> Int? {
        func find(_ groups: [MixtureGroup], _ outer: Int?) -> Int?? {
            for group in groups {
                let cap = group.cap ?? outer
                if group.datasets.contains(dataset) { return .some(cap) }
                if let found = find(group.groups, cap) { return found }
            }
            return nil
        }
        return find(groups, cap) ?? cap
    }

    /// Whether a dataset without a cap or a share of its own gives all that it has, once, whatever it and the others have; so it is
    /// where no dataset has a share and nothing is asked for but one pass.
    ///
    /// - Parameter weight: the dataset's.
    package func isUncapped(of dataset: String, weight: Double) -> Bool {
        func isPlain(_ groups: [MixtureGroup]) -> Bool {
            groups.allSatisfy { $0.share == nil && $0.weight == 1 && isPlain($0.groups) }
        }
        return size == nil && scale == 1 && weight == 1 && largeDatasetCap == nil && cap(of: dataset) == nil
            && isPlain(groups)
    }

    /// The cap that `largeDatasetCap` gives a dataset.
    ///
    /// - Parameters:
    ///   - rows: how many rows give instances.
    ///   - templates: how many templates they are seen through.
    package func capOfLarge(rows: Int, templates: Int) -> Int? {
        guard let most = largeDatasetCap, rows > most, templates > 0 else { return nil }
        return most / templates * templates
    }

    package init(cap: Int? = nil, temperature: Double = 1, size: Int? = nil) {
        (self.cap, self.temperature, self.size) = (cap, temperature, size)
    }
}

/// What a dataset gets in a mixture.
package struct MixtureShare: Sendable, Equatable {
    package var name: String
    /// The cap that holds for it.
    package var cap: Int?
    /// r = min(n x scale, cap)^(1/T) x weight.
    package var rate: Double
    /// The fraction of the whole that was asked for: by rates r / sum of r, or a fixed one, times that of the groups around it.
    package var share: Double
    /// How much is taken, in the mixture's unit.
    package var count: Int

    package init(name: String, cap: Int?, rate: Double, share: Double, count: Int) {
        (self.name, self.cap, self.rate, self.share, self.count) = (name, cap, rate, share, count)
    }
}

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

    package init(characters: UInt32 = 0, words: UInt32 = 0) { (self.characters, self.words) = (characters, words) }

    /// What an instance of this size counts in a unit.
    package func amount(in unit: MixtureUnit) -> Int {
        switch unit {
        case .examples: 1
        case .characters: Int(characters)
        case .words: Int(words)
        }
    }
}

/// Numbers of mixtures as people write them, in recipes and on the command line.
package enum MixtureNumber {
    /// A number in decimal notation; nil for anything else that `Double` would take, such as `0x1p3` and `nan`.
    package static func decimal(_ text: some StringProtocol) -> Double? {
        guard !text.isEmpty, text.utf8.allSatisfy({ "0123456789.+-eE".utf8.contains($0) }) else { return nil }
        return Double(text)
    }

    /// A fraction of a whole, from 0 to 1: `0.05` or `5%`; nil for anything else, and for 1, which could mean one per cent or all.
    package static func fraction(_ text: String) -> Double? {
        if text.hasSuffix("%") {
            return decimal(text.dropLast()).flatMap { (0...100).contains($0) ? $0 / 100 : nil }
        }
        return decimal(text).flatMap { (0..<1).contains($0) ? $0 : nil }
    }

    /// The greatest multiplier.
    package static let maxTimes = 1e9

    /// A number that multiplies something, from 0 to `maxTimes`: `2`, `0.5` or `x2`; nil for anything else.
    package static func multiplier(_ text: String) -> Double? {
        decimal(text.hasPrefix("x") ? text.dropFirst() : text[...]).flatMap { (0...maxTimes).contains($0) ? $0 : nil }
    }
}
