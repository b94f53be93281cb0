import CEspeak
import Foundation
import ReelCore
import ReelSpeech

/// Several languages by the network Kokoro-82M, whose phonemes come from espeak-ng. It is slow: about a second of a
/// processor for each second of speech.
struct KokoroProvider: SpeechProvider {
    let folder: VoiceFolder?
    let voices = ProviderVoices.kokoro

    /// Everything that the sound depends on, and by hand what is written here.
    var version: String {
        let packages = voices.packages.map { "\($0.distribution) \($0.version)" }.joined(separator: ", ")
        return "kokoro \(Self.recipe) (\(packages), espeak-ng \(String(cString: espeak_Info(nil))))"
    }

    /// Raised by hand when the same request sounds otherwise.
    private static let recipe = 2

    /// That the files are there and of the right size; their bytes are compared when they are read, for each scene, because
    /// this voice is asked for by few jobs and all would wait for it.
    var problem: SpeechError? {
        guard let folder else { return SpeechError(.voiceMissing, voices.provider) }
        return voices.packages.flatMap(\.files).lazy.compactMap { folder.problem(with: $0) }.first
            ?? ONNXNetwork.problemOfMachine
    }

    func sentences(of words: [String], by voice: VoiceName, speed: Double) throws -> [SpeechSentence] {
        let sentences = try Self.sentences(of: words, in: voice.language)
        guard !sentences.isEmpty else { return [] }
        let phonemizer = try Self.phonemizer(for: voice)
        let model = try KokoroModel(in: folder, style: voice.nameAtProvider, for: voice)
        return sentences.map { units in
            SpeechSentence(units) { try model.speak(phonemizer.pronounce($0), speed: speed) }
        }
    }

    private static func sentences(of words: [String], in language: SpokenLanguage) throws -> [[SpokenUnit]] {
        switch language.family {
        case SpokenLanguage.english.family: EnglishText.sentences(of: words)
        case "ja": AnyLanguageText.sentences(of: try JapaneseReader.readings(of: words), in: language)
        default: AnyLanguageText.sentences(of: words, in: language)
        }
    }

    private static func phonemizer(for voice: VoiceName) throws -> Phonemizer {
        switch voice.language.family {
        case SpokenLanguage.english.family: try .american(for: voice)
        case "ja": try Phonemizer("ja", for: voice, map: PhonemeMap.japanese.apply)
        default: try Phonemizer(voice.language.code, for: voice, map: PhonemeMap.european.apply)
        }
    }
}
