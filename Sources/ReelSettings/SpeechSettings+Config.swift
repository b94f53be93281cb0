import Configuration
import Foundation
import ReelCore

/// How scripts are spoken. The script's writer reckons with the same values as the speaker.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `voice` | `REEL_VOICE` | `heart` | the service's own voice, a name of `VoiceName`; texts in another language get theirs |
/// | `voiceOrder` | `REEL_VOICE_ORDER` | none | who speaks a language, best first: `de=espeak:de+f3,en=heart,en=slt` |
/// | `narrate.quotes` | `REEL_NARRATE_QUOTES` | `same` | who speaks what is quoted: `same`, or `other` for a second voice |
/// | `voices` | `REEL_VOICES` | `voices` in `home` | the folder of the voices that Debian does not have |
/// | `narrate.speed` | `REEL_NARRATE_SPEED` | 1 | how many times faster than the voice's own pace, 0.5 to 2 |
/// | `narrate.speeds` | `REEL_NARRATE_SPEEDS` | none | the same for single voices: `slt=0.9`, `espeak:de=1.1` |
/// | `narrate.leadIn` | `REEL_NARRATE_LEAD_IN` | 0.1 | seconds of silence before a scene's first sound |
/// | `narrate.sentencePause` | `REEL_NARRATE_SENTENCE_PAUSE` | 0.35 | seconds between two sentences of one scene |
/// | `narrate.paragraphPause` | `REEL_NARRATE_PARAGRAPH_PAUSE` | 0.6 | the same where a line ends between them |
/// | `narrate.scenePause` | `REEL_NARRATE_SCENE_PAUSE` | 0.35 | seconds after a scene's last sound |
/// | `narrate.finalPause` | `REEL_NARRATE_FINAL_PAUSE` | 0.8 | seconds after the last scene's last sound |
/// | `narrate.breath` | `REEL_NARRATE_BREATH` | 0.25 | seconds that are added before the last scene |
extension SpeechSettings {
    /// Longer ones would leave a scene standing still.
    private static let possiblePauses = 0.0...3.0

    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        try self.init(voicesIn: config)
        let settings = SettingsReader(config)
        quotes = try settings.choice("narrate.quotes", default: quotes)
        speed = try settings.double("narrate.speed", in: Self.possibleSpeeds, default: speed)
        speeds = Dictionary(
            try settings.list(
                "narrate.speeds",
                expected: "a list of voices with a speed from 0.5 to 2, such as slt=0.9,espeak:de=1.1", Self.speed)
        ) { $1 }
        pauses.leadIn = try settings.double("narrate.leadIn", in: Self.possiblePauses, default: pauses.leadIn)
        pauses.betweenSentences = try settings.double(
            "narrate.sentencePause", in: Self.possiblePauses, default: pauses.betweenSentences)
        pauses.betweenParagraphs = try settings.double(
            "narrate.paragraphPause", in: Self.possiblePauses, default: pauses.betweenParagraphs ?? 0.6)
        pauses.after = try settings.double("narrate.scenePause", in: Self.possiblePauses, default: pauses.after)
        finalPause = try settings.double("narrate.finalPause", in: Self.possiblePauses, default: finalPause)
        breath = try settings.double("narrate.breath", in: Self.possiblePauses, default: breath)
    }

    /// Who speaks, and nothing of how: all that a process reads which only lists voices.
    ///
    /// - Throws: `SettingsError` when a value cannot be used.
    public init(voicesIn config: ConfigReader) throws {
        self.init()
        let settings = SettingsReader(config)
        defaultVoice =
            try settings.parsed("voice", expected: VoiceName.expected, VoiceName.init(rawValue:)) ?? defaultVoice
        for (language, voice) in try settings.list(
            "voiceOrder",
            expected:
                "a list of languages with a voice that speaks them, best first, such as en=heart,en=slt,de=espeak:de",
            Self.rank)
        {
            order[language, default: []].append(voice)
        }
        folder = try VoiceFolder(config)
        // Of a voice that users drop in, its own file knows the language.
        if let folder, VoiceCatalog.standard.provider(of: defaultVoice)?.takesDroppedVoices == true {
            defaultVoice = PiperVoice(name: defaultVoice.nameAtProvider, in: folder)?.voice ?? defaultVoice
        }
    }

    /// Reads `de=espeak:de+f3`; the voice has to speak the language.
    private static func rank(_ entry: String) -> (String, VoiceName)? {
        let sides = entry.split(separator: "=").map { $0.filter { !$0.isWhitespace } }
        guard sides.count == 2, let language = SpokenLanguage(code: sides[0]),
            let voice = VoiceName(rawValue: sides[1]),
            voice.speaks(language)
        else { return nil }
        return (language.code, voice)
    }

    /// Reads `slt=0.9`.
    private static func speed(_ entry: String) -> (VoiceName, Double)? {
        let sides = entry.split(separator: "=").map { $0.filter { !$0.isWhitespace } }
        guard sides.count == 2, let voice = VoiceName(rawValue: sides[0]), let speed = Double(sides[1]),
            possibleSpeeds.contains(speed)
        else { return nil }
        return (voice, speed)
    }
}

extension VoiceFolder {
    /// - Throws: `SettingsError` when a value cannot be used.
    public init(_ config: ConfigReader) throws {
        let home = try SettingsReader(config).path("home", default: "var")
        self.init(try SettingsReader(config).path("voices", default: home.appending(path: "voices").path))
    }
}
