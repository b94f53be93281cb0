/// A voice by the name that settings and requests give it; `VoiceCatalog` lists them.
///
/// | name | provider | speaks |
/// |---|---|---|
/// | `heart` | hibari | US English: a woman |
/// | `rms`, `slt` | flite | US English: a man, a woman |
/// | `kokoro/jm_kumo` | kokoro | English, Spanish, French, Italian, Brazilian Portuguese, Japanese; a man (`jm_`) or a woman (`jf_`); slow |
/// | `piper/NAME` | piper | the language of a voice of Piper in the voices folder |
/// | `espeak:de`, `espeak:pt-br` | espeak-ng | the language of that code, one of `SpokenLanguage.all` |
/// | `espeak:de+f3` | espeak-ng | the same in another timbre: `m1` to `m8` are men, `f1` to `f5` women |
/// | `PROVIDER/NAME` | PROVIDER | each of these by its full name, such as `flite/rms`, and voices that have no other name |
///
/// Two are the same when their names are.
public struct VoiceName: RawRepresentable, Hashable, Codable, Sendable {
    /// Whose voice it sounds like.
    public enum Sex: String, Codable, Sendable {
        case female, male
    }

    public let rawValue: String
    /// Which speech provider has the voice, by `ProviderVoices.provider`.
    public let provider: String
    /// What the provider itself calls the voice, such as `rms` or `de+f3`.
    public let nameAtProvider: String
    /// What it speaks, best first; empty for a voice that speaks whatever it is given.
    public let languages: [SpokenLanguage]
    /// `nil` where nobody tells.
    public let sex: Sex?
    /// Whether the name tells the language, as `espeak:de` does. Such a voice is kept for a text in any language; another,
    /// such as `rms`, gives way to a voice that speaks the text's language.
    public let namesLanguage: Bool

    /// - Returns: `nil` for a name that is not in `VoiceCatalog.standard`.
    public init?(rawValue: String) {
        guard let voice = VoiceCatalog.standard.voice(named: rawValue) else { return nil }
        self = voice
    }

    /// The voice of a language when no other is requested; `nil` where none speaks it.
    ///
    /// - Parameters:
    ///   - language: what is to be spoken.
    ///   - missing: voices that cannot be used.
    public init?(speaking language: SpokenLanguage, without missing: Set<VoiceName> = []) {
        guard let voice = VoiceCatalog.standard.voice(speaking: language, without: missing) else { return nil }
        self = voice
    }

    /// An entry of a provider's list.
    ///
    /// - Parameters:
    ///   - rawValue: how requests and settings name it; unique among all providers.
    ///   - provider: who speaks.
    ///   - nameAtProvider: what the provider itself calls the voice.
    ///   - languages: what is spoken, best first; empty for whatever is given.
    ///   - sex: `nil` where nobody tells.
    ///   - namesLanguage: whether the name itself says the language.
    public init(
        _ rawValue: String, provider: String, nameAtProvider: String, languages: [SpokenLanguage], sex: Sex? = nil,
        namesLanguage: Bool = false
    ) {
        self.rawValue = rawValue
        self.provider = provider
        self.nameAtProvider = nameAtProvider
        self.languages = languages
        self.sex = sex
        self.namesLanguage = namesLanguage
    }

    /// A voice of one language.
    public init(
        _ rawValue: String, provider: String, nameAtProvider: String, language: SpokenLanguage, sex: Sex? = nil,
        namesLanguage: Bool = false
    ) {
        self.init(
            rawValue, provider: provider, nameAtProvider: nameAtProvider, languages: [language], sex: sex,
            namesLanguage: namesLanguage)
    }

    /// A voice that has no name but the full one, `PROVIDER/NAME`.
    public init(
        provider: String, nameAtProvider: String, languages: [SpokenLanguage], sex: Sex? = nil
    ) {
        self.init(
            provider + "/" + nameAtProvider, provider: provider, nameAtProvider: nameAtProvider, languages: languages,
            sex: sex)
    }

    /// Female; the best of all that were measured.
    public static let heart = VoiceName(
        "heart", provider: "hibari", nameAtProvider: "heart", language: .english, sex: .female)
    /// Male; the easiest to understand of those that Debian has.
    public static let rms = VoiceName("rms", provider: "flite", nameAtProvider: "rms", language: .english, sex: .male)
    public static let slt = VoiceName("slt", provider: "flite", nameAtProvider: "slt", language: .english, sex: .female)

    public static func == (one: VoiceName, other: VoiceName) -> Bool { one.rawValue == other.rawValue }

    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

    /// What it speaks best. A provider is given a voice whose language is that of the text (`speaking`).
    public var language: SpokenLanguage { languages.first ?? .english }

    /// Whether it speaks a language, in whatever accent.
    public func speaks(_ language: SpokenLanguage) -> Bool {
        languages.isEmpty || languages.contains { $0.family == language.family }
    }

    /// The same voice with the language that it is to speak as its only one.
    public func speaking(_ language: SpokenLanguage) -> VoiceName {
        guard languages != [language], languages.isEmpty || languages.contains(language) else { return self }
        return VoiceName(
            rawValue, provider: provider, nameAtProvider: nameAtProvider, languages: [language], sex: sex,
            namesLanguage: namesLanguage)
    }

    /// Provider and voice, such as `flite/rms` or `espeak-ng/de+f3`: what a finished reel says of who spoke.
    public var fullName: String { provider + "/" + nameAtProvider }

    /// Parts `PROVIDER/NAME`; neither side has to be known.
    static func parts(ofFullName name: String) -> (provider: String, nameAtProvider: String)? {
        let sides = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return sides.count == 2 ? (sides[0], sides[1]) : nil
    }

    /// What a name should be, for messages.
    public static var expected: String { VoiceCatalog.standard.expected }
}
