extension Value {
    /// About how much a template can find in the value: the bytes of its texts, and one for every value in it.
    ///
    /// The value must not hold itself; none that comes from JSON does.
    package var size: Int {
        switch self {
        case .string(let text), .markup(let text): 1 + text.utf8.count
        case .list(let list): list.items.reduce(1) { $0 + $1.size }
        case .tuple(let tuple): tuple.items.reduce(1) { $0 + $1.size }
        case .dict(let dict): zip(dict.keys, dict.values).reduce(1) { $0 + $1.0.size + $1.1.size }
        default: 1
        }
    }
}
