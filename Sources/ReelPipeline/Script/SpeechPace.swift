import ReelCore

/// How long a text takes to be spoken, before it is spoken.
///
/// Seconds are a sum over the letters, words, digits and pause marks of a text. The weights are a least-squares fit
/// to 590 sentences of English news spoken by flite 2.2 (2026-11): voice rms 151 words a minute within sentences, slt
/// 173; those of heart to 150 sentences: 161. One sentence is off by half a second (standard deviation); words alone would
/// be off by 1.2.
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
    /// What the last scene costs besides: breath before it, and a longer silence after it.
    var atTheEnd: Double

    public static let rms = SpeechPace(.rms)
    public static let slt = SpeechPace(.slt)

    /// - Parameters:
    ///   - voice: who speaks.
    ///   - speech: its speed and pauses.
    public init(_ voice: VoiceName, _ speech: SpeechSettings = SpeechSettings()) {
        (perSentence, perWord, perLetter, perDigit, perMark) = Self.weights(voice)
        let slowness = (Self.slowness[voice.language.family] ?? 1) / speech.speed(of: voice)
        perSentence *= slowness
        perWord *= slowness
        perLetter *= slowness
        perDigit *= slowness
        perMark *= slowness
        perScene = speech.pauses.leadIn + speech.pauses.after
        betweenSentences = speech.pauses.betweenSentences
        atTheEnd = speech.breath + speech.finalPause - speech.pauses.after
    }

    /// By sentence, word, letter, digit and mark. Those of espeak-ng are a fit to 42 sentences of news in twelve languages,
    /// off by 0.2 s (standard deviation) when each language's `slowness` is taken in.
    private static func weights(_ voice: VoiceName) -> (Double, Double, Double, Double, Double) {
        switch voice {
        case .heart: (0, 0.022, 0.068, 0.4, 0.1)
        case .slt: (0.17, 0.024, 0.058, 0.36, 0.24)
        case .rms: (0.12, 0.026, 0.069, 0.41, 0.21)
        default: (0.25, 0.03, 0.06, 0.27, 0.25)
        }
    }

    /// How much longer a letter takes in a language than on average: French has many that are silent.
    private static let slowness = [
        "de": 0.96, "fr": 0.78, "pl": 1.14, "tr": 1.16, "sv": 1.08, "pt": 1.07, "ru": 0.93, "fi": 1.07,
        // Of some sentences each (2026-11): a letter of Chinese is a syllable, one of Japanese half of one to two.
        "zh": 2.4, "yue": 2.3, "ja": 2.6, "th": 1.9, "my": 1.3,
    ]

    /// Seconds of one text's sounds, without the silence around it.
    public func seconds(speaking text: String) -> Double {
        var words = 0
        var letters = 0
        var digits = 0
        var marks = 0
        var insideWord = false
        for scalar in text.unicodeScalars {
            let isSpace = scalar.isASCII ? scalar.value <= 0x20 : scalar.properties.isWhitespace
            if !isSpace, !insideWord { words += 1 }
            insideWord = !isSpace
            switch scalar {
            case "a"..."z", "A"..."Z": letters += 1
            case "0"..."9": digits += 1
            case ",", ";", ":", "\u{2013}", "\u{2014}": marks += 1
            default: if !scalar.isASCII, scalar.properties.isAlphabetic { letters += 1 }
            }
        }
        guard words > 0 else { return 0 }
        return perSentence + perWord * Double(words) + perLetter * Double(letters) + perDigit * Double(digits)
            + perMark * Double(marks)
    }

    /// How many times faster than at this pace scenes must be spoken to last so long, within
    /// `SpeechSettings.fittingSpeeds`; `nil` when they do within three parts of a hundred, which is what an estimate is
    /// off by. Pauses keep their length.
    package func speed(fitting texts: [String], to target: Double) -> Double? {
        let spoken = texts.reduce(0) { $0 + seconds(speaking: $1) }
        let total = seconds(ofScenes: texts)
        let room = target - (total - spoken)
        guard spoken > 0, room > 0, abs(total / target - 1) > 0.03 else { return nil }
        let range = SpeechSettings.fittingSpeeds
        let speed = min(max(spoken / room, range.lowerBound), range.upperBound)
        return (speed * 100).rounded() / 100
    }

    /// Seconds of a whole reel, one text for each scene.
    public func seconds(ofScenes texts: [String]) -> Double {
        texts.isEmpty ? 0 : texts.reduce(atTheEnd) { $0 + seconds(speaking: $1) + perScene }
    }
}
