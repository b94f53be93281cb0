/// Numbers in English words, because espeak-ng reads 1998 as a quantity, 1/2 as "slash" and 7:30 without its minutes' name.
package enum EnglishNumber {
    /// A token as words without digits.
    ///
    /// - Parameter token: ASCII without white space, such as `44,000`, `1998`, `1990s`, `20th`, `7:30`, `3/4`, `5G`.
    package static func words(of token: String) -> [String] {
        guard token.utf8.contains(where: isDigit) else { return [token] }
        return whole(token)
            ?? parts(of: token).flatMap { part in
                part.utf8.contains(where: isDigit) ? whole(part) ?? digits(part) : sign(part)
            }
    }

    /// What is one number from its first to its last character.
    private static func whole(_ text: String) -> [String]? {
        if text.hasSuffix("%") {
            let bare = text.reversed().drop { $0 == "%" }.reversed()
            return whole(String(bare)).map { $0 + ["percent"] }
        }
        let sides = { (sign: Character) in
            text.split(separator: sign, omittingEmptySubsequences: false).map(String.init)
        }
        if text.contains(":") { return time(sides(":")) }
        if text.contains("/") { return fraction(sides("/")) }
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "," || $0 == ".") }
        switch text.dropFirst(number.count).lowercased() {
        case "": return plain(String(number))
        case "s", "'s":
            guard let value = Int(number), value % 10 == 0, value > 0 else { return nil }
            return plural(year(String(number)) ?? cardinal(value))
        case "st", "nd", "rd", "th":
            return Int(number.filter { $0 != "," }).map { ordinal(cardinal($0)) }
        default: return nil
        }
    }

    /// A year, a quantity or a decimal number.
    private static func plain(_ text: String) -> [String]? {
        if let year = year(text) { return year }
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.allSatisfy({ !$0.isEmpty }) else { return nil }
        if halves.count > 2 { return version(halves) }
        if halves.count == 2, !halves[1].utf8.allSatisfy(isDigit) { return nil }
        let whole = halves[0].filter { $0 != "," }
        // Account numbers and the like: a quantity has no leading zero, and no name beyond trillions.
        let isQuantity = whole.count == 1 || !whole.hasPrefix("0")
        guard let value = Int(whole), isQuantity, whole.count <= 15 else { return nil }
        return cardinal(value) + (halves.count == 2 ? ["point"] + digits(String(halves[1])) : [])
    }

    /// 1.2.3 and 10.0.0.1, part by part.
    private static func version(_ parts: [Substring]) -> [String]? {
        let numbers = parts.compactMap { $0.utf8.allSatisfy(isDigit) && $0.count <= 4 ? Int($0) : nil }
        guard numbers.count == parts.count, parts.count <= 6 else { return nil }
        return Array(numbers.map { cardinal($0) }.joined(separator: ["point"]))
    }

    /// 1998, 1905, 2026; `nil` for what is no year.
    private static func year(_ text: String) -> [String]? {
        guard text.count == 4, let value = Int(text), (1100...2099).contains(value), value / 10 != 200,
            value % 1000 != 0
        else { return nil }
        let (century, rest) = (value / 100, value % 100)
        return cardinal(century) + (rest == 0 ? ["hundred"] : rest < 10 ? ["oh"] + cardinal(rest) : cardinal(rest))
    }

    private static func time(_ sides: [String]) -> [String]? {
        guard sides.count == 2, let hour = Int(sides[0]), let minute = Int(sides[1]), (0...24).contains(hour),
            sides[1].count == 2, (0...59).contains(minute)
        else { return nil }
        return cardinal(hour)
            + (minute == 0 ? ["o'clock"] : minute < 10 ? ["oh"] + cardinal(minute) : cardinal(minute))
    }

    private static func fraction(_ sides: [String]) -> [String]? {
        guard sides.count == 2, let above = Int(sides[0]), let below = Int(sides[1]), above > 0, below > 1 else {
            return nil
        }
        let part =
            switch below {
            case 2: above == 1 ? ["half"] : ["halves"]
            case 4: above == 1 ? ["quarter"] : ["quarters"]
            default: above == 1 ? ordinal(cardinal(below)) : plural(ordinal(cardinal(below)))
            }
        return cardinal(above) + part
    }

    /// - Parameter value: from 0 to a thousand trillions.
    package static func cardinal(_ value: Int) -> [String] {
        switch value {
        case ..<20: return [small[max(0, value)]]
        case ..<100:
            return [tens[value / 10]] + (value % 10 == 0 ? [] : [small[value % 10]])
        case ..<1000:
            return [small[value / 100], "hundred"] + (value % 100 == 0 ? [] : cardinal(value % 100))
        default:
            var words: [String] = []
            var rest = value
            for (scale, name) in scales where rest >= scale {
                words += cardinal(rest / scale) + [name]
                rest %= scale
            }
            return words + (rest == 0 ? [] : cardinal(rest))
        }
    }

    private static func ordinal(_ words: [String]) -> [String] {
        guard let last = words.last else { return words }
        let changed = irregular[last] ?? (last.hasSuffix("y") ? last.dropLast() + "ieth" : last + "th")
        return words.dropLast() + [changed]
    }

    private static func plural(_ words: [String]) -> [String] {
        guard let last = words.last else { return words }
        return words.dropLast() + [last.hasSuffix("y") ? last.dropLast() + "ies" : last + "s"]
    }

    private static func digits(_ text: String) -> [String] {
        text.utf8.filter(isDigit).map { small[Int($0 - UInt8(ascii: "0"))] }
    }

    /// Digits with what belongs to a number, and what stands between.
    private static func parts(of token: String) -> [String] {
        var parts: [String] = []
        var wasNumber: Bool?
        let letters = Array(token)
        for (index, letter) in letters.enumerated() {
            let isPoint = ",.".contains(letter) && wasNumber == true && index + 1 < letters.count
            let isNumber = letter.isNumber || isPoint && letters[index + 1].isNumber
            if isNumber == wasNumber { parts[parts.count - 1].append(letter) } else { parts.append(String(letter)) }
            wasNumber = isNumber
        }
        return parts
    }

    /// What stands beside digits: a unit, letters, or a sign that is not said.
    private static func sign(_ text: String) -> [String] {
        let bare = text.trimmingPrefix { !$0.isLetter && $0 != "%" }
        if let unit = units[String(bare)] { return [unit] }
        let letters = bare.split { !$0.isLetter && $0 != "'" && $0 != "%" }.map(String.init)
        return letters.map { $0 == "%" ? "percent" : $0 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    private static let scales = [
        (1_000_000_000_000, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"),
    ]
    private static let irregular = [
        "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
        "twelve": "twelfth",
    ]
    private static let units = [
        "km": "kilometers", "cm": "centimeters", "mm": "millimeters", "kg": "kilograms", "mph": "miles per hour",
        "k": "thousand", "GB": "gigabytes", "MB": "megabytes", "MW": "megawatts", "GW": "gigawatts", "ft": "feet",
    ]
}
