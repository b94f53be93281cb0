import Foundation
import ReelText

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

/// The numbers of an article, for asking about one quickly: an article of digits has a hundred thousand.
struct StatedNumbers: Sendable {
    /// For each kind its values, rising.
    private let values: [NumberClaim.Kind: [Double]]

    init(_ claims: [NumberClaim]) {
        values = Dictionary(grouping: claims, by: \.kind).mapValues { Set($0.map(\.value)).sorted() }
    }

    /// Whether a number is among them, as money or as a share if it is one.
    func contain(_ claim: NumberClaim) -> Bool {
        let kinds: [NumberClaim.Kind] = claim.kind == .plain ? [.plain, .percent, .money] : [claim.kind]
        // Ten thousandths of a tenth part, for what was multiplied.
        let tolerance = 1e-9 * abs(claim.value)
        return kinds.contains { kind in
            guard let values = values[kind] else { return false }
            let place = values.partitioningIndex { $0 >= claim.value - tolerance }
            return place < values.count && values[place] <= claim.value + tolerance
        }
    }
}

extension [Double] {
    /// The first place from which on all of a rising list belong to the second part.
    fileprivate func partitioningIndex(_ isSecond: (Double) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
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
            while end < tokens.count, let factor = NumberWords.magnitudes[tokens[end].key], end == start + 1 {
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
        let magnitude = NumberWords.magnitude(ofSuffix: key.dropFirst(number.count))
        return value * (magnitude.flatMap { NumberWords.magnitudes[$0] } ?? 1)
    }

    /// `twenty five`, `two hundred thousand`, `a million`.
    private static func inWords(_ tokens: [TextToken], at start: Int) -> (Double, Int, isDigits: Bool)? {
        var total = 0.0
        var current: Double?
        var end = start
        while end < tokens.count {
            let key = tokens[end].key
            if let small = NumberWords.small[key] {
                // "one two" are two numbers, "twenty two" is one.
                if let value = current,
                    !(value.truncatingRemainder(dividingBy: 100) >= 20 && small < 10
                        || value >= 100 && value.truncatingRemainder(dividingBy: 100) == 0)
                {
                    break
                }
                current = (current ?? 0) + small
            } else if let factor = NumberWords.magnitudes[key], let value = current {
                if factor == 100 {
                    current = value * 100
                } else {
                    total += value * factor
                    current = 0
                }
            } else if key == "a", end == start, end + 1 < tokens.count,
                NumberWords.magnitudes[tokens[end + 1].key] != nil
            {
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
}
