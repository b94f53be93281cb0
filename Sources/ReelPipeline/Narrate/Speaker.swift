import Foundation
import ReelCore

/// One text as sound, with the time of each of its words.
package struct Speech: Sendable {
    package var samples: [Int16]
    package var sampleRate: Int
    package var words: [SpokenWord]
}

/// What makes sound of words.
protocol SpeechEngine {
    /// Cuts words into sentences that are spoken one by one; those with nothing to say are left out.
    func sentences(of words: [String]) -> [SpeechSentence]
}

/// A sentence that can be spoken.
struct SpeechSentence {
    /// For each span of the utterance the index of the word that it belongs to.
    let words: [Int]
    let speak: () throws -> Utterance

    /// Very long sentences are cut, so that an engine's memory stays bounded.
    static func cut(_ words: Range<Int>, after endsSentence: (Int) -> Bool) -> [[Int]] {
        let longest = 60
        var sentences: [[Int]] = [[]]
        for word in words {
            sentences[sentences.count - 1].append(word)
            if endsSentence(word) || sentences[sentences.count - 1].count >= longest { sentences.append([]) }
        }
        return sentences.filter { !$0.isEmpty }
    }
}

/// One sentence as an engine has spoken it.
struct Utterance {
    let samples: [Int16]
    let sampleRate: Int
    /// Seconds from the start of `samples`; `nil` for what has no sound.
    let spans: [ClosedRange<Double>?]
}

/// The speech engines of this process, which is meant to speak one text and to end.
package enum Speaker {
    /// Engine and version of a voice; a part of what its speech is kept under.
    package static func version(of engine: VoiceName.Engine) -> String {
        switch engine {
        case .flite: FliteSpeaker.version
        case .espeak: EspeakSpeaker.version
        }
    }

    /// - Throws: `NarrateError.nothingToSay` when no word can be pronounced; `voiceMissing`; `engineFailed`.
    package static func speak(_ request: SpeakRequest) throws -> Speech {
        let written = Pronunciation.written(request.text)
        let said = (request.sayAs ?? PronunciationList()).apply(to: written)
        let engine: any SpeechEngine =
            switch request.voice.engine {
            case .flite: try FliteSpeaker(request.voice, speed: request.speed ?? 1)
            case .espeak: try EspeakSpeaker(request.voice, speed: request.speed ?? 1)
            }
        let sentences = engine.sentences(of: said.map(\.text))
        guard !sentences.isEmpty else { throw NarrateError.nothingToSay(scene: nil, text: request.text) }
        var track = SpeechTrack(wordCount: written.count, leadIn: request.pauses.leadIn)
        for (number, sentence) in sentences.enumerated() {
            let isLast = number == sentences.count - 1
            track.append(
                try sentence.speak(), words: sentence.words.map { said[$0].word },
                pause: isLast ? request.pauses.after : request.pauses.betweenSentences)
        }
        track.finish()
        guard track.hasSound else { throw NarrateError.engineFailed("no sound for \(request.text.prefix(200))") }
        return Speech(samples: track.samples, sampleRate: track.sampleRate, words: track.words(as: written))
    }

    /// Whether a voice finds something to say in a text.
    static func canSay(_ text: String, in voice: VoiceName, sayAs: PronunciationList) -> Bool {
        let said = sayAs.apply(to: Pronunciation.written(text)).map(\.text)
        return switch voice.engine {
        case .flite: Pronunciation.words(said).contains { !$0.tokens.isEmpty }
        case .espeak: said.contains { EspeakText($0).isSpoken }
        }
    }
}
