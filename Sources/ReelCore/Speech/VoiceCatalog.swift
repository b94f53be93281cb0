/// All names of voices, and which provider has which. This list is data: the engines that speak are linked into the
/// program `ReelSpeak` only, whose `SpeechProviders.all` has an engine for each entry (a test holds the two together).
public struct VoiceCatalog: Sendable {
    /// The best first: of two voices of a language the one of the earlier provider speaks.
    public let providers: [ProviderVoices]

    private let byName: [String: VoiceName]
    private let byFamily: [String: [VoiceName]]

    /// What requests and settings may name.
    public static let standard = VoiceCatalog([.hibari, .flite, .espeak, .kokoro, .piper])

    /// Of two voices with one name the first provider's is taken.
    public init(_ providers: [ProviderVoices]) {
        self.providers = providers
        let voices = providers.flatMap(\.voices)
        byName = Dictionary(
            voices.map { ($0.rawValue, $0) } + voices.map { ($0.fullName, $0) }, uniquingKeysWith: { first, _ in first }
        )
        byFamily = Dictionary(
            voices.flatMap { voice in Set(voice.languages.map(\.family)).map { ($0, [voice]) } }, uniquingKeysWith: +)
    }

    /// - Parameter name: a voice's own name, or `PROVIDER/NAME`.
    /// - Returns: `nil` for a name that no provider has.
    public func voice(named name: String) -> VoiceName? {
        if let voice = byName[name] { return voice }
        guard let full = VoiceName.parts(ofFullName: name) else { return nil }
        return providers.first { $0.provider == full.provider }?.voice(calledThere: full.nameAtProvider)
    }

    /// The voice that a finished reel names by its `VoiceName.fullName`, such as `hibari/heart`.
    public func voice(fullName: String) -> VoiceName? {
        voice(named: fullName).flatMap { $0.fullName == fullName ? $0 : nil }
    }

    /// The first voice of the first provider that speaks a language.
    ///
    /// - Parameters:
    ///   - language: what is to be spoken.
    ///   - missing: voices that cannot be used.
    public func voice(speaking language: SpokenLanguage, without missing: Set<VoiceName> = []) -> VoiceName? {
        voices(speaking: language).first { !missing.contains($0) }
    }

    /// The voices of a language, best first: those in the accent that is asked for in the order of the providers, then
    /// those of other accents. Voices that speak whatever they are given are not among them: they are used when a setting
    /// or a request names them.
    public func voices(speaking language: SpokenLanguage) -> [VoiceName] {
        let voices = byFamily[language.family] ?? []
        return voices.filter { $0.languages.contains(language) } + voices.filter { !$0.languages.contains(language) }
    }

    /// The voices whose packages are not all in a folder.
    ///
    /// - Parameter folder: `nil` where there is none.
    public func voices(missingIn folder: VoiceFolder?) -> Set<VoiceName> {
        Set(providers.filter { !$0.isInstalled(in: folder) }.flatMap(\.voices))
    }

    /// - Returns: `nil` for a voice of another catalogue.
    public func provider(of voice: VoiceName) -> ProviderVoices? {
        providers.first { $0.provider == voice.provider }
    }

    /// What a name should be, for messages.
    public var expected: String { providers.map(\.expected).joined(separator: ", or ") }
}
