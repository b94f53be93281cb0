import ReelCore
import Testing

/// The names by which requests choose a voice and music.
@Suite struct NamesTests {
    @Test(arguments: [
        ("heart", "hibari/heart", "en"), ("rms", "flite/rms", "en"), ("slt", "flite/slt", "en"),
        ("espeak:de", "espeak-ng/de", "de"), ("kokoro/jm_kumo", "kokoro/jm_kumo", "en"),
        ("piper/de_DE-thorsten-medium", "piper/de_DE-thorsten-medium", "de"), ("piper/joe", "piper/joe", "en"),
        ("espeak:pt-br+f3", "espeak-ng/pt-br+f3", "pt-br"), ("espeak:en-gb+m8", "espeak-ng/en-gb+m8", "en-gb"),
    ])
    func voices(_ name: String, _ fullName: String, _ language: String) throws {
        let voice = try #require(VoiceName(rawValue: name))
        #expect(voice.rawValue == name && voice.fullName == fullName && voice.language.code == language)
        #expect(VoiceCatalog.standard.voice(fullName: fullName) == voice)
        #expect(VoiceName(rawValue: fullName) == voice)
        #expect(name == fullName || VoiceCatalog.standard.voice(fullName: name) == nil)
    }

    @Test(arguments: [
        "", "RMS", "kal", "espeak", "espeak:", "espeak:xx", "espeak:de+", "espeak:de+f6", "espeak:de+f3+m1",
        "espeak:DE", "kokoro/de", "kokoro/jm_other", "piper/", "piper/.x", "piper/a/b", "piper/../x", "piper/a b",
        "espeak:../de", "espeak:de\n", "Heart", "flite/", "/rms", "rms/flite", "flite/heart", "hibari/heart/x",
        "espeak:km",
        "espeak-ng/../de", "nobody/rms",
    ])
    func whatIsNoVoice(_ name: String) {
        #expect(VoiceName(rawValue: name) == nil)
    }

    /// While a voice is missing, the next one of its language speaks; every language keeps one.
    @Test func aMissingVoiceGivesWayToTheNext() throws {
        let missing = VoiceCatalog.standard.voices(missingIn: nil)
        #expect(missing.contains(.heart) && missing.allSatisfy { ["hibari", "kokoro"].contains($0.provider) })
        #expect(VoiceName(speaking: .english) == .heart && VoiceName(speaking: .english, without: missing) == .rms)
        let settings = SpeechSettings()
        #expect(settings.voice(for: .english) == .heart && settings.voice(for: .english, without: missing) == .rms)
        for language in SpokenLanguage.all {
            #expect(VoiceName(speaking: language, without: missing)?.language == language)
        }
        #expect(SpeechSettings(defaultVoice: .slt).voice(for: .english, without: missing) == .slt)
    }

    @Test func everyLanguageHasItsVoice() throws {
        #expect(SpokenLanguage.all.count == Set(SpokenLanguage.all.map(\.code)).count)
        for language in SpokenLanguage.all {
            let voice = try #require(VoiceName(speaking: language))
            #expect(VoiceName(rawValue: voice.rawValue) == voice && voice.language == language)
            #expect(SpokenLanguage(tag: language.code)?.family == language.family)
        }
    }

    @Test(arguments: [
        ("de-DE", "de"), ("PT_BR", "pt-br"), ("pt-PT", "pt"), ("en-GB", "en"), ("nn", "nb"), ("ger", "de"),
        ("es-419", "es-419"), ("zh-Hant-TW", "zh"), ("", nil), ("xx", nil), ("ja", "ja"), ("cmn-Hans-CN", "zh"),
        ("km-KH", "km"),
        ("yue", "yue"),
    ])
    func tagsOfPages(_ tag: String, _ code: String?) {
        #expect(SpokenLanguage(tag: tag)?.code == code)
    }

    @Test func theVoiceIsChosenByTheLanguage() throws {
        let german = try #require(SpokenLanguage(code: "de"))
        let british = try #require(VoiceName(rawValue: "espeak:en-gb"))
        #expect(SpeechSettings().voice(for: .english) == .heart)
        #expect(SpeechSettings(defaultVoice: british).voice(for: .english) == british)
        #expect(SpeechSettings(requestedVoice: .slt, defaultVoice: british).voice(for: .english) == .slt)
        #expect(SpeechSettings(requestedVoice: .slt, defaultVoice: british).voice(for: german)?.rawValue == "espeak:de")
        #expect(SpeechSettings(requestedVoice: british).voice(for: german) == british)
    }

    @Test func music() {
        #expect(MusicName(rawValue: "none") == .nothing)
        #expect(MusicName(rawValue: "dawn") == .loop(.dawn))
        #expect(MusicName(rawValue: "My \"Song\" – 2.MP3") == .file("My \"Song\" – 2.MP3"))
        for name in ["none", "drift", "dawn", "stride", "a.mp3"] {
            #expect(MusicName(rawValue: name)?.rawValue == name)
        }
    }

    @Test(arguments: [
        "", "song", "../a.mp3", "a/b.mp3", "/a.mp3", ".hidden.mp3", ".mp3", "a.exe", "a.mp3\n", "a\u{0}.mp3", "a.mp4",
        "a.m3u8", String(repeating: "a", count: 198) + ".mp3",
    ])
    func whatIsNoMusic(_ name: String) {
        #expect(MusicName(rawValue: name) == nil)
    }

    @Test func aScriptSaysItsLanguage() throws {
        func form(_ language: JSONValue) -> ScriptForm {
            ScriptForm(
                .object([
                    "title": .string("T"), "language": language,
                    "scenes": .array([.object(["script": .string("Guten Tag.")])]),
                ]))
        }
        #expect(form(.string("de")).script.language == "de" && form(.string("de")).problems.isEmpty)
        for wrong in [JSONValue.string("xx"), .string(""), .bool(true)] {
            #expect(form(wrong).problems.map(\.field) == ["script.language"])
        }
    }
}
