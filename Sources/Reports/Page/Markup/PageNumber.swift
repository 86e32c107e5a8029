import Diagnostics

/// Numbers and short lists as people read them.
enum PageNumber {
    /// Stands where there is nothing to tell.
    static let none: Markup = #"<span class="quiet">–</span>"#

    /// A fraction in per cent.
    static func share(_ fraction: Double?) -> Markup {
        // Shares come from outside: one that is no fraction is not worth a trap.
        fraction.map { $0 <= 1000 ? "\(percent($0))" : "over 100,000%" } ?? none
    }

    /// A part of a whole in per cent; a dash of nothing.
    static func part(_ part: Int, of whole: Int) -> Markup { share(whole > 0 ? Double(part) / Double(whole) : nil) }

    /// A number with two decimals at most.
    static func decimal(_ number: Double?) -> Markup {
        guard let number else { return none }
        return "\(number < 1e12 ? rounded(number) : grouped(Int(number)))"
    }

    /// A size on a disk in the unit that leaves up to three digits before the point.
    static func bytes(_ bytes: Int) -> Markup {
        var number = Double(bytes)
        let units: [Markup] = ["bytes", "kB", "MB", "GB", "TB", "PB"]
        var unit = 0
        while number >= 999.5, unit < units.count - 1 {
            number /= 1000
            unit += 1
        }
        let isWhole = unit == 0 || number >= 99.95
        let tenths = Int((number * 10).rounded())
        return isWhole
            ? "\(Int(number.rounded())) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    static func counted(_ count: Int, _ one: Markup, _ many: Markup) -> Markup { "\(count) \(count == 1 ? one : many)" }

    /// A count of which 0 is nothing to look at.
    static func quietZero(_ count: Int) -> Markup { count == 0 ? #"<span class="quiet">0</span>"# : "\(count)" }

    /// Names with commas between them; beyond some, the others are counted.
    static func list(_ names: [String]) -> Markup {
        let shown = names.prefix(PageLimits.columns).enumerated().map { index, name -> Markup in
            "\(index == 0 ? .empty : ", " as Markup)<bdi>\(name, limit: 60)</bdi>"
        }.joined()
        let rest = names.count - PageLimits.columns
        return rest > 0 ? #"\#(shown) <span class="cut">and \#(rest) more</span>"# : shown
    }
}
