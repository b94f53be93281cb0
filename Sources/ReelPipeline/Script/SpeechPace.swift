/// How long a text takes to be spoken, before it is spoken.
///
/// Seconds are a sum over the letters, words, digits and pause marks of a text. The weights are a least-squares fit
/// to 590 sentences of English news spoken by flite 2.2 (2026-11): voice rms 151 words a minute within sentences, slt
/// 173. One sentence is off by half a second (standard deviation); words alone would be off by 1.2.
public struct SpeechPace: Hashable, Sendable {
    var perSentence: Double
    var perWord: Double
    var perLetter: Double
    /// A digit is read as a word or two.
    var perDigit: Double
    /// A comma, semicolon, colon or dash.
    var perMark: Double
    /// Silence that a scene costs beside its speech: before, and after.
    var perScene: Double
    /// Silence between two sentences of one scene.
    var betweenSentences: Double
    /// What is added after the last scene.
    var atTheEnd: Double

    public static let rms = SpeechPace(
        perSentence: 0.12, perWord: 0.026, perLetter: 0.069, perDigit: 0.41, perMark: 0.21, perScene: 0.45,
        betweenSentences: 0.35, atTheEnd: 0.45)

    public static let slt = SpeechPace(
        perSentence: 0.17, perWord: 0.024, perLetter: 0.058, perDigit: 0.36, perMark: 0.24, perScene: 0.45,
        betweenSentences: 0.35, atTheEnd: 0.45)

    /// Seconds of one text's sounds, without the silence around it.
    public func seconds(speaking text: String) -> Double {
        var words = 0
        var letters = 0
        var digits = 0
        var marks = 0
        var insideWord = false
        for scalar in text.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if !isSpace, !insideWord { words += 1 }
            insideWord = !isSpace
            if scalar.properties.isAlphabetic {
                letters += 1
            } else if ("0"..."9").contains(scalar) {
                digits += 1
            } else if Self.marks.contains(scalar) {
                marks += 1
            }
        }
        guard words > 0 else { return 0 }
        return perSentence + perWord * Double(words) + perLetter * Double(letters) + perDigit * Double(digits)
            + perMark * Double(marks)
    }

    /// Seconds of a whole reel, one text for each scene.
    public func seconds(ofScenes texts: [String]) -> Double {
        texts.isEmpty ? 0 : texts.reduce(atTheEnd) { $0 + seconds(speaking: $1) + perScene }
    }

    private static let marks: Set<Unicode.Scalar> = [",", ";", ":", "\u{2013}", "\u{2014}"]
}
