import ReelCore

/// Abbreviations that are written with a period, and whether that period ends a sentence. The one table of the package:
/// the script, the speech engines, the captions and the cards ask it.
package enum Abbreviation {
    /// Whether `word.` and the word after it belong to one sentence, in English text of which both are known.
    ///
    /// - Parameters:
    ///   - word: without its last period.
    ///   - next: the letters of the word that follows, which begins with a capital or is empty.
    package static func joins(_ word: String, to next: String, followedByNumber: Bool) -> Bool {
        let lower = word.lowercased()
        if beforeNames.contains(lower) { return true }
        if followedByNumber { return beforeNumbers.contains(lower) || CalendarWords.abbreviatedMonths.contains(lower) }
        if CalendarWords.abbreviatedMonths.contains(lower) { return false }
        // Initials: J. R. R. Tolkien. "I." ends a sentence more often than it begins a name.
        if word.count == 1, word.first!.isUppercase { return word != "I" && !sentenceOpeners.contains(next) }
        let isDotted = word.contains(".") && word.split(separator: ".").allSatisfy { $0.count <= 2 }
        // Names such as "the ID. SPACE": two words in capitals.
        if word.count <= 3, word.allSatisfy(\.isUppercase), next.count > 1, next.allSatisfy(\.isUppercase) {
            return true
        }
        if isDotted || afterNames.contains(lower) { return !sentenceOpeners.contains(next) }
        return false
    }

    /// Whether a word that ends in a period usually has its name or number still to come, so that a speaker makes no pause
    /// behind it.
    ///
    /// - Parameters:
    ///   - word: without its last period; `U.S.` may have it.
    ///   - beforeNumber: whether the next word begins with a digit.
    ///   - language: of the text; what one language abbreviates is a word of another ("no", "mar", "hon").
    package static func expectsMore(
        _ word: String, beforeNumber: Bool, in language: SpokenLanguage = .english
    ) -> Bool {
        let lower = word.lowercased()
        if beforeNumber, beforeNumbers.contains(lower) { return true }
        if word.count == 1 && word.first!.isUppercase || isInitialism(word) && word.first!.isUppercase { return true }
        guard language.family == "en" else {
            return international.contains(lower) || others[language.family]?.contains(lower) == true
        }
        return beforeNames.contains(lower) || nameSuffixes.contains(lower)
            || CalendarWords.abbreviatedMonths.contains(lower)
    }

    /// Whether a word as it is written, its period included, is a title or an initialism, whose period ends no sentence
    /// unless a pause says so.
    package static func endsInOwnPeriod(_ written: String) -> Bool {
        guard written.hasSuffix(".") else { return false }
        let bare = written.dropLast()
        return bare.contains(".") || bare.count == 1 || beforeNames.contains(bare.lowercased())
    }

    /// `U.S`, `a.m`, `J.R.R`: single letters with periods between them.
    package static func isInitialism(_ word: String) -> Bool {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 && parts.dropLast().allSatisfy { $0.count == 1 } && parts.last!.count <= 1
    }

    /// Whether a word without its period is a title: it is followed by a name.
    package static func isTitle(_ lowercased: String) -> Bool { titles.contains(lowercased) }

    private static let titles: Set<String> = [
        "mr", "mrs", "ms", "dr", "drs", "prof", "sen", "sens", "rep", "reps", "gov", "govs", "gen", "col", "lt", "sgt",
        "capt", "cmdr", "maj", "adm", "rev", "hon", "messrs", "mme", "mlle", "supt", "det", "cpl", "pvt", "pres", "amb",
        "asst", "dept", "fr",
    ]
    /// A name or the rest of the sentence follows.
    private static let beforeNames = titles.union(["st", "mt", "ft", "vs", "e.g", "i.e", "viz", "cf"])
    /// Many of these are words too: they are abbreviations only where a number follows.
    private static let beforeNumbers: Set<String> = [
        "no", "nos", "fig", "vol", "p", "pp", "sec", "ch", "art", "c", "ca",
    ]
    private static let nameSuffixes: Set<String> = ["jr", "sr"]
    private static let afterNames = nameSuffixes.union(["inc", "corp", "co", "ltd", "bros", "etc", "al", "est"])

    /// Used in most languages that are written in Latin letters.
    private static let international: Set<String> = ["dr", "prof", "mr", "mrs", "ms", "st", "vs", "ca", "nr"]
    /// Of the languages with most articles, by their code.
    private static let others: [String: Set<String>] = [
        "de": [
            "bzw", "usw", "evtl", "ggf", "inkl", "str", "hr", "fr", "z.b", "d.h", "u.a", "jan", "feb", "apr", "aug",
            "sept", "okt", "nov", "dez",
        ],
        "fr": [
            "m", "mm", "mme", "mlle", "av", "fig", "vol", "janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc",
        ],
        "es": [
            "sr", "sra", "srta", "dra", "ee.uu", "p.ej", "núm", "av", "gen", "ing", "feb", "abr", "ago", "sept", "oct",
            "nov", "dic",
        ],
        "pt": ["sr", "sra", "dra", "av", "gen", "núm", "jan", "fev", "abr", "ago", "nov", "dez"],
        "ca": ["sr", "sra", "dra", "av", "núm"],
        "it": ["dott", "sig", "ing", "avv", "gen", "sett", "ott", "nov", "dic"],
        "nl": ["bijv", "dhr", "mevr", "drs", "ing", "jan", "feb", "apr", "aug", "sept", "okt", "nov", "dec"],
        "sv": ["bl.a", "t.ex", "kr"],
        "da": ["bl.a", "f.eks", "kr"],
        "nb": ["bl.a", "f.eks", "kr"],
        "cs": ["tzv", "např", "ing"],
        "sk": ["tzv", "napr", "ing"],
        "pl": ["np", "tzn", "ul", "tzw"],
        "ru": ["им", "г", "гг", "тыс", "млн", "т.е", "т.д"],
        "uk": ["ім", "м", "р", "рр", "тис", "млн", "т.д"],
    ]

    /// Words in capitals that begin a sentence more often than they go on a name.
    private static let sentenceOpeners: Set<String> = [
        "The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "We", "I", "You", "This", "That", "These",
        "Those", "But", "And", "So", "Or", "As", "If", "When", "While", "After", "Before", "Since", "For", "From",
        "With", "By", "To", "There", "Here", "His", "Her", "Its", "Their", "Our", "My", "Your", "What", "Who", "How",
        "Why", "Where", "Some", "Many", "Most", "Both", "Although", "Though", "However", "Meanwhile", "Now", "Then",
        "Last", "All", "No", "Not", "One", "Two", "Also", "Still", "Yet", "Under", "Until", "Because", "According",
        "During",
    ]
}
