import Foundation
import ReelText

/// Which sentences can be understood on their own, and which can be made so by leaving out a connective.
package enum ContextDependence {
    /// The sentence without a connective at its beginning that only ties it to the one before; `nil` when nothing is
    /// left.
    package static func withoutConnective(_ sentence: String) -> String? {
        var text = sentence
        for _ in 0..<2 {
            let shorter = connective.replacing(in: text)
            if shorter == text { break }
            text = shorter.prefix(1).uppercased() + shorter.dropFirst()
        }
        return text.isEmpty ? nil : text
    }

    package static func isSelfContained(_ sentence: String) -> Bool {
        let words = sentence.spacedWords.map { word in
            word.filter { $0.isLetter || $0 == "'" || $0 == "\u{2019}" }
        }
        guard let first = words.first?.lowercased() else { return false }
        if dangling.contains(first) || isBareQuotation(sentence) || danglingPhrase.matches(sentence)
            || pointingBack.matches(sentence) || saidSomeone.matches(sentence)
        {
            return false
        }
        // "…," he said: who? A pronoun for a person needs a name before it, one for several a name or a plural.
        var hasName = false
        var hasPlural = false
        for (position, word) in words.enumerated() {
            let lowercased = word.lowercased()
            if people.contains(lowercased) { return hasName }
            if several.contains(lowercased) { return hasName || hasPlural }
            hasPlural = hasPlural || (word.count > 3 && word.hasSuffix("s")) || plurals.contains(lowercased)
            let isFirst = position == 0 && (Terms.isStopWord(lowercased) || endsLikeParticiple(lowercased))
            if word.first?.isUppercase == true, !isFirst {
                hasName = hasName || word.count > 1
            }
        }
        return true
    }

    /// "Asked later for an example, he …" names nobody.
    private static func endsLikeParticiple(_ word: String) -> Bool {
        word.count > 4 && (word.hasSuffix("ed") || word.hasSuffix("ing"))
    }

    /// A quotation from its first word to its last does not say whose it is.
    static func isBareQuotation(_ sentence: String) -> Bool {
        guard let first = sentence.first, let last = sentence.last else { return false }
        return "\"\u{201C}'\u{2018}".contains(first) && "\"\u{201D}'\u{2019}".contains(last)
    }

    private static let dangling: Set<String> = [
        "he", "she", "it", "they", "him", "her", "his", "hers", "its", "their", "theirs", "them", "that",
        "these",
        "those", "such", "he's", "she's", "it's", "they're", "that's", "he\u{2019}s", "she\u{2019}s", "it\u{2019}s",
        "they\u{2019}re", "that\u{2019}s", "others", "another", "both", "neither", "either", "same", "then", "here",
        "so", "therefore", "thus", "hence", "otherwise", "instead", "because", "nor", "or", "which", "who",
        "whose", "yes", "yup", "yep", "yeah", "nope", "okay", "ok", "oh", "wow", "here's", "here\u{2019}s", "no", "not",
        "even", "again", "soon", "later", "afterwards", "earlier", "once",
        "whether",
        "it\u{2019}ll", "they\u{2019}ve", "he\u{2019}d", "she\u{2019}d", "they\u{2019}d", "it'll", "they've", "he'd",
        "she'd",
    ]
    private static let people: Set<String> = [
        "he", "she", "him", "her", "his", "hers", "he's", "she's", "he\u{2019}s", "she\u{2019}s", "himself",
        "herself",
    ]
    private static let several: Set<String> = ["they", "them", "their", "themselves", "they're", "they\u{2019}re"]
    private static let plurals: Set<String> = ["people", "men", "women", "children", "police", "team", "staff", "crew"]
    /// "These results", "this move" near the beginning mean something said before; "this week" does not.
    private static let pointingBack = Pattern(
        "^(?:\\S+ ){0,4}(?:all (?:of )?this|these|those(?! who| of| in| with)|such(?! as| a)|this (?!week|month|"
            + "year|morning|afternoon|"
            + "evening|summer|winter|spring|fall|autumn|season|time|weekend|country|is)|the same|the latter|the report)\\b"
            + "|\\bsuch [a-z]+[.!?]$",
        ignoringCase: true,
        literals: .anywhere(["this", "these", "those", "such", "the same", "the latter", "the report"]))
    /// The name is missing: "…," she said.
    private static let saidSomeone = Pattern(
        "[,?!.]['\"\u{201D}\u{2019}]* (?:he|she|they|it) (?:said|says|told|added|wrote|tweeted|explained|"
            + "continued|noted)\\b|"
            + "^[^\u{201C}\"]*,? (?:he|she|they) (?:said|says|added|noted)\\.$",
        literals: .anywhere([
            " said", " says", " told", " added", " wrote", " tweeted", " explained", " continued", " noted",
        ]))
    private static let danglingPhrase = Pattern(
        "^(?:this (?!week|month|year|morning|afternoon|evening|summer|winter|spring|fall|autumn|season|weekend)|"
            + "one of (?:them|these|those)|some of (?:them|these|those)|many of (?:them|these|those)|"
            + "all of (?:them|this|that|these|those)|none of (?:them|this|that|these|those)|most of (?:them|these)|"
            + "each of|the (?:two|three|pair|latter|former|following|other|others|same|first|second|third|latest|"
            + "result|reason)\\b|"
            + "(?:at|by|in|on|for|from|with|after|before|during|since|despite|until|under|like|of) "
            + "(?:this|that|these|those|it|them|which|him|her|his|their|its)\\b|"
            + "(?:after|before|when|while|if|although|though|since|as) (?:he|she|it|they|this|that)\\b|"
            + "at (?:the|that) (?:time|point|moment|stage)|(?:the|that) (?:next|same|following|previous) (?:day|"
            + "week|month|year)|"
            + "(?:a|one|two|three|several|some|many|\\d+) (?:short time|day|week|month|year|hour|minute|"
            + "decade)s? (?:later|earlier|after|before)|"
            + "in (?:response|return|turn|the meantime|the end)\\b|the (?:move|incident|announcement|decision|"
            + "change|findings?|report|statement|letter|post|tweet|list|chart|video|photo|image|picture)\\b|"
            + "an? [^,.]{3,80}, (?:he|she|they)\\b|"
            + "(?:to|in) (?:do|doing) (?:so|this|that)|an? (?:similar|different)|what['\u{2019}]s more|"
            + "according to (?:him|her|them|it))",
        ignoringCase: true,
        literals: .prefix([
            "this ", "one ", "some ", "many ", "all of", "none of", "most of", "each of", "the two", "the three",
            "the pair", "the latter", "the former", "the following", "the other", "the same", "the first",
            "the second", "the third", "the latest", "the result", "the reason", "the next", "the previous",
            "the report", "the statement", "the letter", "the post", "the tweet", "the list", "the chart", "the video",
            "the photo", "the image", "the picture", "the move", "the incident", "the announcement", "the decision",
            "the change", "the finding", "at ", "by ",
            "in ", "on ", "for ", "from ", "with ", "after ", "before ", "during ", "since ", "despite ", "until ",
            "under ", "like ", "of ", "when ", "while ", "if ", "although ", "though ", "as ", "that ", "a ", "an ",
            "two ", "three ", "several ", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "to ", "what",
            "according to",
        ]))
    private static let connective = Pattern(
        "^(?:(?:and|but|so|yet|plus)(?:,)? (?!far|much|many|few|long|that|another|for)(?=\\S)|"
            + "(?:however|meanwhile|moreover|furthermore|additionally|also|indeed|in fact|in addition|as a result|"
            + "of course|"
            + "still|besides|nevertheless|nonetheless|for example|for instance|that said|on the other hand|"
            + "by contrast|"
            + "in contrast|similarly|likewise|consequently|therefore|thus|hence|instead|overall|in short|"
            + "in other words|"
            + "after all|at the same time|even so|as such|to be sure|then again|finally|lastly|unfortunately|"
            + "interestingly|to that end|as always|afterwards?|better yet|even better|worse|anyway|regardless|"
            + "on top of that|what['\u{2019}]s more|"
            + "well|first|second|third|firstly|secondly|thirdly|again|"
            + "now|besides that), )", ignoringCase: true,
        literals: .prefix([
            "and", "but", "so", "yet", "plus", "however", "meanwhile", "moreover", "furthermore", "additionally",
            "also", "indeed", "in fact", "in add", "as a result", "of course", "still", "besides", "nevertheless",
            "nonetheless", "for example", "for instance", "that said", "on the other", "by contrast", "in contrast",
            "similarly", "likewise", "consequently", "therefore", "thus", "hence", "instead", "overall", "in short",
            "in other words", "after all", "at the same time", "even so", "as such", "to be sure", "then again",
            "finally", "lastly", "unfortunately", "interestingly", "to that end", "as always", "afterward",
            "better yet", "even better", "worse", "anyway", "regardless", "on top of that", "what", "well", "first",
            "second", "third", "again", "now",
        ]))
}
