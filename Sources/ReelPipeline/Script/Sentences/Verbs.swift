import ReelText

/// Tells sentences from headings and list items that merely end in a period.
enum Verbs {
    /// Whether some word looks like a finite verb. Without a tagger this errs to both sides; what is lost is one
    /// candidate.
    static func hasOne(_ sentence: String) -> Bool {
        var lower = sentence.lowercased()
        if !lower.isASCII { lower = lower.replacing("\u{2019}", with: "'") }
        let words = Words.all(in: lower, keeping: ["'"]).map(String.init)
        return zip([""] + words, words).contains { before, word in
            common.contains(word) && !determiners.contains(before) || contractions.contains { word.hasSuffix($0) }
                || (word.count > 4 && word.hasSuffix("ed"))
        }
            || zip(words, words.dropFirst()).contains { before, word in
                // "12 points" is counted, not done.
                word.count > 4 && (word.hasSuffix("es") || word.hasSuffix("ts") || word.hasSuffix("ns"))
                    && before.first?.isNumber != true
            }
    }

    /// Behind these stands a noun: "the start".
    private static let determiners: Set<String> = [
        "the", "a", "an", "its", "his", "her", "their", "our", "my", "your", "of", "for", "with",
    ]

    /// Whether a word is a frequent finite verb.
    static func isCommon(_ lowercased: String) -> Bool { common.contains(lowercased) }

    /// A sentence that begins with a participle needs one of these to be whole.
    static func hasAuxiliary(_ sentence: String) -> Bool {
        sentence.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "\u{2019}" }.contains { word in
            auxiliaries.contains(String(word)) || word.hasSuffix("n't") || word.hasSuffix("n\u{2019}t")
        }
    }

    private static let auxiliaries: Set<String> = [
        "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must",
        "should",
        "does", "did", "do", "makes", "made", "means", "remains", "became", "becomes", "said", "says",
    ]
    private static let contractions = ["'s", "'re", "'ve", "'ll", "'d", "n't", "'m"]
    private static let common: Set<String> = Set(
        """
        am is are was were be been has have had do does did will would can could may might must shall should
        said says say told tells tell made makes make took takes take went goes go came comes come got gets get
        gave gives give found finds find became becomes become began begins begin kept keeps keep left leaves
        leave felt feels feel brought brings bring held holds hold wrote writes write stood stands stand lost
        loses lose paid pays pay met meets meet ran runs run grew grows grow won wins win led leads lead sat
        sits lay lies rose rises rise fell falls fall sent sends send built builds build spent spends spend saw
        sees see knew knows know thought thinks think put puts let lets cut cuts hit hits set sets shows show
        turns turn plans plan looks look wants want needs need helps help plays play works work lives live means
        mean seems seem expects expect offers offer allows allow uses use calls call remains remain includes
        include continues continue starts start moves move believes believe happens happen provides provide drew
        draws draw drove drives drive broke breaks break spoke speaks speak chose chooses choose threw throws
        throw struck strikes strike caught catches catch taught bought buys buy sold sells sell read reads heard
        hears hear fought fights fight sought seeks seek swept sweeps shook shot shut sank sang woke wore wears
        flew flies fly rode beat beats cost costs drops drop arrives arrive appears appear ate eat eats
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
