/// The protocols of speech services that are spoken here; in names of voices, the provider.
public enum SpeechAPIKind: String, CaseIterable, Sendable {
    /// OpenAI's `POST /v1/audio/speech`, which Speaches, LocalAI, Kokoro-FastAPI and others speak too: audio and nothing else.
    case openai
    /// Kokoro-FastAPI's `POST /dev/captioned_speech`: audio, and the times of words.
    case captioned
    /// ElevenLabs' `POST /v1/text-to-speech/VOICE/with-timestamps`: audio, and the times of characters.
    case elevenlabs
}

/// What a speech service over HTTP offers to requests: all that a process needs which does not speak itself.
public struct SpeechService: Hashable, Sendable {
    public var kind: SpeechAPIKind
    /// Who speaks where a request names nobody, by the service's own name.
    public var voice: String
    /// Whom else a request may name.
    public var otherVoices: [String]
    /// By `SpokenLanguage.family`; empty for all.
    public var languages: Set<String>
    /// For a million characters.
    public var price: Double?

    public init(
        kind: SpeechAPIKind = .openai, voice: String, otherVoices: [String] = [], languages: Set<String> = [],
        price: Double? = nil
    ) {
        self.kind = kind
        self.voice = voice
        self.otherVoices = otherVoices
        self.languages = languages
        self.price = price
    }

    /// Whether the service is asked for texts in a language.
    public func speaks(_ language: SpokenLanguage) -> Bool { languages.isEmpty || languages.contains(language.family) }

    /// Whether a request may name a voice.
    public func offers(_ voice: VoiceName) -> Bool {
        voice.provider == kind.rawValue && voices.contains(voice.nameAtProvider)
    }

    /// For lists: its own voice first.
    public var provider: ProviderVoices {
        ProviderVoices(
            provider: kind.rawValue,
            voices: voices.map { name in
                VoiceName(
                    provider: kind.rawValue, nameAtProvider: name,
                    languages: languages.sorted().compactMap(SpokenLanguage.init(code:)))
            }, expected: "\(kind.rawValue)/ with a voice such as \(kind.rawValue)/\(voice)",
            installation: "It is not on this machine", cost: price)
    }

    private var voices: [String] { [voice] + otherVoices.filter { $0 != voice } }
}

extension VoiceName {
    /// The voice that a request asks for: one of `VoiceCatalog.standard`, or `KIND/NAME` of a speech service. Whether there
    /// is such a service is not asked here (`SpeechService.offers`).
    ///
    /// - Returns: `nil` for a name that neither has.
    public init?(requested name: String) {
        if let voice = VoiceName(rawValue: name) {
            self = voice
            return
        }
        guard let (provider, nameAtProvider) = VoiceName.parts(ofFullName: name),
            SpeechAPIKind(rawValue: provider) != nil,
            ProviderVoices.isPossible(nameAtProvider)
        else { return nil }
        self.init(provider: provider, nameAtProvider: nameAtProvider, languages: [])
    }

    /// Whether a speech service speaks, and no program of this machine.
    public var isOfService: Bool { SpeechAPIKind(rawValue: provider) != nil }
}
