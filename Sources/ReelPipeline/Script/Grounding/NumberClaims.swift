import Foundation

/// A number that a text states, in digits or in words.
struct NumberClaim: Sendable {
    enum Kind: Sendable {
        case plain, percent, money
    }

    var value: Double
    var kind: Kind
    /// Whether it was written in digits.
    var isDigits: Bool
    /// Its tokens.
    var range: Range<Int>
}

enum NumberClaims {
    /// - Parameter reach: how many words behind a number its unit may stand, as in "5 to 10 percent".
    static func all(in tokens: [TextToken], reach: Int = 1) -> [NumberClaim] {
        var claims: [NumberClaim] = []
        var index = 0
        while index < tokens.count {
            guard let (value, end, isDigits) = number(tokens, at: index) else {
                index += 1
                continue
            }
            claims.append(
                NumberClaim(
                    value: value, kind: kind(tokens, index..<end, reach), isDigits: isDigits, range: index..<end))
            index = end
        }
        return claims
    }

    private static func number(_ tokens: [TextToken], at start: Int) -> (Double, Int, isDigits: Bool)? {
        if tokens[start].isNumber {
            guard var value = digits(tokens[start].key) else { return nil }
            var end = start + 1
            while end < tokens.count, let factor = magnitudes[tokens[end].key], end == start + 1 {
                value *= factor
                end += 1
            }
            return (value, end, true)
        }
        return inWords(tokens, at: start)
    }

    /// `1200`, `19th`, `1980s`, `3.5m`, `20k`.
    private static func digits(_ key: String) -> Double? {
        let number = key.prefix { $0.isNumber || $0 == "." }
        guard let value = Double(number.last == "." ? number.dropLast() : number) else { return nil }
        switch key.dropFirst(number.count) {
        case "k": return value * 1e3
        case "m", "mn", "mln": return value * 1e6
        case "b", "bn": return value * 1e9
        case "t", "tn", "trn": return value * 1e12
        default: return value
        }
    }

    /// `twenty five`, `two hundred thousand`, `a million`.
    private static func inWords(_ tokens: [TextToken], at start: Int) -> (Double, Int, isDigits: Bool)? {
        var total = 0.0
        var current: Double?
        var end = start
        while end < tokens.count {
            let key = tokens[end].key
            if let small = small[key] {
                // "one two" are two numbers, "twenty two" is one.
                if let value = current,
                    !(value.truncatingRemainder(dividingBy: 100) >= 20 && small < 10
                        || value >= 100 && value.truncatingRemainder(dividingBy: 100) == 0)
                {
                    break
                }
                current = (current ?? 0) + small
            } else if let factor = magnitudes[key], let value = current {
                if factor == 100 {
                    current = value * 100
                } else {
                    total += value * factor
                    current = 0
                }
            } else if key == "a", end == start, end + 1 < tokens.count, magnitudes[tokens[end + 1].key] != nil {
                current = 1
            } else {
                break
            }
            end += 1
        }
        guard let current, end > start else { return nil }
        return (total + current, end, false)
    }

    private static func kind(_ tokens: [TextToken], _ range: Range<Int>, _ reach: Int) -> NumberClaim.Kind {
        if tokens[range].contains(where: \.percent) { return .percent }
        if tokens[range.lowerBound].currency { return .money }
        for token in tokens[range.upperBound...].prefix(reach) {
            if ["percent", "percentage", "per"].contains(token.key) || token.percent { return .percent }
            if ["dollar", "dollars", "euro", "euros", "pound", "pounds", "yen", "rupees", "cents", "pence"].contains(
                token.key)
            {
                return .money
            }
        }
        return .plain
    }

    private static let magnitudes: [String: Double] = [
        "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    ]
    static let small: [String: Double] = [
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
        "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    ]
}
