import Foundation
import ReelAlign
import ReelCore
import ReelSpeech

extension AlignmentAnswer {
    /// More words than are said in the longest sound.
    private static let mostWords = 5_000

    /// - Parameter input: an `AlignmentRequest` as JSON.
    package init(to input: Data, by providers: SpeechProviders) {
        do {
            let request: AlignmentRequest
            do {
                request = try WireCoding.decode(AlignmentRequest.self, from: input)
            } catch {
                throw SpeechError(.unreadableRequest, String(describing: error))
            }
            self.init(alignment: try Self.align(request, by: providers))
        } catch let error as SpeechError {
            self.init(error: error)
        } catch {
            self.init(error: SpeechError(.engineFailed, String(describing: error)))
        }
    }

    /// - Throws: `SpeechError`.
    private static func align(_ request: AlignmentRequest, by providers: SpeechProviders) throws -> WordAlignment {
        guard request.words.count <= mostWords, let language = SpokenLanguage(code: request.language) else {
            throw SpeechError(.unreadableRequest, "\(request.words.count) words in \(request.language)")
        }
        guard request.words.contains(where: { WordLength.syllables(of: $0) > 0 }) else {
            throw SpeechError(.nothingToSay, request.words.prefix(50).joined(separator: " "))
        }
        let file = URL(fileURLWithPath: request.audio)
        let (samples, rate) = try WAVFile.read(file, longest: AlignmentRequest.longest)
        let sound = Sound(samples: samples, sampleRate: Double(rate))
        let reference = try providers.reference(request.words, in: language, sayAs: request.sayAs)
        let result: SpeechAligner.Result
        do {
            result = try SpeechAligner.align(sound, to: request.words, by: reference.flatMap(Rendering.init))
        } catch AlignmentFailure.silent {
            throw SpeechError(.silentAudio, "no speech in \(Int(sound.duration.rounded())) s of sound")
        } catch {
            throw SpeechError(.unreadableAudio, "\(samples.count) samples at \(rate) Hz")
        }
        return WordAlignment(
            words: SpokenWord.list(request.words, result.spans, from: 0, within: sound.duration),
            method: result.isAligned ? .aligned : .spread, confidence: result.confidence, reason: result.objection)
    }
}

extension Rendering {
    /// - Returns: `nil` for speech without sound, or whose sentences differ in their rate.
    init?(_ speech: ReferenceSpeech) {
        guard let rate = speech.sentences.first?.utterance.sampleRate,
            speech.sentences.allSatisfy({ $0.utterance.sampleRate == rate })
        else { return nil }
        self.init(sampleRate: Double(rate))
        for sentence in speech.sentences {
            append(sentence.utterance.samples, spans: sentence.utterance.spans, words: sentence.words)
        }
        if units.isEmpty { return nil }
    }
}
