import Foundation
import ReelCore
import ReelText

/// The providers of one program, and what the program answers with them.
public struct SpeechProviders: Sendable {
    private let providers: [any SpeechProvider]
    private let catalog: VoiceCatalog

    public init(_ providers: [any SpeechProvider]) {
        self.providers = providers
        catalog = VoiceCatalog(providers.map(\.voices))
    }

    public var descriptions: [ProviderDescription] {
        providers.map {
            ProviderDescription(
                provider: $0.voices.provider, version: $0.version, voices: $0.voices.voices.map(\.rawValue),
                problem: $0.problem)
        }
    }

    /// The first voice of a language.
    func voice(speaking language: SpokenLanguage, without missing: Set<VoiceName>) -> VoiceName? {
        catalog.voice(speaking: language, without: missing)
    }

    /// - Throws: `SpeechError`, with the code `voiceMissing` also where no provider has the voice.
    func sentences(of words: [String], by voice: VoiceName) throws -> [SpeechSentence] {
        guard let provider = providers.first(where: { $0.voices.provider == voice.provider }) else {
            throw SpeechError(.voiceMissing, voice.rawValue)
        }
        return try provider.sentences(of: words, by: voice, speed: 1)
    }

    /// Answers one request in this process, which should end afterwards: flite's noise source continues from where it
    /// stopped, so only a fresh process gives the same samples for the same text.
    ///
    /// - Parameters:
    ///   - input: a `SpeechRequest` as JSON.
    ///   - folder: an existing folder; the files of `SpeechFiles` are written into it.
    /// - Throws: `SpeechError`, which is in the folder as well; file errors.
    public func answer(_ input: Data, into folder: URL) throws {
        do {
            let request: SpeechRequest
            do {
                request = try WireCoding.decode(SpeechRequest.self, from: input)
            } catch {
                throw SpeechError(.unreadableRequest, String(describing: error))
            }
            let speech = try speak(request)
            try WAVFile.encode(speech.samples, sampleRate: speech.sampleRate)
                .write(to: folder.appending(path: SpeechFiles.audio))
            try WireCoding.encode(speech.words).write(to: folder.appending(path: SpeechFiles.words))
        } catch let error as SpeechError {
            try WireCoding.encode(error).write(to: folder.appending(path: SpeechFiles.error))
            throw error
        }
    }

    /// Speaks a scene sentence by sentence, with the pauses that the request gives.
    private func speak(_ request: SpeechRequest) throws -> Speech {
        guard let voice = catalog.voice(named: request.voice),
            let provider = providers.first(where: { $0.voices.voices.contains { $0.rawValue == voice.rawValue } })
        else {
            // Known by its name's form alone, but in no folder.
            let isKnown = VoiceName(rawValue: request.voice) != nil
            throw SpeechError(isKnown ? .voiceMissing : .unknownVoice, request.voice)
        }
        let written = WrittenWords.split(request.text)
        let said = (request.sayAs ?? PronunciationList()).apply(to: written)
        let language = request.language.flatMap(SpokenLanguage.init(code:)) ?? voice.language
        let sentences = try provider.sentences(
            of: said.map(\.text), by: voice.speaking(language), speed: request.speed ?? 1)
        guard !sentences.isEmpty else { throw SpeechError(.nothingToSay, request.text) }
        var track = SpeechTrack(wordCount: written.count, leadIn: request.pauses.leadIn)
        let places = sentences.map { sentence in sentence.words.map { said[$0].word } }
        let paragraphs = WrittenWords.paragraphStarts(request.text)
        for (number, sentence) in sentences.enumerated() {
            let next = number + 1 < places.count ? places[number + 1].first : nil
            let pause =
                switch next {
                case nil: request.pauses.after
                case let word? where paragraphs.contains(word):
                    request.pauses.betweenParagraphs ?? request.pauses.betweenSentences
                default: request.pauses.betweenSentences
                }
            let factor = places[number].last.map { Pauses.factor(after: written[$0]) } ?? 1
            track.append(try sentence.speak(), words: places[number], pause: pause * factor)
        }
        track.finish()
        guard track.hasSound else { throw SpeechError(.engineFailed, "no sound for \(request.text)") }
        return Speech(samples: track.samples, sampleRate: track.sampleRate, words: track.words(as: written))
    }
}

/// One text as sound, with the time of each of its words.
private struct Speech {
    var samples: [Int16]
    var sampleRate: Int
    var words: [SpokenWord]
}

/// The words of a text as captions show them: what is between white space, and where a script has none between words, what
/// ICU's dictionaries tell apart.
package enum WrittenWords {
    package static func split(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).flatMap { DictionaryWords.units(String($0)) }
    }

    /// Tells of spoken words which of them stand in the text without a space before them.
    ///
    /// - Parameter words: one for each of `split(text)`; others are given back as they are.
    package static func joining(_ words: [SpokenWord], in text: String) -> [SpokenWord] {
        let joined = text.split(whereSeparator: \.isWhitespace).flatMap { run in
            DictionaryWords.units(String(run)).indices.map { $0 > 0 }
        }
        guard joined.count == words.count else { return words }
        return zip(words, joined).map { word, joined in
            var word = word
            word.joined = joined ? true : nil
            return word
        }
    }

    /// Indices of the words that begin a line, the first one aside.
    package static func paragraphStarts(_ text: String) -> Set<Int> {
        let counts = text.split(whereSeparator: \.isNewline).map { $0.split(whereSeparator: \.isWhitespace).count }
        return Set(counts.dropLast().reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }.dropFirst())
    }
}
