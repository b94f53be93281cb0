import CEspeak
import Foundation
import ReelCore
import ReelSpeech
import Synchronization

/// More than a hundred languages by libespeak-ng.
struct EspeakProvider: SpeechProvider {
    let voices = ProviderVoices.espeak

    /// Of the library that is loaded.
    var version: String { "espeak-ng \(String(cString: espeak_Info(nil)))" }

    func sentences(of words: [String], by voice: VoiceName, speed: Double) throws -> [SpeechSentence] {
        let spoken = voice.language.code == "ja" ? try JapaneseReader.readings(of: words) : words
        return try EspeakSpeaker(voice, speed: speed).sentences(of: spoken)
    }
}

/// The engine with one voice. Not to be called from two threads at once: the engine has one state for the whole process.
private struct EspeakSpeaker {
    /// Words a minute at a speed of 1, by the engine's own account; its default, 175, is fast for captions.
    private static let pace = 165.0

    /// What the engine calls languages whose code is another one: "en" is British, and "cmn" spells the syllables that its
    /// dictionary gives for Chinese characters as English letters.
    private static let voiceNames = ["en-gb": "en", "zh": "cmn-latn-pinyin"]

    /// Languages of which the engine takes each syllable for a word, and speaks three and a half of them a second.
    private static let haste = ["zh": 1.35, "yue": 1.35]

    private let sampleRate: Int
    private let language: SpokenLanguage

    /// - Throws: `SpeechError` with the code `voiceMissing` when the engine's data for the language is not installed.
    init(_ name: VoiceName, speed: Double) throws {
        let rate = reel_espeak_initialize()
        guard rate > 0 else { throw SpeechError(.voiceMissing, name.rawValue) }
        let timbre = name.nameAtProvider.dropFirst(name.language.code.count)
        let language = Self.voiceNames[name.language.code] ?? name.language.code
        guard espeak_SetVoiceByName(language + timbre) == EE_OK else {
            throw SpeechError(.voiceMissing, name.rawValue)
        }
        let wanted = Int32((Self.pace * speed * (Self.haste[name.language.family] ?? 1)).rounded())
        espeak_SetParameter(espeakRATE, min(max(wanted, espeakRATE_MINIMUM), espeakRATE_MAXIMUM), 0)
        espeak_SetSynthCallback(takeFromEspeak)
        sampleRate = Int(rate)
        self.language = name.language
    }

    func sentences(of words: [String]) -> [SpeechSentence] {
        let texts = words.map(EspeakText.init)
        return SpeechSentence.cut(words.indices) { index in
            texts[index].endsSentence(before: index + 1 < texts.count ? texts[index + 1] : nil, in: language)
        }
        .filter { sentence in sentence.contains { texts[$0].isSpoken } }
        .map { sentence in
            SpeechSentence(words: sentence) { try speak(sentence.map { texts[$0] }) }
        }
    }

    /// - Returns: a span for each word.
    private func speak(_ words: [EspeakText]) throws -> Utterance {
        var text = ""
        var starts: [Int] = []
        var length = 0
        for (index, word) in words.enumerated() {
            let written = index > 0 && words[index - 1].endsWithPeriod ? word.continued : word.text
            starts.append(length)
            text += written + " "
            length += written.unicodeScalars.count + 1
        }
        heard.withLock { $0 = EspeakEvents() }
        // The zero at the end of the C string is counted.
        guard reel_espeak_speak(text, text.utf8.count + 1) == EE_OK.rawValue else {
            throw SpeechError(.engineFailed, "espeak-ng refused \(words.count) words")
        }
        let result = heard.withLock(\.self)
        guard !result.samples.isEmpty else { throw SpeechError(.engineFailed, "no samples for \(words.count) words") }
        return Utterance(
            samples: result.samples, sampleRate: sampleRate,
            spans: shared(result.spans(ofWordsAt: starts), words).map { span in
                span.map { Double($0.lowerBound) / Double(sampleRate)...Double($0.upperBound) / Double(sampleRate) }
            })
    }

    /// Groups of digits that are parted by spaces are read as one number: its time is shared by their lengths.
    private func shared(_ spans: [ClosedRange<Int>?], _ words: [EspeakText]) -> [ClosedRange<Int>?] {
        var spans = spans
        for index in spans.indices.reversed() {
            guard let span = spans[index] else { continue }
            let silent = words.indices[(index + 1)...].prefix { spans[$0] == nil && words[$0].isSpoken }
            guard !silent.isEmpty else { continue }
            let group = [index] + silent
            let total = group.reduce(0) { $0 + words[$1].text.count }
            var begun = 0
            for word in group {
                let start = span.lowerBound + span.count * begun / total
                begun += words[word].text.count
                spans[word] = start...max(start, span.lowerBound + span.count * begun / total)
            }
        }
        return spans
    }
}

/// Filled by the engine's callback, which runs inside of `reel_espeak_speak`.
private let heard = Mutex(EspeakEvents())

/// Ten minutes: no scene is as long, so an engine that gives more does not stop by itself.
private let mostSamples = 600 * 22_050

/// A C function needs a function that captures nothing.
private func takeFromEspeak(
    _ samples: UnsafeMutablePointer<Int16>?, _ count: Int32, _ events: UnsafeMutablePointer<espeak_EVENT>?
) -> Int32 {
    heard.withLock { heard in
        var next = events
        while let event = next, event.pointee.type != espeakEVENT_LIST_TERMINATED {
            let sample = Int(event.pointee.sample)
            switch event.pointee.type {
            case espeakEVENT_WORD:
                heard.sounds.append((.word(position: Int(event.pointee.text_position) - 1), sample))
            case espeakEVENT_PHONEME:
                heard.sounds.append((reel_espeak_is_pause(event) != 0 ? .pause : .phoneme, sample))
            case espeakEVENT_END: heard.sounds.append((.pause, sample))
            default: break
            }
            next = event + 1
        }
        if let samples, count > 0 {
            heard.samples += UnsafeBufferPointer(start: samples, count: Int(count))
        }
        return heard.samples.count > mostSamples ? 1 : 0
    }
}
