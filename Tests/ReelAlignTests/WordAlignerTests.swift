import Foundation
import ReelCore
import ReelSpeech
import ReelTestKit
import Testing

/// Words are found in speech that tells nothing of them: through the built program, as a provider's answer is.
@Suite struct WordAlignerTests {
    private static let mp3 = ["libmp3lame", "-b:a", "64k"]
    private static let opus = ["libopus", "-b:a", "32k"]

    @Test(arguments: [("slt", mp3), ("espeak:en-us", opus), ("espeak:en-us+f3", mp3)])
    func wordsAreFoundInAnotherEnginesSpeech(_ voice: String, _ codec: [String]) async throws {
        try await withTemporaryFolder { folder in
            let speech = try await ForeignSpeech(by: voice, codec: codec, in: folder)
            let found = try await speech.align(in: folder)
            #expect(found.method == .aligned && found.reason == nil)
            #expect(found.words.map(\.text) == speech.words.map(\.text))
            let errors = zip(found.words, speech.words).map { abs($0.start - $1.start) }.sorted()
            #expect(errors[errors.count / 2] <= 0.060, "median")
            #expect(errors[errors.count * 95 / 100] <= 0.120, "95 %")
            expectOrder(found, speech.samples)
            #expect(try await speech.align(in: folder) == found, "the same again")
        }
    }

    @Test func pausesThatTheRenderingDoesNotMakeAreNoWords() async throws {
        try await withTemporaryFolder { folder in
            let speech = try await ForeignSpeech(by: "slt", codec: Self.mp3, in: folder)
            // A second of silence before every fourth word.
            var (samples, known, cut): ([Int16], [Double], Int) = ([], [], 0)
            for (index, word) in speech.words.enumerated() {
                let start = Int(word.start * Double(ForeignSpeech.rate))
                if index % 4 == 3 {
                    samples += speech.samples[cut..<start] + [Int16](repeating: 0, count: ForeignSpeech.rate)
                    cut = start
                }
                known.append(Double(samples.count + start - cut) / Double(ForeignSpeech.rate))
            }
            samples += speech.samples[cut...]
            let found = try await speech.align(samples, in: folder)
            #expect(found.method == .aligned)
            let errors = zip(found.words, known).map { abs($0.start - $1) }.sorted()
            #expect(errors[errors.count * 9 / 10] <= 0.120)
            expectOrder(found, samples)
        }
    }

    @Test func whatIsClippedIsFoundAllTheSame() async throws {
        try await withTemporaryFolder { folder in
            let speech = try await ForeignSpeech(by: "slt", codec: Self.mp3, in: folder)
            let loud = speech.samples.map { Int16(clamping: Int($0) * 6) }
            let found = try await speech.align(loud, in: folder)
            #expect(found.method == .aligned)
            let errors = zip(found.words, speech.words).map { abs($0.start - $1.start) }.sorted()
            #expect(errors[errors.count / 2] <= 0.060)
        }
    }

    @Test func otherWordsAreSpreadOverTheSpeechAndSaidToBe() async throws {
        try await withTemporaryFolder { folder in
            let speech = try await ForeignSpeech(by: "slt", codec: Self.opus, in: folder)
            let found = try await speech.align(to: ForeignSpeech.otherText, in: folder)
            #expect(found.method == .spread && found.reason != nil && found.confidence < 0.4)
            expectOrder(found, speech.samples)
            let spoken = try #require(found.words.last)
            #expect(spoken.end > speech.words[speech.words.count - 2].start, "to the end of the speech")
        }
    }

    @Test func tenTimesAsMuchAsTheWordsTakeIsSpread() async throws {
        try await withTemporaryFolder { folder in
            let speech = try await ForeignSpeech(by: "slt", codec: Self.mp3, in: folder)
            let repeated = (0..<10).flatMap { _ in speech.samples }
            let long = try await speech.align(repeated, in: folder)
            #expect(long.method == .spread && long.reason == "it lasts far too long for these words")
            expectOrder(long, repeated)
        }
    }

    @Test func noiseIsNotTakenForTheWords() async throws {
        try await withTemporaryFolder { folder in
            var random = SeededRNG(seed: 5)
            let noise = (0..<(10 * ForeignSpeech.rate)).map { _ in Int16.random(in: -3000...3000, using: &random) }
            let found = try await ForeignSpeech.align(noise, in: folder)
            #expect(found.method == .spread)
            expectOrder(found, noise)
        }
    }

    /// A short word, one voice for both, and a language that needs no spaces of ours.
    @Test(arguments: [("Yes.", "en"), ("Der Hafen wird nach drei Wochen Regen endlich wieder geöffnet.", "de")])
    func shortAndOtherLanguages(_ text: String, _ language: String) async throws {
        try await withTemporaryFolder { folder in
            let voice = language == "en" ? "slt" : "espeak:de+f3"
            let speech = try await ForeignSpeech(text, by: voice, codec: Self.mp3, in: folder)
            let found = try await ForeignSpeech.align(speech.samples, to: text, language: language, in: folder)
            expectOrder(found, speech.samples)
            let errors = zip(found.words, speech.words).map { abs($0.start - $1.start) }.sorted()
            #expect(errors[errors.count / 2] <= 0.060)
        }
    }

    private func expectOrder(_ alignment: WordAlignment, _ samples: [Int16]) {
        let duration = Double(samples.count) / Double(ForeignSpeech.rate)
        var last = 0.0
        for word in alignment.words {
            #expect(word.start >= last && word.end >= word.start && word.end <= duration)
            last = word.end
        }
        #expect((0...1).contains(alignment.confidence))
    }
}
