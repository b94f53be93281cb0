import Foundation
import ReelText

/// Words as they are compared: lower case, without function words, cut to a stem.
package enum Terms {
    package static func words(in text: String) -> [String] {
        Words.all(in: text.lowercased(), keeping: marks).map { Words.withoutPossessive($0, trimming: marks) }.filter {
            !$0.isEmpty
        }
    }

    private static let marks: Set<Unicode.Scalar> = ["'", "\u{2019}", "-"]

    /// The content words of a text as stems, with repetitions.
    package static func stems(in text: String) -> [String] {
        stems(of: words(in: text))
    }

    static func stems(of words: [String]) -> [String] {
        words.filter { $0.unicodeScalars.count > 1 && !isStopWord($0) }.map(stem)
    }

    package static func isStopWord(_ lowercased: String) -> Bool {
        stopWords.contains(lowercased.isASCII ? lowercased : lowercased.replacing("\u{2019}", with: "'"))
    }

    /// Cuts the endings that most often tell forms of one word apart. It need not be right, only the same for all.
    package static func stem(_ word: String) -> String {
        guard word.count > 4, word.allSatisfy({ $0.isLetter }) else { return word }
        for (ending, replacement) in [("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")]
        where word.hasSuffix(ending) && !word.hasSuffix("ss") && word.count - ending.count >= 3 {
            return String(word.dropLast(ending.count)) + replacement
        }
        return word.hasSuffix("e") ? String(word.dropLast()) : word
    }

    private static let stopWords: Set<String> = Set(
        """
        a about above across after again against ago all almost along already also although always am among an
        and any anyone anything are aren't around as at away back be became because become been before behind
        being below between both but by called came can can't cannot come comes could couldn't day days did
        didn't do does doesn't doing don't done down during each either else enough even ever every everyone
        everything few first for former found from full gave get gets getting give given go goes going gone good
        got had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself him
        himself his how how's however i i'd i'll i'm i've if in instead into is isn't it it'd it'll it's its
        itself just keep kept knew know known last later least less let let's like likely made make makes making
        many may maybe me might mine more most much must my myself near need never new next no none nor not
        nothing now of off often on once one ones only onto or other others our ours ourselves out over own per
        perhaps put quite rather really right said same saw say saying says see seem seemed seems seen set
        several shall she she'd she'll she's should shouldn't since so some someone something soon still such
        take taken takes taking tell than that that's the their theirs them themselves then there there's these
        they they'd they'll they're they've thing things think this those though thought three through thus time
        times to today together told too took toward tried try two under until up upon us use used using very
        want wanted was wasn't way ways we we'd we'll we're we've well went were weren't what what's whatever
        when where where's whether which while who who's whoever whole whom whose why will with within without
        won't would wouldn't year years yes yet you you'd you'll you're you've your yours yourself nobody
        somebody everybody anybody according added amid another four five six seven eight nine ten second third
        monday tuesday wednesday thursday friday saturday sunday week weeks month months mr mrs ms dr
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
