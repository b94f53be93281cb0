import ReelCore
import ReelSpeech

/// A second provider as small as can be, which shows what adding one takes: this file, and an entry in the list that
/// `SilentProviderTests` makes. Each character lasts 20 ms, and nothing is heard.
struct SilentProvider: SpeechProvider {
    let voices = ProviderVoices(
        provider: "silent",
        voices: [
            VoiceName("silent/hush", provider: "silent", nameAtProvider: "hush", language: .english),
            VoiceName("silent/still", provider: "silent", nameAtProvider: "still", language: .english),
        ],
        expected: "silent/hush or silent/still", installation: "It is always there")
    let version = "silent 1"

    private let sampleRate = 8000

    func sentences(of words: [String], by voice: VoiceName, speed: Double) -> [SpeechSentence] {
        SpeechSentence.cut(words.indices) { words[$0].contains { ".?\u{2026}".contains($0) } }.map { sentence in
            SpeechSentence(words: sentence) {
                var end = 0.0
                let spans = sentence.map { word in
                    let start = end
                    end += Double(words[word].count) * 0.02 / speed
                    return Optional(start...end)
                }
                let samples = Array(repeating: Int16(0), count: Int((end * Double(sampleRate)).rounded(.up)))
                return Utterance(samples: samples, sampleRate: sampleRate, spans: spans)
            }
        }
    }
}
