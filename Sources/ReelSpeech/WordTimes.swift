import ReelCore

/// Speech as samples: 16-bit PCM, mono.
public struct SpeechAudio: Sendable {
    public let samples: [Int16]
    /// In hertz.
    public let sampleRate: Int

    public init(samples: [Int16], sampleRate: Int) {
        self.samples = samples
        self.sampleRate = sampleRate
    }

    /// In seconds.
    public var duration: Double { Double(samples.count) / Double(max(1, sampleRate)) }
}

/// When words are heard in a sound.
public struct WordTimes: Sendable {
    /// How the times were found.
    public enum Source: String, Codable, Sendable {
        /// Whoever spoke told them.
        case speaker
        /// By comparing the sound with another rendering of the same words.
        case aligned
        /// The words share the time in which something is heard, by their syllables.
        case syllables
    }

    /// For each word seconds from the start of the sound, in order and within it; `nil` for what has no sound, such as a dash.
    public var spans: [ClosedRange<Double>?]
    public var source: Source
    /// For logs: why they were not found in a better way; `nil` where they were.
    public var note: String?

    public init(spans: [ClosedRange<Double>?], source: Source, note: String? = nil) {
        self.spans = spans
        self.source = source
        self.note = note
    }
}

/// Finds when each word is heard in speech that somebody else made.
public protocol WordAligner: Sendable {
    /// Changes whenever the same sound may get other times; a part of the key under which they are kept.
    var version: String { get }

    /// - Parameters:
    ///   - words: what is spoken, cut at white space, punctuation included.
    ///   - audio: the whole sound, silence at both ends included.
    ///   - language: of the words.
    /// - Returns: a span for each word. An aligner that cannot tell falls back to the best that it has, and says so in `note`.
    /// - Throws: `CancellationError`, and errors of what it runs.
    func wordTimes(
        of words: [String], in audio: SpeechAudio, language: SpokenLanguage
    ) async throws -> WordTimes
}

/// The simplest aligner: each word gets a share of what is heard by its syllables.
public struct SyllableAligner: WordAligner {
    public let version = "syllables/1"

    public init() {}

    public func wordTimes(of words: [String], in audio: SpeechAudio, language: SpokenLanguage) -> WordTimes {
        WordTimes(spans: SpeechActivity(audio).shared(by: words.map(SyllableCount.of)), source: .syllables)
    }
}
