/// A language that a reel may be in: those that a voice of this machine speaks, and those that only a service over HTTP does.
public struct SpokenLanguage: Hashable, Sendable {
    /// The letters that a language is written in.
    public enum Writing: String, CaseIterable, Sendable {
        case latin, cyrillic, greek, armenian, georgian, arabic, devanagari, bengali, gurmukhi, gujarati, tamil,
            telugu, kannada, malayalam, hangul, han, japanese, thai, lao, myanmar, khmer
    }

    /// BCP 47 in lower case, such as `de` or `pt-br`.
    public let code: String
    /// In English, for messages.
    public let name: String
    /// The one most used, where there are several.
    public let writing: Writing

    /// The code of the language without its region.
    public let family: String

    /// For people: that nobody speaks it, and what to do.
    public var refusal: String {
        "No voice of this machine speaks \(name). Set a service over HTTP that does (REEL_SPEECH_URL), which speaks then "
            + "unless the request names a voice, or take an article in another language."
    }

    public static let english = SpokenLanguage(code: "en", name: "English", writing: .latin)

    /// - Parameter code: as in `all`.
    public init?(code: String) {
        guard let known = Self.byCode[code] else { return nil }
        self = known
    }

    /// Reads what pages say of themselves, such as `de-DE`, `pt_BR`, `nn` or `ger`.
    ///
    /// - Returns: `nil` for a language that no voice speaks.
    public init?(tag: String) {
        let parts = tag.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard var first = parts.first else { return nil }
        first = Self.otherCodes[first] ?? first
        let regional = parts.dropFirst().lazy.compactMap { Self.byCode["\(first)-\($0)"] }.first
        // A page in any English is English: the region's accent is chosen by name only.
        if let regional, first != "en" {
            self = regional
        } else if let known = Self.byCode[first] {
            self = known
        } else {
            return nil
        }
    }

    private init(code: String, name: String, writing: Writing) {
        self.code = code
        family = String(code.prefix { $0 != "-" })
        self.name = name
        self.writing = writing
    }

    /// Those that a voice of this machine speaks, in the order of their codes.
    public static let all = known.filter { !withoutOfflineVoice.contains($0.code) }

    /// All that can be told and captioned, in the order of their codes.
    public static let known = byCode.values.sorted { $0.code < $1.code }

    /// No engine of Debian 12 speaks these: espeak-ng 1.51 has neither.
    private static let withoutOfflineVoice: Set<String> = ["km", "lo"]

    /// Whether words are written without spaces between them.
    public var isUnspaced: Bool {
        switch writing {
        case .han, .japanese, .thai, .lao, .myanmar, .khmer: true
        default: false
        }
    }

    private static let byCode: [String: SpokenLanguage] = Dictionary(
        uniqueKeysWithValues: names.flatMap { writing, languages in
            languages.map { ($0.key, SpokenLanguage(code: $0.key, name: $0.value, writing: writing)) }
        })

    /// Other codes of the same languages: older ones, and those of three letters that pages use most.
    private static let otherCodes = [
        "no": "nb", "nn": "nb", "nob": "nb", "nor": "nb", "in": "id", "eng": "en", "deu": "de",
        "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl", "dut": "nl",
        "pol": "pl", "rus": "ru", "ukr": "uk", "swe": "sv", "dan": "da", "fin": "fi", "tur": "tr", "ces": "cs",
        "cze": "cs", "ell": "el", "gre": "el", "kor": "ko", "ara": "ar", "hin": "hi",
        "cmn": "zh", "zho": "zh", "chi": "zh", "jpn": "ja", "tha": "th", "khm": "km", "lao": "lo", "mya": "my",
        "bur": "my",
    ]

    private static let names: [Writing: [String: String]] = [
        .latin: [
            "af": "Afrikaans", "sq": "Albanian", "az": "Azerbaijani", "eu": "Basque", "bs": "Bosnian", "ca": "Catalan",
            "hr": "Croatian", "cs": "Czech", "da": "Danish", "nl": "Dutch", "en": "English", "en-gb": "British English",
            "en-us": "American English", "eo": "Esperanto", "et": "Estonian", "fi": "Finnish", "fr": "French",
            "fr-be": "Belgian French", "fr-ch": "Swiss French", "de": "German", "ht": "Haitian Creole",
            "hu": "Hungarian", "is": "Icelandic", "id": "Indonesian", "ga": "Irish", "it": "Italian", "ku": "Kurdish",
            "la": "Latin", "lv": "Latvian", "lt": "Lithuanian", "lb": "Luxembourgish", "ms": "Malay", "mt": "Maltese",
            "nb": "Norwegian", "pl": "Polish", "pt": "Portuguese", "pt-br": "Brazilian Portuguese", "ro": "Romanian",
            "gd": "Scottish Gaelic", "sk": "Slovak", "sl": "Slovenian", "es": "Spanish",
            "es-419": "Latin American Spanish", "sw": "Swahili", "sv": "Swedish", "tr": "Turkish", "uz": "Uzbek",
            "vi": "Vietnamese", "cy": "Welsh",
        ],
        .cyrillic: [
            "bg": "Bulgarian", "kk": "Kazakh", "ky": "Kyrgyz", "mk": "Macedonian", "ru": "Russian",
            "sr": "Serbian", "tt": "Tatar", "uk": "Ukrainian",
        ],
        .greek: ["el": "Greek"], .armenian: ["hy": "Armenian"], .georgian: ["ka": "Georgian"],
        .arabic: ["ar": "Arabic", "fa": "Persian", "ur": "Urdu"],
        .devanagari: ["hi": "Hindi", "mr": "Marathi", "ne": "Nepali"], .bengali: ["bn": "Bengali"],
        .gurmukhi: ["pa": "Punjabi"], .gujarati: ["gu": "Gujarati"], .tamil: ["ta": "Tamil"],
        .telugu: ["te": "Telugu"], .kannada: ["kn": "Kannada"], .malayalam: ["ml": "Malayalam"],
        .hangul: ["ko": "Korean"], .han: ["zh": "Chinese", "yue": "Cantonese"], .japanese: ["ja": "Japanese"],
        .thai: ["th": "Thai"], .lao: ["lo": "Lao"], .myanmar: ["my": "Burmese"], .khmer: ["km": "Khmer"],
    ]
}
