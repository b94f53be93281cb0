import CEspeak
import Foundation
import ReelCore
import ReelSpeech

/// English by hibari's network `heart`, whose phonemes come from espeak-ng. Model and library lie in the voices folder.
struct HeartProvider: SpeechProvider {
    let folder: VoiceFolder?
    let voices = ProviderVoices.hibari

    /// Everything that the sound depends on, and by hand what is written here.
    var version: String {
        let packages = voices.packages.map { "\($0.distribution) \($0.version)" }.joined(separator: ", ")
        return "hibari \(Self.recipe) (\(packages), espeak-ng \(String(cString: espeak_Info(nil))))"
    }

    /// Raised by hand when the same request sounds otherwise.
    private static let recipe = 1

    /// Reads every byte of model and library.
    var problem: SpeechError? {
        guard let folder else { return SpeechError(.voiceMissing, VoiceName.heart.rawValue) }
        return voices.packages.lazy.compactMap { folder.problem(with: $0) }.first ?? ONNXNetwork.problemOfMachine
    }

    func sentences(of words: [String], by voice: VoiceName, speed: Double) throws -> [SpeechSentence] {
        let sentences = EnglishText.sentences(of: words)
        guard !sentences.isEmpty else { return [] }
        let phonemizer = try Phonemizer.american(for: voice)
        let model = try HeartModel(in: folder, for: voice)
        return sentences.map { units in
            SpeechSentence(units) { try model.speak(phonemizer.pronounce($0), speed: speed) }
        }
    }
}
