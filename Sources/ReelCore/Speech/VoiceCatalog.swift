/// All names of voices, and which provider has which. This list is data: the engines that speak are linked into the
/// program `ReelSpeak` only, whose `SpeechProviders.all` has an engine for each entry (a test holds the two together).
public struct VoiceCatalog: Sendable {
    /// In the order in which a voice is looked for.
    public let providers: [ProviderVoices]

    private let byName: [String: VoiceName]

    /// What requests and settings may name.
    public static let standard = VoiceCatalog([.hibari, .flite, .espeak])

    /// Of two voices with one name the first provider's is taken.
    public init(_ providers: [ProviderVoices]) {
        self.providers = providers
        byName = Dictionary(
            providers.flatMap(\.voices).map { ($0.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Returns: `nil` for a name that no provider has.
    public func voice(named name: String) -> VoiceName? { byName[name] }

    /// The voice that a finished reel names by its `VoiceName.fullName`, such as `hibari/heart`.
    public func voice(fullName: String) -> VoiceName? {
        providers.lazy.flatMap(\.voices).first { $0.fullName == fullName }
    }

    /// The first voice of the first provider that speaks a language.
    ///
    /// - Parameters:
    ///   - language: what is to be spoken.
    ///   - missing: voices that cannot be used.
    public func voice(speaking language: SpokenLanguage, without missing: Set<VoiceName> = []) -> VoiceName? {
        providers.lazy.flatMap(\.voices).first { $0.language == language && !missing.contains($0) }
    }

    /// The voices whose packages are not all in a folder.
    ///
    /// - Parameter folder: `nil` where there is none.
    public func voices(missingIn folder: VoiceFolder?) -> Set<VoiceName> {
        Set(providers.filter { !$0.packages.isEmpty && folder?.has($0.packages) != true }.flatMap(\.voices))
    }

    /// - Returns: `nil` for a voice of another catalogue.
    public func provider(of voice: VoiceName) -> ProviderVoices? {
        providers.first { $0.provider == voice.provider }
    }

    /// What a name should be, for messages.
    public var expected: String { providers.map(\.expected).joined(separator: ", or ") }
}

/// The voices of one speech provider.
public struct ProviderVoices: Sendable {
    /// Such as `espeak-ng`.
    public let provider: String
    /// The first voice of a language is the one that speaks it when no other is requested.
    public let voices: [VoiceName]
    /// What a name of this provider should be, for messages.
    public let expected: String
    /// How a voice gets onto the machine, for messages: a sentence without its full stop.
    public let installation: String
    /// What it needs in the voices folder.
    public let packages: [VoicePackage]

    public init(
        provider: String, voices: [VoiceName], expected: String, installation: String, packages: [VoicePackage] = []
    ) {
        self.provider = provider
        self.voices = voices
        self.expected = expected
        self.installation = installation
        self.packages = packages
    }

    /// A small neural network; the best of all that were measured.
    public static let hibari = ProviderVoices(
        provider: "hibari", voices: [.heart], expected: "heart",
        installation: "Install it (ReelRunner voices install heart)", packages: [.hibari, .onnxRuntime])

    public static let flite = ProviderVoices(
        provider: "flite", voices: [.rms, .slt], expected: "rms, slt",
        installation: "Install it (apt-get install libflite1)")

    /// Each language in its own timbre first, then in thirteen others.
    public static let espeak = ProviderVoices(
        provider: "espeak-ng",
        voices: SpokenLanguage.all.flatMap { language in
            ([""] + (1...8).map { "+m\($0)" } + (1...5).map { "+f\($0)" }).map { timbre in
                let name = language.code + timbre
                return VoiceName(
                    "espeak:" + name, provider: "espeak-ng", nameAtProvider: name, language: language,
                    namesLanguage: true)
            }
        },
        expected: "espeak: with a language's code such as espeak:de or espeak:pt-br+f3",
        installation: "Install its data (apt-get install espeak-ng-data)")
}
