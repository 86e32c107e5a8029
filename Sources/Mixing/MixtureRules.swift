/// What a dataset brings to the mixture. Amounts are in the mixture's unit: instances, characters or words.
package struct MixtureEntry: Sendable, Equatable {
    /// The dataset's name.
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
        self.name = name
        self.available = available
        self.cap = cap
        self.weight = weight
        self.share = share
    }
}

/// Datasets that are mixed among themselves before they are a part of the whole.
package struct MixtureGroup: Sendable, Equatable {
    /// What people call it.
    package var name: String
    /// The fraction of the group around it that it is to be; nil: by the sum of its datasets' rates.
    package var share: Double?
    /// Multiplies that sum.
    package var weight: Double = 1
    /// The cap of its datasets that have none of their own; nil: as the group around it says.
    package var cap: Int?
    /// Evens sizes out above 1; greater than 0. Nil: as the group around it says.
    package var temperature: Double?
    /// The names of its datasets.
    package var datasets: [String] = []
    /// Groups in it.
    package var groups: [MixtureGroup] = []

    /// A group of nothing yet.
    package init(name: String) {
        self.name = name
    }
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

    /// - Parameter size: nil for one pass over what the caps leave.
    package init(cap: Int? = nil, temperature: Double = 1, size: Int? = nil) {
        self.cap = cap
        self.temperature = temperature
        self.size = size
    }
}

/// What a dataset gets in a mixture.
package struct MixtureShare: Sendable, Equatable {
    /// The dataset's name.
    package var name: String
    /// The cap that holds for it.
    package var cap: Int?
    /// r = min(n x scale, cap)^(1/T) x weight.
    package var rate: Double
    /// The fraction of the whole that was asked for: by rates r / sum of r, or a fixed one, times that of the groups around it.
    package var share: Double
    /// How much is taken, in the mixture's unit.
    package var count: Int

    /// What a dataset gets.
    package init(name: String, cap: Int?, rate: Double, share: Double, count: Int) {
        self.name = name
        self.cap = cap
        self.rate = rate
        self.share = share
        self.count = count
    }
}
