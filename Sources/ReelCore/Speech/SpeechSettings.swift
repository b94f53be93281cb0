/// How scripts are spoken: by which voice, how fast, and with which pauses.
public struct SpeechSettings: Hashable, Sendable {
    /// The voice that the request asks for; `nil` leaves it to the service.
    public var requestedVoice: VoiceName?
    /// The service's own voice, for texts in its language.
    public var defaultVoice: VoiceName
    /// Where voices lie that Debian does not have; `nil` for nowhere.
    public var folder: VoiceFolder?
    /// How many times faster than the voice's own pace.
    public var speed: Double
    /// The same for single voices, instead of `speed`.
    public var speeds: [VoiceName: Double]
    public var pauses: Pauses
    /// Seconds of silence after the last scene, so that the reel does not stop on the last word.
    public var finalPause: Double
    /// Seconds of silence that are added before the last scene: a speaker takes breath for the line that is to stay.
    public var breath: Double

    /// What a speed may be: beyond these the engines are hard to follow.
    public static let possibleSpeeds = 0.5...2.0
    /// How much faster or slower a whole script may be spoken to have the length that was asked for: nobody hears it.
    public static let fittingSpeeds = 0.92...1.08

    public init(
        requestedVoice: VoiceName? = nil, defaultVoice: VoiceName = .heart, folder: VoiceFolder? = nil,
        speed: Double = 1, speeds: [VoiceName: Double] = [:], pauses: Pauses = Pauses(), finalPause: Double = 0.8,
        breath: Double = 0.25
    ) {
        self.requestedVoice = requestedVoice
        self.defaultVoice = defaultVoice
        self.folder = folder
        self.speed = speed
        self.speeds = speeds
        self.pauses = pauses
        self.finalPause = finalPause
        self.breath = breath
    }

    /// Which voice speaks a text. A requested voice whose name tells its language is used whatever the text's language is;
    /// any other, such as `rms`, is replaced by a voice of the text's language when it does not speak it, and so is the
    /// default voice.
    ///
    /// - Parameters:
    ///   - language: the text's.
    ///   - missing: voices that cannot be used, which others take the place of.
    public func voice(for language: SpokenLanguage, without missing: Set<VoiceName> = []) -> VoiceName {
        if let requestedVoice, requestedVoice.namesLanguage { return requestedVoice }
        for voice in [requestedVoice, defaultVoice] {
            if let voice, voice.language.family == language.family, !missing.contains(voice) { return voice }
        }
        return VoiceName(speaking: language, without: missing)
    }

    /// For people: why another voice spoke than the request asks for.
    ///
    /// - Parameter voice: the full name of the one that spoke.
    /// - Returns: `nil` when it is the one, or none was asked for.
    public func note(spokenBy voice: String) -> String? {
        guard let requestedVoice, requestedVoice.fullName != voice else { return nil }
        return "The voice \(requestedVoice.rawValue) does not speak the language of the script, so \(voice) spoke it."
    }

    /// How many times faster than its own pace a voice speaks.
    public func speed(of voice: VoiceName) -> Double { speeds[voice] ?? speed }
}

/// Silence around and between sentences, in seconds.
public struct Pauses: Hashable, Codable, Sendable {
    /// Before the first sound, so that no player cuts it.
    public var leadIn: Double
    /// Between two sentences of one scene.
    public var betweenSentences: Double
    /// The same where a line ends between them; `nil` for no other.
    public var betweenParagraphs: Double?
    /// After the last sound.
    public var after: Double

    public init(
        leadIn: Double = 0.1, betweenSentences: Double = 0.35, betweenParagraphs: Double? = 0.6, after: Double = 0.35
    ) {
        self.leadIn = leadIn
        self.betweenSentences = betweenSentences
        self.betweenParagraphs = betweenParagraphs
        self.after = after
    }

    /// How much longer a pause is after a word: a question and words that trail off leave the listener a moment.
    public static func factor(after word: String) -> Double {
        switch word.last(where: { ".!?\u{2026}\u{FF1F}\u{61F}".contains($0) }) {
        case "?", "\u{FF1F}", "\u{61F}": 1.3
        case "\u{2026}": 1.5
        default: word.hasSuffix("...") ? 1.5 : 1
        }
    }
}
