import CEspeak
import Foundation
import ReelCore
import ReelSpeech

/// One voice of Piper that a user has dropped into the voices folder; each has a provider of its own, so that one that is
/// damaged leaves the others as they are.
struct PiperProvider: SpeechProvider {
    let folder: VoiceFolder
    let voice: PiperVoice

    var voices: ProviderVoices { .piper.with([voice.voice]) }

    var version: String {
        "piper \(Self.recipe) (\(voice.voice.nameAtProvider) \(voice.identity), onnxruntime "
            + "\(VoicePackage.onnxRuntime.version), espeak-ng \(String(cString: espeak_Info(nil))))"
    }

    /// Raised by hand when the same request sounds otherwise.
    private static let recipe = 1

    var problem: SpeechError? {
        do {
            _ = try voice.read()
        } catch {
            return SpeechError(.voiceDamaged, "\(error)")
        }
        return voice.problemOfModel ?? folder.problem(with: VoicePackage.onnxRuntime)
            ?? ONNXNetwork.problemOfMachine
    }

    func sentences(of words: [String], by name: VoiceName, speed: Double) throws -> [SpeechSentence] {
        let configuration: PiperConfiguration
        do {
            configuration = try voice.read()
        } catch {
            throw SpeechError(.voiceDamaged, "\(error)")
        }
        let isEnglish = configuration.language.family == SpokenLanguage.english.family
        let sentences =
            isEnglish
            ? EnglishText.sentences(of: words) : AnyLanguageText.sentences(of: words, in: configuration.language)
        guard !sentences.isEmpty else { return [] }
        let phonemizer = try Phonemizer(configuration.accent, for: name, map: PhonemeMap.decomposed)
        let model = try PiperModel(voice, configuration: configuration, in: folder)
        return sentences.map { units in
            SpeechSentence(units) { try model.speak(phonemizer.pronounce($0), speed: speed) }
        }
    }
}
