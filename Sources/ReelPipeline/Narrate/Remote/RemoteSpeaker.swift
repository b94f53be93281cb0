import Foundation
import Logging
import ReelCache
import ReelCore
import ReelSlots
import ReelSpeech

/// Speaks scenes by a service, and leaves what `ReelSpeak` leaves: the sound, and the time of each written word.
///
/// The service's answers are kept as they came, under all that decides how they sound, so that no text is paid for twice:
/// not by a job that is tried again, not by an edit, and not after pauses were changed.
struct RemoteSpeaker: Sendable {
    let settings: RemoteSpeechSettings
    let client: SpeechClient
    let cache: ContentCache
    let aligner: any WordAligner
    let logger: Logger
    private let decoder = SpeechDecoder()

    init(
        settings: RemoteSpeechSettings, client: SpeechClient, cache: ContentCache, aligner: any WordAligner,
        logger: Logger
    ) {
        self.settings = settings
        self.client = client
        self.cache = cache
        self.aligner = aligner
        self.logger = logger
    }

    /// All that decides how a text sounds, and nothing that does not: the key is no part of it.
    private var identity: [String] {
        [
            settings.kind.rawValue, settings.endpoint, settings.model, settings.voice, settings.instructions ?? "",
            settings.format.rawValue,
        ]
    }

    /// What takes the place of an engine's version in the key under which a scene's speech is kept. Raised by hand when this
    /// makes something else of the same answers.
    var version: String {
        (["remote/1", aligner.version, "\(settings.charactersPerRequest)"] + identity).joined(separator: "\n")
    }

    /// Speaks one scene.
    ///
    /// - Parameters:
    ///   - request: as for `ReelSpeak`.
    ///   - output: an existing folder, which gets the files of `SpeechFiles`.
    ///   - workFolder: the scene's own.
    /// - Throws: `RemoteSpeechError`; `SpeechError` for a text without words; what decoder and aligner throw.
    func speak(
        _ request: SpeechRequest, language: SpokenLanguage, into output: URL, in workFolder: URL
    ) async throws {
        let written = WrittenWords.split(request.text)
        let said = (request.sayAs ?? PronunciationList()).apply(to: written)
        guard said.contains(where: { SyllableCount.of($0.text) > 0 }) else {
            throw SpeechError(.nothingToSay, request.text)
        }
        var track = SpeechTrack(wordCount: written.count, leadIn: request.pauses.leadIn)
        let parts = SpeechTextCutter.cut(said, limit: settings.charactersPerRequest)
        for (number, part) in parts.enumerated() where part.contains(where: { SyllableCount.of($0.text) > 0 }) {
            let utterance = try await utterance(
                part.map(\.text), speed: request.speed ?? 1, language: language, in: workFolder)
            track.append(
                utterance, words: part.map(\.word),
                pause: number == parts.count - 1 ? request.pauses.after : request.pauses.betweenSentences)
        }
        track.finish()
        guard track.hasSound else { throw RemoteSpeechError.empty }
        try WAVFile.encode(track.samples, sampleRate: track.sampleRate)
            .write(to: output.appending(path: SpeechFiles.audio))
        try WireCoding.encode(track.words(as: written)).write(to: output.appending(path: SpeechFiles.words))
    }

    private func utterance(
        _ words: [String], speed: Double, language: SpokenLanguage, in workFolder: URL
    ) async throws -> Utterance {
        let heard = try await heard(words, speed: speed, in: workFolder)
        let activity = SpeechActivity(heard.audio)
        var times = try await wordTimes(of: words, heard, activity, language)
        times.spans = reaching(activity, times.spans)
        return Utterance(samples: heard.audio.samples, sampleRate: heard.audio.sampleRate, spans: times.spans)
    }

    /// An answer that was checked.
    private struct Heard: Sendable {
        var audio: SpeechAudio
        var times: [SpeechAnswer.TimedText]?
    }

    private static let audioFile = "answer.audio"
    private static let timesFile = "times.json"

    /// One at a time asks for a text, whichever job or scene it is of, so that the others find it. Texts whose keys begin alike
    /// wait for each other too, which keeps the files few.
    private func place(of key: ContentKey) -> SlotPool {
        SlotPool(
            folder: cache.root.appending(path: ".locks"), name: ".speech-\(key.hex.prefix(2))", count: 1,
            patience: settings.timeout)
    }

    /// From the cache, or from the service.
    private func heard(_ words: [String], speed: Double, in workFolder: URL) async throws -> Heard {
        let text = words.joined(separator: " ")
        let plausible = SpeechPlausibility(words, speed: speed, isDirected: settings.instructions != nil)
        try FileManager.default.createDirectory(at: workFolder, withIntermediateDirectories: true)
        let key = ContentKey(recipe: "speech-answer/1", identity + ["\(speed)", text])
        let (entry, fresh) = try await place(of: key).withSlot {
            var fresh: Heard?
            let entry = try await cache.entry(key, linkedInto: workFolder) { folder in
                let (answer, audio) = try await client.speak(text, speed: speed) { answer in
                    (answer, try await checked(answer.audio, plausible, in: workFolder))
                }
                try answer.audio.write(to: folder.appending(path: Self.audioFile))
                try WireCoding.encode(answer.times).write(to: folder.appending(path: Self.timesFile))
                fresh = Heard(audio: audio, times: answer.times)
            }
            return (entry, fresh)
        }
        if let fresh { return fresh }
        return Heard(
            audio: try await checked(try Data(contentsOf: entry.file(Self.audioFile)), plausible, in: workFolder),
            times: try WireCoding.decode(
                [SpeechAnswer.TimedText]?.self, from: Data(contentsOf: entry.file(Self.timesFile))))
    }

    private func checked(_ audio: Data, _ plausible: SpeechPlausibility, in folder: URL) async throws -> SpeechAudio {
        let audio = try await decoder.decode(audio, asked: settings.format, longest: plausible.longest, in: folder)
        try plausible.check(audio, SpeechActivity(audio))
        return audio
    }

    /// The server's own times where they are plausible, else those that the aligner finds.
    private func wordTimes(
        of words: [String], _ heard: Heard, _ activity: SpeechActivity, _ language: SpokenLanguage
    ) async throws -> WordTimes {
        if let times = heard.times {
            do {
                return WordTimes(
                    spans: try ServerTimes.spans(of: words, from: times, in: activity), source: .speaker)
            } catch {
                logger.warning("the speech service's word times are not used", metadata: ["reason": "\(error.reason)"])
            }
        }
        let times = try await aligner.wordTimes(of: words, in: heard.audio, language: language)
        logger.debug(
            "words were timed by the sound",
            metadata: ["by": "\(times.source.rawValue)", "note": "\(times.note ?? "")"])
        return times
    }

    /// The first word begins with the first sound and the last one ends with the last, so that no sound is cut.
    private func reaching(_ activity: SpeechActivity, _ spans: [ClosedRange<Double>?]) -> [ClosedRange<Double>?] {
        var spans = spans
        guard let whole = activity.whole, let first = spans.firstIndex(where: { $0 != nil }),
            let last = spans.lastIndex(where: { $0 != nil })
        else { return spans }
        spans[first] = spans[first].map { whole.lowerBound...max($0.upperBound, whole.lowerBound) }
        spans[last] = spans[last].map { min($0.lowerBound, whole.upperBound)...whole.upperBound }
        return spans
    }
}
