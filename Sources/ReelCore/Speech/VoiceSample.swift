/// What a voice says so that one can choose among several.
public enum VoiceSample {
    /// A sentence or two of about three seconds; where none is known, numbers, which every voice reads in its language.
    public static func text(in language: SpokenLanguage) -> String {
        sentences[language.code] ?? sentences[language.family] ?? "1, 2, 3, 4, 5."
    }

    private static let sentences = [
        "en": "Good evening. This is how your article will sound.",
        "de": "Guten Abend. So wird Ihr Artikel klingen.",
        "fr": "Bonsoir. Voici comment votre article sera lu.",
        "es": "Buenas tardes. Así sonará su artículo.",
        "it": "Buonasera. Ecco come suonerà il suo articolo.",
        "pt": "Boa tarde. É assim que o seu artigo vai soar.",
        "nl": "Goedenavond. Zo zal uw artikel klinken.",
        "pl": "Dobry wieczór. Tak zabrzmi twój artykuł.",
        "ru": "Добрый вечер. Так будет звучать ваша статья.",
        "uk": "Добрий вечір. Так звучатиме ваша стаття.",
        "cs": "Dobrý večer. Takto bude znít váš článek.",
        "sv": "God kväll. Så här kommer din artikel att låta.",
        "da": "Godaften. Sådan vil din artikel lyde.",
        "nb": "God kveld. Slik vil artikkelen din høres ut.",
        "fi": "Hyvää iltaa. Tältä artikkelisi kuulostaa.",
        "tr": "İyi akşamlar. Makaleniz böyle seslendirilecek.",
        "el": "Καλησπέρα. Έτσι θα ακούγεται το άρθρο σας.",
        "hu": "Jó estét. Így fog hangzani a cikke.",
        "ro": "Bună seara. Așa va suna articolul dumneavoastră.",
        "hi": "नमस्ते। आपका लेख इस तरह सुनाई देगा।",
        "ar": "مساء الخير. هكذا سيبدو مقالك.",
        "zh": "晚上好。您的文章听起来就是这样。",
        "ja": "こんばんは。このように聞こえます。",
        "ko": "안녕하세요. 기사는 이렇게 들립니다.",
        "vi": "Chào buổi tối. Bài viết của bạn sẽ được đọc như thế này.",
        "id": "Selamat malam. Beginilah artikel Anda akan terdengar.",
        "th": "สวัสดีครับ นี่คือเสียงอ่านบทความของคุณ",
    ]
}
