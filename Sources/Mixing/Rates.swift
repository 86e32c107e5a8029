#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a dataset brings to the mixture.
public struct MixtureEntry: Sendable, Equatable {
    /// The dataset's name.
    public var name: String
    /// How many instances it has to give.
    public var available: Int
    /// At most so many of them are taken; nil for no limit of its own.
    public var cap: Int?
    /// Multiplies its rate.
    public var weight: Double

    /// - Parameter available: how many instances there are, at least 0.
    public init(name: String, available: Int, cap: Int? = nil, weight: Double = 1) {
        self.name = name
        self.available = available
        self.cap = cap
        self.weight = weight
    }
}

/// How a mixture is put together from datasets.
public struct MixtureRules: Sendable, Equatable {
    /// The cap of datasets that have none of their own.
    public var cap: Int?
    /// Evens sizes out above 1; greater than 0.
    public var temperature: Double = 1
    /// How many instances in all; nil: one pass over what the caps leave.
    public var size: Int?

    /// - Parameter size: nil for one pass over what the caps leave.
    public init(cap: Int? = nil, temperature: Double = 1, size: Int? = nil) {
        self.cap = cap
        self.temperature = temperature
        self.size = size
    }
}

/// What a dataset gets in a mixture.
public struct MixtureShare: Sendable, Equatable {
    /// The dataset's name.
    public var name: String
    /// The cap that holds for it.
    public var cap: Int?
    /// r = min(n, cap)^(1/T) x weight.
    public var rate: Double
    /// The rate over the sum of all rates: what was asked for.
    public var share: Double
    /// How many instances are taken.
    public var count: Int

    /// What a dataset gets.
    public init(name: String, cap: Int?, rate: Double, share: Double, count: Int) {
        self.name = name
        self.cap = cap
        self.rate = rate
        self.share = share
        self.count = count
    }
}

/// Examples-proportional mixing with caps: r = min(n, cap)^(1/T) x weight, share = r / sum r.
///
/// Source: Raffel et al. 2020, "Exploring the Limits of Transfer Learning", section 3.5.2; seqio's
/// `rate_num_examples`, `temperature_rate`.
///
/// No instance is taken twice, so that a dataset gives at most min(n, cap); what it cannot give is shared out again.
public func mix(_ entries: [MixtureEntry], _ rules: MixtureRules) -> [MixtureShare] {
    let caps = entries.map { $0.cap ?? rules.cap }
    let bounds = zip(entries, caps).map { entry, cap in min(entry.available, cap ?? Int.max) }
    let rates = zip(entries, bounds).map { entry, bound in
        bound == 0 ? 0 : pow(Double(bound), 1 / rules.temperature) * entry.weight
    }
    let sum = rates.reduce(0, +)
    let most = bounds.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    let counts = apportion(total: rules.size ?? most, rates: rates, bounds: bounds, names: entries.map(\.name))
    return entries.indices.map { index in
        MixtureShare(
            name: entries[index].name, cap: caps[index], rate: rates[index], share: sum > 0 ? rates[index] / sum : 0,
            count: counts[index])
    }
}
