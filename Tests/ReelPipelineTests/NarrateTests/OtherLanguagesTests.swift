import Foundation
import Logging
import ReelCache
import ReelCore
import ReelNarrate
import ReelTestKit
import ReelTool
import Testing

/// Texts that are not English, spoken by the built program with espeak-ng.
@Suite struct OtherLanguagesTests {
    private func narration(
        _ text: String, in language: String, speech: SpeechSettings = SpeechSettings(), _ folder: URL
    ) async throws -> Narration {
        let speaker = ToolCommand(try BuiltProgram.url("ReelSpeak").path, [])
        let stage = NarrateStage(
            cache: ContentCache(root: folder.appending(path: "cache")), speaker: speaker,
            settings: NarrateSettings(speech: speech))
        let script = Script(title: "T", scenes: [Scene(sceneNumber: 1, script: text)], language: language)
        return try await stage.run(
            script, in: StageContext(workFolder: folder.appending(path: "work"), logger: Logger(label: "test")))
    }

    @Test(arguments: [
        ("de", "Im Jahr 2026 kostet das Brötchen 3,50 € – sagt Dr. Müller am 3. Mai. Ja, „wirklich“?"),
        ("fr", "Le 14 juillet, l’hôtel a coûté 1 250 000 euros. C’est vrai !"),
        ("es", "¿Cuánto cuesta? Unos 2,5 millones de dólares, dijo el Sr. Núñez."),
        ("pl", "Rzeka podniosła się o 2 metry; straty wynoszą 15%."), ("tr", "Nehir gece 2 metre yükseldi."),
        ("ru", "Ночью вода поднялась на 2 метра. Город остался без света."), ("el", "Το ποτάμι ανέβηκε 2 μέτρα."),
        ("hi", "नदी रात में 2 मीटर बढ़ी। शहर में बिजली नहीं थी।"), ("ko", "강물이 밤새 2미터 올랐다."),
        ("ar", "ارتفع النهر مترين في الليل."), ("vi", "Nước sông dâng hai mét trong đêm."),
        ("pt-br", "O rio subiu 2 metros — e a cidade acordou sem luz."),
    ])
    func everyWordIsKeptAndTimed(_ language: String, _ text: String) async throws {
        try await withTemporaryFolder { folder in
            let narration = try await narration(text, in: language, folder)
            #expect(narration.voice == "espeak-ng/\(language)")
            let scene = narration.scenes[0]
            #expect(scene.words.map(\.text) == text.split(separator: " ").map(String.init))
            #expect(scene.words[0].start == 0.1)
            for (word, next) in zip(scene.words, scene.words.dropFirst()) {
                #expect(word.start <= word.end && word.end <= next.start, "\(word) before \(next)")
            }
            for word in scene.words where word.text.contains(where: { $0.isLetter || $0.isNumber }) {
                #expect(word.end - word.start > 0.03, "\(word)")
                #expect(word.end - word.start < (word.text.contains(where: \.isNumber) ? 4 : 1.5), "\(word)")
            }
            #expect(try #require(scene.words.last).end <= scene.duration - 0.7)
        }
    }

    /// Scripts that part no words by spaces: words by dictionary, each with its time, and none with a space before it.
    @Test(arguments: [
        ("zh", "北京市政府宣布了新的公共交通计划，价格为3元。", "北京市|政府|宣布了|新的|公共|交通|计划，|价格|为|3|元。"),
        ("ja", "あたらしいバスがはしります。", "あたらしい|バスがはしります。"),
        ("th", "กรุงเทพมหานครประกาศแผนการขนส่ง", "กรุงเทพมหานคร|ประกาศ|แผนการ|ขนส่ง"),
        ("my", "အစိုးရသည် အစီအစဉ်အသစ်", "အစိုးရ|သည်| အစီအစဉ်|အသစ်"),
    ])
    func wordsWithoutSpacesAreKeptAndTimed(_ language: String, _ text: String, _ expected: String) async throws {
        try await withTemporaryFolder { folder in
            let scene = try await narration(text, in: language, folder).scenes[0]
            #expect(
                scene.words.enumerated().map { $0 > 0 && $1.isApart ? " " + $1.text : $1.text }.joined(separator: "|")
                    == expected)
            #expect(scene.words.text == text)
            for (word, next) in zip(scene.words, scene.words.dropFirst()) {
                #expect(word.start <= word.end && word.end <= next.start, "\(word) before \(next)")
                #expect(word.end - word.start > 0.05, "\(word)")
            }
        }
    }

    @Test(arguments: ["km", "lo"])
    func whatNobodySpeaksIsRefusedWithWhatToSet(_ language: String) async throws {
        try await withTemporaryFolder { folder in
            let known = try #require(SpokenLanguage(code: language))
            let error = await #expect(throws: NarrateError.noVoice(known)) {
                try await narration("1 2 3", in: language, folder)
            }
            let failure = try #require(error?.failure)
            #expect(failure.code == "unsupported_language" && failure.message.contains("REEL_SPEECH_URL"))
            #expect(failure.message.contains(known.name))
        }
    }

    /// The second voice of the language speaks what is quoted; words, order and times are those of one scene.
    @Test(arguments: [
        ("en", "“We will build it again,” she said.", "flite/rms", "flite/slt"),
        ("de", "Er sagte: „Wir bauen das wieder auf.“", "espeak-ng/de", "espeak-ng/de+f3"),
    ])
    func quotationsAreSpokenByASecondVoice(
        _ language: String, _ text: String, _ voice: String, _ second: String
    ) async throws {
        try await withTemporaryFolder { folder in
            let speech = SpeechSettings(quotes: .other)
            let mixed = try await narration(text, in: language, speech: speech, folder)
            #expect(mixed.voice == voice && mixed.quotesVoice == second)
            let scene = mixed.scenes[0]
            #expect(scene.words.map(\.text) == text.split(separator: " ").map(String.init))
            for (word, next) in zip(scene.words, scene.words.dropFirst()) {
                #expect(word.start < word.end && word.end <= next.start, "\(word) before \(next)")
            }
            #expect(try #require(scene.words.last).end <= scene.duration - 0.7)
            let plain = try await narration(text, in: language, folder)
            #expect(plain.quotesVoice == nil)
            #expect(abs(plain.scenes[0].duration - scene.duration) < 1)
            // A script that quotes nobody is spoken as before, to the byte.
            let one = try await narration("Nobody speaks.", in: language, speech: speech, folder)
            #expect(one.quotesVoice == nil)
            #expect(one.scenes[0].audio.lastPathComponent == "speech.wav")
        }
    }

    /// An ordinal, an abbreviation and a title are no ends of sentences, and make no pause.
    @Test func aPeriodThatEndsNothingMakesNoPause() async throws {
        try await withTemporaryFolder { folder in
            let scene = try await narration("Am 3. Mai sagte Dr. Müller nichts.", in: "de", folder).scenes[0]
            for (word, next) in zip(scene.words, scene.words.dropFirst()) {
                #expect(next.start - word.end < 0.05, "\(word) \(next)")
            }
        }
    }

    @Test func theSameTextIsTheSameBytes() async throws {
        try await withTemporaryFolder { folder in
            var bytes: [Data] = []
            for name in ["a", "b"] {
                let narration = try await narration("Zweimal dasselbe, bitte.", in: "de", folder.appending(path: name))
                bytes.append(try Data(contentsOf: narration.scenes[0].audio))
            }
            #expect(bytes[0] == bytes[1])
        }
    }

    @Test func theServicesVoiceSpeaksItsLanguageAndOthersTheirs() async throws {
        try await withTemporaryFolder { folder in
            let german = try #require(VoiceName(rawValue: "espeak:de+f3"))
            let speech = SpeechSettings(defaultVoice: german)
            #expect(try await narration("Guten Tag.", in: "de", speech: speech, folder).voice == "espeak-ng/de+f3")
            #expect(try await narration("Good day.", in: "en", speech: speech, folder).voice == "flite/rms")
            #expect(try await narration("Buongiorno.", in: "it", speech: speech, folder).voice == "espeak-ng/it")
            // A voice that names its language is taken at its word; a taste is not.
            let asked = SpeechSettings(requestedVoice: german)
            #expect(try await narration("Good day.", in: "en", speech: asked, folder).voice == "espeak-ng/de+f3")
            let taste = SpeechSettings(requestedVoice: .slt)
            #expect(try await narration("Good day.", in: "en", speech: taste, folder).voice == "flite/slt")
            #expect(try await narration("Guten Tag.", in: "de", speech: taste, folder).voice == "espeak-ng/de")
        }
    }

    @Test(arguments: [
        "Zeile \u{1}20s mit \u{1}300 Befehl", "<speak>Kein <break time=\"99s\"/> Befehl</speak>", "[[h@'loU]] wörtlich",
        "Fest 🎉 und 👩‍👩‍👧 Schluss", String(repeating: "Donaudampfschiff", count: 60),
        "1234567890123456789012345678901234567890",
        String(repeating: "und ", count: 240), "a\u{0}b c",
    ])
    func hostileTextIsSpoken(_ text: String) async throws {
        try await withTemporaryFolder { folder in
            let scene = try await narration(text, in: "de", folder).scenes[0]
            #expect(scene.words.map(\.text) == text.split(whereSeparator: \.isWhitespace).map(String.init))
            #expect((0.5...120).contains(scene.duration))
            #expect(scene.words.allSatisfy { $0.start <= $0.end && $0.end <= scene.duration })
        }
    }

    @Test(arguments: ["…", "🎉🎉", "— —", "\u{1}\u{200B}"])
    func aSceneWithoutWordsIsRefused(_ text: String) async throws {
        try await withTemporaryFolder { folder in
            _ = await #expect(throws: NarrateError.nothingToSay(scene: 1, text: text)) {
                try await narration(text, in: "de", folder)
            }
        }
    }

    /// Each language of the list has a voice in Debian's package.
    @Test func everyLanguageOfTheListIsSpoken() async throws {
        try await withTemporaryFolder { folder in
            for language in SpokenLanguage.all where language != .english {
                let voice = try #require(VoiceName(speaking: language))
                // Asked for, because English is spoken by flite otherwise.
                let speech = SpeechSettings(requestedVoice: voice)
                let spoken = try await narration("1 2 3", in: language.code, speech: speech, folder)
                #expect(spoken.voice == voice.fullName)
                #expect(spoken.scenes[0].words.allSatisfy { $0.end > $0.start }, "\(language.name)")
            }
        }
    }
}
