/// One voice of `GET /api/voices`.
public struct VoiceResponse: Hashable, Codable, Sendable {
    /// A language, for people and for programs.
    public struct Language: Hashable, Codable, Sendable {
        /// A code of `SpokenLanguage`, such as `pt-br`.
        public var code: String
        /// In English.
        public var name: String

        public init(_ language: SpokenLanguage) {
            code = language.code
            name = language.name
        }
    }

    /// What the field `voice` of a request takes.
    public var name: String
    /// `PROVIDER/NAME`, which it takes as well.
    public var fullName: String
    public var provider: String
    /// Best first; empty for a voice that speaks whatever it is given.
    public var languages: [Language]
    /// `null` where nobody tells.
    public var sex: VoiceName.Sex?
    /// The path of a short sample; `null` for a voice that is not installed, and for one that costs.
    public var sample: String?
    /// US dollars for a million characters; 0 for what runs here, `null` where nobody tells.
    public var cost: Double?
    /// Seconds of processor time for a second of speech; `null` where another machine speaks.
    public var speed: Double?
    public var installed: Bool
    /// What to do for it, for people; `null` for one that is installed.
    public var installation: String?
    /// Codes of the languages that it speaks where a request names no voice.
    public var defaultFor: [String]

    public init(
        _ voice: VoiceName, of provider: ProviderVoices, isInstalled: Bool, sample: String?, defaultFor: [String]
    ) {
        name = voice.rawValue
        fullName = voice.fullName
        self.provider = voice.provider
        languages = voice.languages.map(Language.init)
        sex = voice.sex
        self.sample = sample
        cost = provider.cost
        speed = provider.speed
        installed = isInstalled
        installation = isInstalled ? nil : provider.installation + "."
        self.defaultFor = defaultFor
    }

    enum CodingKeys: String, CodingKey {
        case name, provider, languages, sex, sample, cost, speed, installed, installation
        case fullName = "full_name"
        case defaultFor = "default_for"
    }

    /// With `null` for what nobody tells, so that every voice has the same fields.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(fullName, forKey: .fullName)
        try fields.encode(provider, forKey: .provider)
        try fields.encode(languages, forKey: .languages)
        try fields.encode(sex, forKey: .sex)
        try fields.encode(sample, forKey: .sample)
        try fields.encode(cost, forKey: .cost)
        try fields.encode(speed, forKey: .speed)
        try fields.encode(installed, forKey: .installed)
        try fields.encode(installation, forKey: .installation)
        try fields.encode(defaultFor, forKey: .defaultFor)
    }
}

/// `200` of `GET /api/voices`.
public struct VoiceListResponse: Codable, Sendable {
    public var voices: [VoiceResponse]
    public var count: Int

    public init(voices: [VoiceResponse]) {
        self.voices = voices
        count = voices.count
    }
}
