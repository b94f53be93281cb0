import ReelCore

/// What turns words into sound: an engine that is linked, or a service that is asked.
///
/// A provider is a folder in `Sources/ReelSpeak` and an entry of `SpeechProviders.all`; the names of its voices are an
/// entry of `VoiceCatalog.standard`. It runs in the program `ReelSpeak`, which speaks one scene and ends, so it may block
/// and may keep global state. `SpeechExercise` in `ReelTestKit` says what a correct provider does.
public protocol SpeechProvider: Sendable {
    var voices: ProviderVoices { get }

    /// Engine and version. It changes whenever the same request may sound otherwise than before.
    var version: String { get }

    /// Why its voices cannot speak on this machine, with the code `voiceMissing` or `voiceDamaged`; `nil` where nothing is
    /// known against it.
    var problem: SpeechError? { get }

    /// Cuts words into sentences that are spoken one by one; those with nothing to say are left out.
    ///
    /// - Parameters:
    ///   - words: a text cut at white space, punctuation included.
    ///   - voice: one of `voices`.
    ///   - speed: how many times faster than the voice's own pace, one of `SpeechSettings.possibleSpeeds`.
    /// - Throws: `SpeechError`, with the code `voiceMissing` when the voice is not installed.
    func sentences(of words: [String], by voice: VoiceName, speed: Double) throws -> [SpeechSentence]
}

extension SpeechProvider {
    public var problem: SpeechError? { nil }
}

/// A sentence that can be spoken.
public struct SpeechSentence {
    /// For each span of the utterance the index of the word that it belongs to.
    public let words: [Int]
    /// Throws a `SpeechError`, with the code `engineFailed` when the engine gives no sound.
    public let speak: () throws -> Utterance

    public init(words: [Int], speak: @escaping () throws -> Utterance) {
        self.words = words
        self.speak = speak
    }

    /// Cuts words after each that ends a sentence, and very long sentences after 60 words, so that an engine's memory
    /// stays bounded.
    public static func cut(_ words: Range<Int>, after endsSentence: (Int) -> Bool) -> [[Int]] {
        let longest = 60
        var sentences: [[Int]] = [[]]
        for word in words {
            sentences[sentences.count - 1].append(word)
            if endsSentence(word) || sentences[sentences.count - 1].count >= longest { sentences.append([]) }
        }
        return sentences.filter { !$0.isEmpty }
    }
}

/// One sentence as a provider has spoken it.
public struct Utterance: Sendable {
    /// 16-bit PCM, mono.
    public let samples: [Int16]
    /// In hertz.
    public let sampleRate: Int
    /// Seconds from the start of `samples`; `nil` for what has no sound.
    public let spans: [ClosedRange<Double>?]

    public init(samples: [Int16], sampleRate: Int, spans: [ClosedRange<Double>?]) {
        self.samples = samples
        self.sampleRate = sampleRate
        self.spans = spans
    }
}
