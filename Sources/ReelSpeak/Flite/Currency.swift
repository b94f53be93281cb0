/// Amounts of money: the engine knows the dollar only.
enum Currency {
    /// - Returns: `nil` for a word that is no amount.
    static func read(_ word: String, before next: String?) -> [String]? {
        guard let amount = Amount(word) else { return nil }
        if let magnitude = amount.magnitude { return [amount.number, magnitude, amount.plural] }
        if let next, isMagnitude(next) { return [amount.number] }
        let parts = amount.number.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 2, parts[1].count == 2, let cent = amount.cent {
            let unit = parts[0] == "1" ? amount.singular : amount.plural
            if parts[1] == "00" { return [String(parts[0]), unit] }
            let cents = parts[1].hasPrefix("0") ? String(parts[1].dropFirst()) : String(parts[1])
            return parts[0] == "0" ? [cents, cent] : [String(parts[0]), unit, cents, cent]
        }
        return [amount.number, amount.number == "1" ? amount.singular : amount.plural]
    }

    /// What an amount before "million" counts, such as "dollars".
    static func unit(ofAmount word: String) -> String? {
        guard let amount = Amount(word), amount.magnitude == nil else { return nil }
        return amount.plural
    }

    static func isMagnitude(_ word: String) -> Bool {
        ["hundred", "thousand", "million", "billion", "trillion"].contains(word)
    }

    private struct Amount {
        var number: String
        var magnitude: String?
        var singular: String
        var plural: String
        var cent: String?

        init?(_ word: String) {
            guard let sign = word.firstIndex(of: "$"),
                word[..<sign].count <= 3, word[..<sign].allSatisfy(\.isUppercase)
            else { return nil }
            var rest = word[word.index(after: sign)...]
            (singular, plural, cent) = ("dollar", "dollars", "cents")
            for (code, names) in Self.currencies where rest.hasPrefix(code) {
                rest = rest.dropFirst(code.count)
                (singular, plural, cent) = names
            }
            let digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "," }
            guard digits.first?.isNumber == true, digits.last?.isNumber == true else { return nil }
            number = String(digits)
            switch rest.dropFirst(digits.count).lowercased() {
            case "": magnitude = nil
            case "k": magnitude = "thousand"
            case "m", "mn", "mln", "-million": magnitude = "million"
            case "b", "bn", "-billion": magnitude = "billion"
            case "t", "tn", "trn", "-trillion": magnitude = "trillion"
            default: return nil
            }
        }

        /// By the marks that `ASCIIFolding` writes for the signs.
        private static let currencies: [(String, (String, String, String?))] = [
            ("gbp", ("pound", "pounds", "pence")), ("eur", ("euro", "euros", "cents")), ("jpy", ("yen", "yen", nil)),
            ("inr", ("rupee", "rupees", nil)),
        ]
    }
}
