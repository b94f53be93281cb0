/// How scripts are spoken: by which voice, how fast, and with which pauses.
public struct SpeechSettings: Hashable, Sendable {
    /// The voice that the request asks for; `nil` leaves it to the service.
    public var requestedVoice: VoiceName?
    /// The service's own voice, for texts in its language.
    public var defaultVoice: VoiceName
    /// Who speaks a language, best first, by the language's code; before the service's own voice and the catalogue's order.
    public var order: [String: [VoiceName]]
    /// Who speaks what is quoted.
    public var quotes: QuoteVoice
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
        requestedVoice: VoiceName? = nil, defaultVoice: VoiceName = .heart, order: [String: [VoiceName]] = [:],
        quotes: QuoteVoice = .same, folder: VoiceFolder? = nil, speed: Double = 1,
        speeds: [VoiceName: Double] = [:], pauses: Pauses = Pauses(), finalPause: Double = 0.8,
        breath: Double = 0.25
    ) {
        self.requestedVoice = requestedVoice
        self.defaultVoice = defaultVoice
        self.order = order
        self.quotes = quotes
        self.folder = folder
        self.speed = speed
        self.speeds = speeds
        self.pauses = pauses
        self.finalPause = finalPause
        self.breath = breath
    }

    /// Which voice speaks a text: the first of `voices(for:)` that can be used.
    ///
    /// - Parameters:
    ///   - language: the text's.
    ///   - missing: voices that cannot be used, which others take the place of.
    /// - Returns: `nil` for a language that none speaks; else the voice with that language as its own.
    public func voice(for language: SpokenLanguage, without missing: Set<VoiceName> = []) -> VoiceName? {
        if let requestedVoice, requestedVoice.namesLanguage { return requestedVoice }
        return voices(for: language).first { !missing.contains($0) }?.speaking(language)
    }

    /// Who speaks a language, best first: the requested voice, those that `order` names for it, the service's own, and those
    /// of the catalogue. A requested voice whose name tells its language is used whatever the text's language is; any
    /// other, such as `rms`, gives way to a voice of the text's language when it does not speak it, and so does the
    /// service's own.
    public func voices(for language: SpokenLanguage) -> [VoiceName] {
        let ordered =
            (order[language.code] ?? []) + (language.code == language.family ? [] : order[language.family] ?? [])
        let first = ([requestedVoice].compactMap(\.self) + ordered + [defaultVoice]).filter { $0.speaks(language) }
        var seen: Set<VoiceName> = []
        return (first + VoiceCatalog.standard.voices(speaking: language)).filter { seen.insert($0).inserted }
    }

    /// Who speaks what is quoted while another voice tells the rest: the first of the language's voices of the other sex,
    /// else the first other one.
    ///
    /// - Returns: `nil` where no other voice speaks the language.
    public func voiceOfQuotes(
        beside voice: VoiceName, for language: SpokenLanguage, without missing: Set<VoiceName> = []
    ) -> VoiceName? {
        let listed = Set(VoiceCatalog.standard.providers.flatMap(\.listed))
        let others = voices(for: language).filter { $0 != voice && !missing.contains($0) }
        let differing = others.filter { $0.sex != nil && $0.sex != voice.sex }
        return (differing.first(where: listed.contains) ?? differing.first ?? others.first)?.speaking(language)
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

/// Who speaks what the script quotes.
public enum QuoteVoice: String, Codable, CaseIterable, Sendable {
    /// Who speaks the rest.
    case same
    /// A second voice of the language, of the other sex where there is one.
    case other
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
