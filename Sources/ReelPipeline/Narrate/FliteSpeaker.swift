import CFlite
import Foundation
import ReelCore

/// One text as sound, with the time of each of its words.
package struct Speech: Sendable {
    package var samples: [Int16]
    package var sampleRate: Int
    package var words: [SpokenWord]
}

/// The speech engine of this process. Not to be called from two threads at once, and meant for one call in one
/// process.
package enum FliteSpeaker {
    /// Of the headers that this was built with.
    package static let engineVersion = "flite \(FLITE_PROJECT_VERSION)"

    /// Speaks a text. The engine is given its tokens one by one instead of the text, so that each token is known to
    /// belong to one written word.
    ///
    /// - Throws: `NarrateError.nothingToSay` when no word can be pronounced; `NarrateError.engineFailed`.
    package static func speak(_ text: String, voice: Voice, pauses: Pauses) throws -> Speech {
        let written = Pronunciation.written(text)
        let spoken = Pronunciation.words(written)
        let sentences = sentences(of: spoken)
        guard !sentences.isEmpty else { throw NarrateError.nothingToSay(scene: nil, text: text) }
        flite_init()
        guard let engineVoice = load(voice) else { throw NarrateError.engineFailed("no voice \(voice)") }

        var track = SpeechTrack(wordCount: written.count, leadIn: pauses.leadIn)
        for (number, sentence) in sentences.enumerated() {
            let isLast = number == sentences.count - 1
            let utterance = try Utterance(sentence.flatMap { spoken[$0].tokens }, voice: engineVoice)
            track.append(
                utterance, words: sentence.flatMap { word in spoken[word].tokens.map { _ in word } },
                pause: isLast ? pauses.after : pauses.betweenSentences)
        }
        track.finish()
        guard track.hasSound else { throw NarrateError.engineFailed("no sound for \(text.prefix(200))") }
        return Speech(samples: track.samples, sampleRate: track.sampleRate, words: track.words(as: written))
    }

    /// Indexes of the words of each sentence that has something to say. Very long ones are cut, so that the engine's
    /// memory stays bounded.
    private static func sentences(of words: [PronouncedWord]) -> [[Int]] {
        let longest = 60
        var sentences: [[Int]] = []
        var current: [Int] = []
        for (index, word) in words.enumerated() {
            current.append(index)
            if word.endsSentence || current.count >= longest {
                sentences.append(current)
                current = []
            }
        }
        sentences.append(current)
        return sentences.filter { sentence in sentence.contains { !words[$0].tokens.isEmpty } }
    }

    private static func load(_ voice: Voice) -> UnsafeMutablePointer<cst_voice>? {
        switch voice {
        case .rms: register_cmu_us_rms(nil)
        case .slt: register_cmu_us_slt(nil)
        }
    }
}

/// One sentence as the engine has spoken it, copied out of its memory.
struct Utterance {
    let samples: [Int16]
    let sampleRate: Int
    /// Seconds from the start of `samples`, one for each token; `nil` for a token without sound.
    let spans: [ClosedRange<Double>?]

    init(_ tokens: [EngineToken], voice: UnsafeMutablePointer<cst_voice>) throws {
        let empty = reel_flite_new_utterance()
        for token in tokens { reel_flite_add_token(empty, token.name, token.punctuation) }
        // On failure the engine has freed the utterance itself.
        guard let utterance = flite_do_synth(empty, voice, utt_synth_tokens) else {
            throw NarrateError.engineFailed("no utterance of \(tokens.count) tokens")
        }
        defer { delete_utterance(utterance) }
        guard let wave = utt_wave(utterance), wave.pointee.num_samples > 0, wave.pointee.sample_rate > 0 else {
            throw NarrateError.engineFailed("no samples for \(tokens.count) tokens")
        }
        samples = Array(UnsafeBufferPointer(start: wave.pointee.samples, count: Int(wave.pointee.num_samples)))
        sampleRate = Int(wave.pointee.sample_rate)
        var spans: [ClosedRange<Double>?] = []
        var item = reel_flite_first_token(utterance)
        while let token = item {
            var start: Float = 0
            var end: Float = 0
            let hasSound = reel_flite_token_span(token, &start, &end) != 0
            spans.append(hasSound ? Double(start)...Double(max(start, end)) : nil)
            item = item_next(token)
        }
        self.spans = spans
    }
}
