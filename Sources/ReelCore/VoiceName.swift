/// A voice by the name that settings and requests give it.
///
/// | name | engine | speaks |
/// |---|---|---|
/// | `rms`, `slt` | flite | US English: a man, a woman |
/// | `espeak:de`, `espeak:pt-br` | espeak-ng | the language of that code, one of `SpokenLanguage.all` |
/// | `espeak:de+f3` | espeak-ng | the same in another timbre: `m1` to `m8` are men, `f1` to `f5` women |
public struct VoiceName: RawRepresentable, Hashable, Codable, Sendable {
    /// By the names that are shown.
    public enum Engine: String, Sendable {
        case flite
        case espeak = "espeak-ng"
    }

    public let rawValue: String
    public let engine: Engine
    public let language: SpokenLanguage
    /// Such as `f3`; `nil` for the language's own timbre, and for flite.
    public let timbre: String?

    public init?(rawValue: String) {
        if Self.english.contains(rawValue) {
            self.init(rawValue: rawValue, engine: .flite, language: .english, timbre: nil)
            return
        }
        guard rawValue.hasPrefix(Self.prefix) else { return nil }
        let parts = rawValue.dropFirst(Self.prefix.count).split(separator: "+", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let language = SpokenLanguage(code: String(parts[0])) else { return nil }
        let timbre = parts.count > 1 ? String(parts[1]) : nil
        if let timbre, !Self.timbres.contains(timbre) { return nil }
        self.init(rawValue: rawValue, engine: .espeak, language: language, timbre: timbre)
    }

    /// The one that speaks a language when nobody has asked for another.
    public init(speaking language: SpokenLanguage) {
        self =
            language == .english
            ? .rms
            : VoiceName(rawValue: Self.prefix + language.code, engine: .espeak, language: language, timbre: nil)
    }

    private init(rawValue: String, engine: Engine, language: SpokenLanguage, timbre: String?) {
        self.rawValue = rawValue
        self.engine = engine
        self.language = language
        self.timbre = timbre
    }

    /// Male; the easiest to understand of all that were measured.
    public static let rms = VoiceName(rawValue: "rms", engine: .flite, language: .english, timbre: nil)
    /// Female.
    public static let slt = VoiceName(rawValue: "slt", engine: .flite, language: .english, timbre: nil)

    /// Engine and voice, such as `flite/rms` or `espeak-ng/de+f3`: what a job says of who spoke.
    public var fullName: String {
        engine.rawValue + "/" + (engine == .flite ? rawValue : String(rawValue.dropFirst(Self.prefix.count)))
    }

    /// What a name should be, for messages.
    public static let expected = "rms, slt, or espeak: with a language's code such as espeak:de or espeak:pt-br+f3"

    private static let english = ["rms", "slt"]
    private static let prefix = "espeak:"
    private static let timbres = Set((1...8).map { "m\($0)" } + (1...5).map { "f\($0)" })
}
