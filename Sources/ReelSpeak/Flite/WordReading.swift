import ReelText

/// How one bare word is read, where the engine by itself would read it badly.
enum WordReading {
    /// The engine's tokens for a word.
    ///
    /// - Parameters:
    ///   - word: ASCII, without punctuation around it; may be empty.
    ///   - previous: the word before, `next`: the word after, likewise bare.
    static func names(of word: String, after previous: String?, before next: String?) -> [String] {
        guard !word.isEmpty else { return [] }
        if let exact = exact[word] { return exact }
        // Of a firm; "Co-operative" has it as a part.
        if word == "Co" { return ["company"] }
        if let read = Currency.read(word, before: next) { return read }
        if let previous, let unit = Currency.unit(ofAmount: previous), Currency.isMagnitude(word) {
            return [word, unit]
        }
        if let numbers = Numbers.read(word) { return numbers }
        if let spelled = spelledCompany(word) { return spelled }
        if Abbreviation.isInitialism(word) { return [word.hasSuffix(".") ? String(word.dropLast()) : word] }
        return scales(pieces(of: word).flatMap { piece($0) })
    }

    /// `AT&T`, `R&D`: letters on both sides of the sign.
    private static func spelledCompany(_ word: String) -> [String]? {
        let sides = word.split(separator: "&", omittingEmptySubsequences: false)
        guard sides.count == 2, sides.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isUppercase) }) else {
            return nil
        }
        let letters = sides.map { $0.map(String.init).joined(separator: ".") }
        return [letters[0], "and", letters[1]]
    }

    /// Degrees are followed by the name of their scale.
    private static func scales(_ names: [String]) -> [String] {
        guard let degrees = names.firstIndex(of: "degrees"), degrees + 1 < names.count else { return names }
        var names = names
        names[degrees + 1] = ["C": "Celsius", "F": "Fahrenheit"][names[degrees + 1]] ?? names[degrees + 1]
        return names
    }

    /// Parts of a compound that the engine would swallow the joints of.
    private static func pieces(of word: String) -> [String] {
        var pieces: [String] = []
        var current = ""
        let letters = Array(word)
        for (index, letter) in letters.enumerated() {
            switch letter {
            case "/", "_", "\"", "(", ")", "[", "]", "{", "}", "<", ">", "|", "\\", "*", "^", "`", ";", "!", "?":
                if letter == "/", isFraction(current, letters[(index + 1)...]) {
                    current.append(letter)
                } else {
                    flush()
                }
            case "-" where index + 1 < letters.count && letters[index + 1] == "-": flush()
            case "-" where current.isEmpty: break
            case ":" where !(index + 1 < letters.count && letters[index + 1].isNumber): flush()
            case "&", "+", "=", "@", "#", "~":
                flush()
                pieces.append(String(letter))
            default: current.append(letter)
            }
        }
        flush()
        return pieces

        func flush() {
            if !current.isEmpty { pieces.append(current) }
            current = ""
        }
    }

    /// Three quarters, but neither 9/11 nor the season 2022/23.
    private static func isFraction(_ above: String, _ below: ArraySlice<Character>) -> Bool {
        // No denominator has more digits; each slash of a long word is asked about.
        guard below.count <= 3, let above = Int(above), let below = Int(String(below)) else { return false }
        return above < below && (below <= 10 || [12, 16, 32, 64, 100].contains(below))
    }

    private static func piece(_ piece: String) -> [String] {
        if let sign = signs[piece] { return [sign] }
        if let exact = exact[piece] { return exact }
        if let domain = domain(piece) { return domain }
        // Headlines in capitals: the engine's lexicon knows words in lower case only.
        if piece.count > 4, piece.allSatisfy({ $0.isUppercase }) { return [piece.lowercased()] }
        return [piece]
    }

    /// `example.com` as "example dot com".
    private static func domain(_ piece: String) -> [String]? {
        let labels = piece.split(separator: ".")
        guard labels.count > 1, let last = labels.last, domains.contains(last.lowercased()),
            labels.allSatisfy({ $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } })
        else { return nil }
        return Array(labels.map { [String($0)] }.joined(separator: ["dot"]))
    }

    private static let domains: Set<String> = ["com", "org", "net", "gov", "edu", "co", "uk", "io", "eu", "info", "tv"]

    private static let signs = [
        "&": "and", "+": "plus", "=": "equals", "@": "at", "#": "number", "~": "about",
    ]

    /// Words that the engine reads as another word, by its own lexicon or rules.
    private static let exact: [String: [String]] = [
        "US": ["U.S"], "UK": ["U.K"], "EU": ["E.U"], "UN": ["U.N"], "AI": ["A.I"], "IT": ["I.T"], "TV": ["T.V"],
        "PM": ["P.M"], "AP": ["A.P"], "UAE": ["U.A.E"], "U.S.A.": ["U.S.A"], "lead": ["leed"], "vs": ["versus"],
        "km": ["kilometers"], "kg": ["kilograms"], "mph": ["miles", "per", "hour"],
        "kph": ["kilometers", "per", "hour"],
        "km/h": ["kilometers", "per", "hour"], "Inc": ["incorporated"], "Corp": ["corporation"], "Ltd": ["limited"],
        "Prof": ["professor"], "Sen": ["senator"], "Rep": ["representative"], "Gov": ["governor"], "Gen": ["general"],
        "Jr": ["junior"], "Sr": ["senior"], "Jan": ["January"], "Feb": ["February"], "Aug": ["August"],
        "Sept": ["September"], "Oct": ["October"], "Nov": ["November"], "Dec": ["December"], "Ms": ["miz"],
        "w/o": ["without"], "w/": ["with"], "i.e.": ["that", "is"], "e.g.": ["for", "example"], "ET": ["E.T"],
        "PT": ["P.T"], "24/7": ["twenty-four", "seven"],
        // espeak-ng has no z in them.
        "scissor": ["sizzer"], "scissors": ["sizzers"], "Scissor": ["sizzer"], "Scissors": ["sizzers"],
    ]
}
