/// A voice by the name that settings and requests give it; `VoiceCatalog` lists them.
///
/// | name | provider | speaks |
/// |---|---|---|
/// | `heart` | hibari | US English: a woman |
/// | `rms`, `slt` | flite | US English: a man, a woman |
/// | `espeak:de`, `espeak:pt-br` | espeak-ng | the language of that code, one of `SpokenLanguage.all` |
/// | `espeak:de+f3` | espeak-ng | the same in another timbre: `m1` to `m8` are men, `f1` to `f5` women |
public struct VoiceName: RawRepresentable, Hashable, Codable, Sendable {
    public let rawValue: String
    /// Which speech provider has the voice, by `ProviderVoices.provider`.
    public let provider: String
    /// What the provider itself calls the voice, such as `rms` or `de+f3`.
    public let nameAtProvider: String
    public let language: SpokenLanguage
    /// Whether the name tells the language, as `espeak:de` does. Such a voice is kept for a text in any language; another,
    /// such as `rms`, gives way to a voice that speaks the text's language.
    public let namesLanguage: Bool

    /// - Returns: `nil` for a name that is not in `VoiceCatalog.standard`.
    public init?(rawValue: String) {
        guard let voice = VoiceCatalog.standard.voice(named: rawValue) else { return nil }
        self = voice
    }

    /// The voice of a language when no other is requested.
    ///
    /// - Parameters:
    ///   - language: what is to be spoken.
    ///   - missing: voices that cannot be used.
    public init(speaking language: SpokenLanguage, without missing: Set<VoiceName> = []) {
        // The catalogue has a voice for every language of `SpokenLanguage.all`; a test holds that.
        self = VoiceCatalog.standard.voice(speaking: language, without: missing) ?? .rms
    }

    /// An entry of a provider's list.
    ///
    /// - Parameters:
    ///   - rawValue: how requests and settings name it; unique among all providers.
    ///   - provider: who speaks.
    ///   - nameAtProvider: what the provider itself calls the voice.
    ///   - language: what is spoken.
    ///   - namesLanguage: whether the name itself says the language.
    public init(
        _ rawValue: String, provider: String, nameAtProvider: String, language: SpokenLanguage,
        namesLanguage: Bool = false
    ) {
        self.rawValue = rawValue
        self.provider = provider
        self.nameAtProvider = nameAtProvider
        self.language = language
        self.namesLanguage = namesLanguage
    }

    /// Female; the best of all that were measured.
    public static let heart = VoiceName("heart", provider: "hibari", nameAtProvider: "heart", language: .english)
    /// Male; the easiest to understand of those that Debian has.
    public static let rms = VoiceName("rms", provider: "flite", nameAtProvider: "rms", language: .english)
    /// Female.
    public static let slt = VoiceName("slt", provider: "flite", nameAtProvider: "slt", language: .english)

    /// Provider and voice, such as `flite/rms` or `espeak-ng/de+f3`: what a finished reel says of who spoke.
    public var fullName: String { provider + "/" + nameAtProvider }

    /// What a name should be, for messages.
    public static var expected: String { VoiceCatalog.standard.expected }
}
