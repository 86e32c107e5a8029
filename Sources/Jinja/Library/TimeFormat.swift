extension FixedTime {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// Days since 0000-03-01 of the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
    private var dayNumber: Int {
        let year = month <= 2 ? self.year - 1 : self.year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    }

    /// 0 is Sunday.
    private var weekday: Int { ((dayNumber + 3) % 7 + 7) % 7 }

    private var dayOfYear: Int { dayNumber - FixedTime(year: year, month: 1, day: 1).dayNumber + 1 }

    /// Python's `strftime` in the C locale.
    func formatted(_ format: String) -> String {
        func padded(_ number: Int, _ width: Int, _ fill: Character = "0") -> String {
            let digits = String(number)
            return String(repeating: fill, count: max(0, width - digits.count)) + digits
        }
        var result = ""
        var scalars = format.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            guard scalar == "%", var directive = scalars.popFirst() else {
                result.unicodeScalars.append(scalar)
                continue
            }
            var isPlain = false
            if directive == "-", let next = scalars.popFirst() {
                isPlain = true
                directive = next
            }
            func number(_ value: Int, _ width: Int, _ fill: Character = "0") -> String {
                isPlain ? String(value) : padded(value, width, fill)
            }
            let hour12 = hour % 12 == 0 ? 12 : hour % 12
            switch directive {
            case "Y": result += String(year)
            case "y": result += number(year % 100, 2)
            case "C": result += number(year / 100, 2)
            case "m": result += number(month, 2)
            case "d": result += number(day, 2)
            case "e": result += number(day, 2, " ")
            case "H": result += number(hour, 2)
            case "I": result += number(hour12, 2)
            case "k": result += number(hour, 2, " ")
            case "l": result += number(hour12, 2, " ")
            case "M": result += number(minute, 2)
            case "S": result += number(second, 2)
            case "f": result += "000000"
            case "j": result += number(dayOfYear, 3)
            case "p": result += hour < 12 ? "AM" : "PM"
            case "P": result += hour < 12 ? "am" : "pm"
            case "B": result += Self.months[(month + 11) % 12]
            case "b", "h": result += Self.months[(month + 11) % 12].prefix(3)
            case "A": result += Self.days[weekday]
            case "a": result += Self.days[weekday].prefix(3)
            case "w": result += String(weekday)
            case "u": result += String(weekday == 0 ? 7 : weekday)
            case "U": result += number((dayOfYear + 6 - weekday) / 7, 2)
            case "W": result += number((dayOfYear + 6 - (weekday + 6) % 7) / 7, 2)
            case "F": result += formatted("%Y-%m-%d")
            case "T", "X": result += formatted("%H:%M:%S")
            case "R": result += formatted("%H:%M")
            case "D", "x": result += formatted("%m/%d/%y")
            case "c": result += formatted("%a %b %e %H:%M:%S %Y")
            case "r": result += formatted("%I:%M:%S %p")
            case "n": result += "\n"
            case "t": result += "\t"
            case "z", "Z": break
            case "%": result += "%"
            default:
                result += "%"
                result.unicodeScalars.append(directive)
            }
        }
        return result
    }
}
