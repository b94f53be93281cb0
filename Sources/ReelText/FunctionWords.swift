import ReelCore

/// The small words that running text of a language has most of, by which it is known. Those that neighbours share (`de`,
/// `que`, `a`) are left to the language that has most of them, or to none.
package enum FunctionWords {
    package static let languages = byCode.keys.compactMap(SpokenLanguage.init(code:)).sorted { $0.code < $1.code }

    package static func knows(_ language: SpokenLanguage) -> Bool { byCode[language.family] != nil }

    /// How many of the words are such; `nil` for a language that is not listed.
    package static func count(of language: SpokenLanguage, in words: [String]) -> Int? {
        byCode[language.family].map { list in words.count { list.contains($0) } }
    }

    private static let byCode: [String: Set<String>] = [
        "en": [
            "the", "of", "and", "to", "a", "in", "is", "that", "for", "was", "with", "it", "as", "be", "are", "this",
            "have", "from", "by", "he", "she", "not", "but", "they", "his", "at", "on", "has", "were", "which", "you",
            "we", "their", "been", "will", "would", "or", "an", "who", "had", "its", "her", "more", "about", "than",
            "said",
        ],
        "de": [
            "der", "die", "das", "und", "den", "dem", "des", "nicht", "ist", "ein", "eine", "einen", "mit", "auf",
            "für", "von", "zu", "im", "sich", "auch", "es", "an", "dass", "wird", "bei", "nach", "aus", "als", "war",
            "wie", "hat", "sie",
        ],
        "fr": [
            "le", "les", "des", "et", "du", "une", "est", "dans", "pour", "qui", "par", "sur", "au", "pas", "plus",
            "avec", "ce", "il", "elle", "ont", "mais", "aux", "cette", "sont", "été", "ou", "leur", "ses",
        ],
        "es": [
            "el", "la", "los", "las", "una", "y", "en", "con", "por", "para", "del", "al", "es", "se", "su", "como",
            "pero", "más", "fue", "lo", "sus", "este", "esta", "ha", "que", "hay", "sobre", "también",
        ],
        "pt": [
            "o", "os", "as", "e", "um", "uma", "com", "não", "do", "da", "dos", "das", "em", "no", "na", "ao", "mais",
            "foi", "pelo", "pela", "são", "à", "também", "mas", "que", "seu", "sua",
        ],
        "it": [
            "il", "di", "che", "della", "del", "dei", "delle", "e", "è", "per", "una", "con", "non", "si", "da", "nel",
            "alla", "al", "sono", "gli", "i", "ha", "anche", "più", "le", "dal", "nella",
        ],
        "nl": [
            "de", "het", "een", "van", "en", "niet", "zijn", "dat", "op", "te", "voor", "met", "ook", "aan", "er",
            "om", "maar", "bij", "werd", "naar", "uit", "heeft", "wordt", "ze",
        ],
        "sv": [
            "och", "att", "det", "som", "en", "på", "är", "av", "för", "med", "till", "den", "har", "inte", "ett",
            "om", "var", "men", "också", "från", "efter", "under",
        ],
        "da": [
            "og", "at", "det", "er", "på", "en", "til", "af", "den", "for", "med", "som", "ikke", "blev", "et", "har",
            "fra", "men", "også", "efter", "hun", "der", "de",
        ],
        "nb": [
            "og", "å", "det", "er", "på", "en", "til", "av", "den", "for", "med", "som", "ikke", "ble", "et", "har",
            "fra", "men", "også", "etter", "hun", "han", "var",
        ],
        "fi": [
            "ja", "on", "ei", "oli", "että", "se", "hän", "mutta", "ovat", "kun", "myös", "joka", "kuin", "sen", "tai",
            "vuonna", "mukaan", "jotka", "ole", "nyt",
        ],
        "et": ["ja", "on", "ei", "oli", "et", "ka", "see", "kui", "mis", "aga", "ning", "oma", "kes", "tema", "või"],
        "hu": [
            "a", "az", "és", "hogy", "nem", "egy", "is", "volt", "ez", "meg", "csak", "már", "mint", "vagy", "szerint",
            "de", "azt", "után",
        ],
        "pl": [
            "i", "w", "na", "z", "się", "nie", "do", "jest", "to", "że", "od", "po", "przez", "jak", "ale", "był",
            "była", "dla", "o", "są", "oraz", "które", "który",
        ],
        "cs": [
            "a", "se", "v", "na", "je", "že", "s", "z", "do", "i", "to", "jsou", "ale", "byl", "byla", "jako", "pro",
            "podle", "také", "který", "která", "ve", "po", "při",
        ],
        "sk": [
            "a", "sa", "v", "na", "je", "že", "s", "z", "do", "aj", "to", "sú", "ale", "bol", "bola", "ako", "pre",
            "podľa", "ktorý", "ktorá", "vo", "po", "pri",
        ],
        "sl": ["in", "je", "v", "na", "se", "da", "so", "za", "ki", "z", "pa", "ni", "bi", "tudi", "po", "kot", "bil"],
        "hr": [
            "i", "u", "je", "na", "se", "da", "su", "za", "od", "koji", "nije", "a", "bi", "kao", "što", "ali", "iz",
        ],
        "ro": [
            "și", "în", "de", "la", "cu", "pe", "a", "nu", "este", "că", "din", "care", "o", "un", "mai", "pentru",
            "au", "fost", "sau", "său",
        ],
        "tr": [
            "ve", "bir", "bu", "da", "de", "için", "ile", "olarak", "daha", "çok", "ne", "gibi", "olan", "sonra",
            "kadar", "ama", "en", "değil", "var",
        ],
        "id": [
            "yang", "dan", "di", "dengan", "untuk", "dari", "pada", "tidak", "ini", "itu", "dalam", "akan", "ke",
            "adalah", "juga", "oleh", "mereka", "telah",
        ],
        "vi": ["và", "của", "là", "có", "trong", "được", "cho", "các", "một", "những", "với", "không", "đã", "người"],
        "ca": [
            "el", "la", "els", "les", "i", "amb", "una", "per", "del", "és", "que", "al", "dels", "més", "va", "són",
        ],
        "ru": [
            "и", "в", "не", "на", "что", "с", "по", "из", "это", "как", "он", "она", "но", "был", "была", "для", "к",
            "от", "его", "они",
        ],
        "uk": [
            "і", "в", "не", "на", "що", "з", "та", "до", "це", "як", "він", "вона", "але", "був", "для", "його", "у",
        ],
        "bg": [
            "и", "в", "не", "на", "че", "с", "за", "от", "да", "се", "като", "това", "по", "са", "беше", "но", "си",
        ],
        "sr": ["и", "у", "је", "на", "се", "да", "су", "за", "од", "који", "није", "а", "као", "што", "али", "из"],
        "ar": ["في", "من", "على", "إلى", "أن", "عن", "هذا", "التي", "الذي", "مع", "كان", "لا", "هذه", "بعد"],
        "fa": ["و", "در", "به", "از", "که", "این", "را", "با", "است", "برای", "آن", "یک", "می", "شد"],
        "ur": ["کے", "کی", "میں", "اور", "ہے", "سے", "کا", "کو", "نے", "پر", "ہیں", "کہ"],
        "hi": ["के", "में", "की", "है", "और", "से", "का", "को", "पर", "ने", "कि", "हैं", "यह"],
        "mr": ["आणि", "आहे", "या", "च्या", "हे", "ते", "तो", "होते", "आहेत", "मध्ये", "नाही"],
    ]
}
