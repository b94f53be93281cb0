import CFlite
import Foundation
import ReelCore
import ReelSpeech

/// English by libflite.
struct FliteProvider: SpeechProvider {
    let voices = ProviderVoices.flite

    /// Of the headers that this was built with.
    let version = "flite \(FLITE_PROJECT_VERSION)"

    func sentences(of words: [String], by voice: VoiceName, speed: Double) throws -> [SpeechSentence] {
        try FliteSpeaker(voice, speed: speed).sentences(of: words)
    }
}

/// One voice of the engine. Not to be called from two threads at once, and meant for one text in one process: the engine's
/// noise source continues from where it stopped.
private struct FliteSpeaker {
    private let voice: UnsafeMutablePointer<cst_voice>

    /// - Throws: `SpeechError` with the code `voiceMissing`.
    init(_ name: VoiceName, speed: Double) throws {
        flite_init()
        guard let voice = name == .slt ? register_cmu_us_slt(nil) : register_cmu_us_rms(nil) else {
            throw SpeechError(.voiceMissing, name.rawValue)
        }
        self.voice = voice
        if speed != 1 { reel_flite_set_speed(voice, Float(speed)) }
    }

    /// The engine is given its tokens one by one instead of the text, so that each token is known to belong to one word.
    func sentences(of words: [String]) -> [SpeechSentence] {
        let pronounced = Pronunciation.words(words)
        return SpeechSentence.cut(words.indices) { pronounced[$0].endsSentence }
            .filter { sentence in sentence.contains { !pronounced[$0].tokens.isEmpty } }
            .map { sentence in
                SpeechSentence(words: sentence.flatMap { word in pronounced[word].tokens.map { _ in word } }) {
                    try Utterance(sentence.flatMap { pronounced[$0].tokens }, voice: voice)
                }
            }
    }
}

extension Utterance {
    /// A span for each token, copied out of the engine's memory.
    fileprivate init(_ tokens: [EngineToken], voice: UnsafeMutablePointer<cst_voice>) throws {
        let empty = reel_flite_new_utterance()
        for token in tokens { reel_flite_add_token(empty, token.name, token.punctuation) }
        // On failure the engine has freed the utterance itself.
        guard let utterance = flite_do_synth(empty, voice, utt_synth_tokens) else {
            throw SpeechError(.engineFailed, "no utterance of \(tokens.count) tokens")
        }
        defer { delete_utterance(utterance) }
        guard let wave = utt_wave(utterance), wave.pointee.num_samples > 0, wave.pointee.sample_rate > 0 else {
            throw SpeechError(.engineFailed, "no samples for \(tokens.count) tokens")
        }
        var spans: [ClosedRange<Double>?] = []
        var item = reel_flite_first_token(utterance)
        while let token = item {
            var start: Float = 0
            var end: Float = 0
            let hasSound = reel_flite_token_span(token, &start, &end) != 0
            spans.append(hasSound ? Double(start)...Double(max(start, end)) : nil)
            item = item_next(token)
        }
        self.init(
            samples: Array(UnsafeBufferPointer(start: wave.pointee.samples, count: Int(wave.pointee.num_samples))),
            sampleRate: Int(wave.pointee.sample_rate), spans: spans)
    }
}
