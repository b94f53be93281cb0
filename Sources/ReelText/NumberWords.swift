/// English words for numbers, in lower case.
package enum NumberWords {
    /// Zero to nineteen and the tens.
    package static let small: [String: Double] = [
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
        "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    ]

    /// What multiplies the number before it.
    package static let magnitudes: [String: Double] = [
        "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    ]

    /// Letters behind digits that stand for a magnitude: `20k`, `3.5m`.
    package static func magnitude(ofSuffix letters: some StringProtocol) -> String? {
        switch letters {
        case "k": "thousand"
        case "m", "mn", "mln": "million"
        case "b", "bn": "billion"
        case "t", "tn", "trn": "trillion"
        default: nil
        }
    }

    /// Signs of money that stand before an amount.
    package static let currencySigns: Set<Character> = ["$", "\u{20AC}", "\u{A3}"]
}
