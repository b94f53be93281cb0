import Foundation
import ReelCore
import ReelNarrate
import ReelSpeech
import ReelTestKit
import Testing

/// Services that tell when words are heard: Kokoro-FastAPI by words, ElevenLabs by characters.
@Suite(.timeLimit(.minutes(5)), .serialized) struct RemoteTimesTests {
    private static let text = "Mr. Smith, who paid $3.50 in 2026, said: \u{201C}it's cold!\u{201D} \u{2014} The end."

    /// Speaks as the kind does, with times that `change` makes of the true ones.
    private func withService(
        _ kind: SpeechAPIKind, format: SpeechAudioFormat = .mp3,
        times change: @escaping @Sendable ([JSONValue]) -> JSONValue = { .array($0) },
        _ body: @escaping @Sendable (RemoteWorld, LocalHTTPServer, SampleSpeech, Narration) async throws -> Void
    ) async throws {
        let sample = try await SampleSpeech.of(Self.text)
        let audio = JSONValue.string(try await sample.encoded(format).base64EncodedString())
        let answer =
            kind == .captioned
            ? JSONValue.object([
                "audio": audio, "audio_format": .string(format.rawValue), "timestamps": change(sample.captions),
            ])
            : .object(["audio_base64": audio, "alignment": change(sample.characters), "normalized_alignment": .null])
        let bytes = try WireCoding.encode(answer)
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer { _ in
                .data(bytes, type: "application/json")
            } perform: { server in
                let world = RemoteWorld(folder: folder)
                let script = RemoteWorld.script([Self.text])
                let narration = try await world.narrate(
                    script, by: RemoteWorld.settings(server, kind: kind, format: format))
                try expectGood(narration, of: script)
                #expect(narration.note == nil && narration.voice == "\(kind.rawValue)/nova")
                #expect(try world.leftOver() == [])
                #expect(try world.places(of: RemoteWorld.key) == [])
                try await body(world, server, sample, narration)
            }
        }
    }

    /// By how many seconds words begin elsewhere than they do, the largest first.
    private func errors(_ narration: Narration, _ sample: SampleSpeech) -> [Double] {
        zip(narration.scenes[0].words, sample.words)
            .filter { $1.end - $1.start > 0.02 && SyllableCount.of($1.text) > 0 }
            .map { abs(($0.start - 0.1) - ($1.start - sample.words[0].start)) }.sorted(by: >)
    }

    @Test func wordsOfCaptionedSpeechAreLitWhenTheServerSays() async throws {
        try await withService(.captioned, format: .opus) { world, server, sample, narration in
            let errors = errors(narration, sample)
            #expect(errors[0] < 0.06 && errors[errors.count / 2] < 0.03, "\(errors)")
            #expect(!world.log.text.contains("word times are not used"))
            let request = try #require(server.requests.first)
            #expect(request.path == "/dev/captioned_speech")
            #expect(
                try WireCoding.decode(JSONValue.self, from: request.body)
                    == .object([
                        "model": .string("small"), "input": .string(Self.text), "voice": .string("nova"),
                        "response_format": .string("opus"), "return_timestamps": .bool(true), "stream": .bool(false),
                    ]))
        }
    }

    @Test func charactersOfElevenLabsBecomeWords() async throws {
        let first: @Sendable ([JSONValue]) -> JSONValue = { $0[0] }
        try await withService(.elevenlabs, times: first) { world, server, sample, narration in
            let errors = errors(narration, sample)
            #expect(errors[0] < 0.06 && errors[errors.count / 2] < 0.03, "\(errors)")
            #expect(!world.log.text.contains("word times are not used"))
            let request = try #require(server.requests.first)
            #expect(request.path == "/v1/text-to-speech/nova/with-timestamps?output_format=mp3_44100_128")
            #expect(request.header("xi-api-key") == RemoteWorld.key && request.header("authorization") == nil)
            #expect(
                try WireCoding.decode(JSONValue.self, from: request.body)
                    == .object(["text": .string(Self.text), "model_id": .string("small")]))
        }
    }

    /// Kokoro-FastAPI writes amounts and years out before it speaks.
    @Test func wordsThatTheServerWroteOutShareTheirTime() async throws {
        let change: @Sendable ([JSONValue]) -> JSONValue = { captions in
            .array(
                captions.flatMap { caption -> [JSONValue] in
                    guard caption["word"]?.string == "$3.50", let start = caption["start_time"]?.number,
                        let end = caption["end_time"]?.number
                    else { return [caption] }
                    let middle = (start + end) / 2
                    return [SampleSpeech.caption("three", start, middle), SampleSpeech.caption("dollars", middle, end)]
                })
        }
        try await withService(.captioned, times: change) { world, _, sample, narration in
            let errors = errors(narration, sample)
            #expect(errors[0] < 0.06, "\(errors)")
            #expect(!world.log.text.contains("word times are not used"))
        }
    }

    /// What a server may tell that is not so, and what is logged of it.
    struct Lie: Sendable, CustomTestStringConvertible {
        let name: String
        let reason: String?
        let change: @Sendable ([JSONValue]) -> JSONValue

        init(_ name: String, _ reason: String?, _ change: @escaping @Sendable ([JSONValue]) -> JSONValue) {
            (self.name, self.reason, self.change) = (name, reason, change)
        }

        var testDescription: String { name }

        /// Each time changed.
        static func times(_ captions: [JSONValue], _ change: (Double) -> Double) -> JSONValue {
            .array(
                captions.map {
                    SampleSpeech.caption(
                        $0["word"]?.string ?? "", change($0["start_time"]?.number ?? 0),
                        change($0["end_time"]?.number ?? 0))
                })
        }
    }

    static let lies = [
        Lie("null", nil) { _ in .null },
        Lie("another type", nil) { _ in .string("none") },
        Lie("an empty list", nil) { _ in .array([]) },
        Lie("times that are null", nil) { captions in
            .array(captions.map { .object(["word": $0["word"] ?? .null, "start_time": .null, "end_time": .null]) })
        },
        Lie("times that go back", "they go back") { captions in
            .array(Array(captions[6...]) + Array(captions[..<6]))
        },
        Lie("ends before beginnings", "ends before it begins") { captions in
            .array(
                captions.map {
                    SampleSpeech.caption("a", $0["end_time"]?.number ?? 0, ($0["start_time"]?.number ?? 0) - 1)
                })
        },
        Lie("milliseconds", "behind the end") { Lie.times($0) { $0 * 1000 } },
        Lie("a second late", "behind the end") { Lie.times($0) { $0 + 1 } },
        Lie("half of the sound", "begin or end where the speech does not") { Lie.times($0) { $0 / 2 } },
        Lie("all at once", "begin or end where the speech does not") { Lie.times($0) { _ in 0.2 } },
        Lie("other words", "other words") { captions in
            .array(
                captions.map {
                    SampleSpeech.caption("x", $0["start_time"]?.number ?? 0, $0["end_time"]?.number ?? 0)
                })
        },
        Lie("a thousand words", "another text") { captions in
            .array(Array(repeating: captions[0], count: 1_000))
        },
    ]

    @Test(arguments: lies) func timesThatCannotBeAreNotUsed(_ lie: Lie) async throws {
        try await withService(.captioned, times: lie.change) { world, _, sample, narration in
            // From the sound alone: near enough to follow, and nothing is lit in silence.
            let errors = errors(narration, sample)
            #expect(errors[errors.count / 2] < 0.4, "\(errors)")
            #expect(world.log.text.contains("words were timed by the sound"))
            if let reason = lie.reason {
                #expect(world.log.text.contains(reason), "\(world.log.text)")
            }
        }
    }

    @Test(arguments: [
        (#"{"audio": 5}"#, "speech_unusable"), (#"{"audio": "%%%"}"#, "speech_unusable"), ("[", "speech_unusable"),
        (#"{"audio": ""}"#, "speech_empty"), (#"{"timestamps": []}"#, "speech_unusable"),
        (#"{"audio": "PGh0bWw+"}"#, "speech_not_audio"),
    ])
    func anAnswerOfAnotherFormIsSaid(_ body: String, _ code: String) async throws {
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer { _ in
                .data(Data(body.utf8), type: "application/json")
            } perform: { server in
                let world = RemoteWorld(folder: folder)
                let failure = try await world.failure(by: RemoteWorld.settings(server, kind: .captioned))
                #expect(
                    failure.code == code && failure.message.contains("REEL_SPEECH_KIND") == (code != "speech_empty"))
                #expect(try world.leftOver() == [])
            }
        }
    }
}

extension SampleSpeech {
    /// As ElevenLabs sends it: one object, wrapped in a list here.
    fileprivate var characters: [JSONValue] {
        var characters: [JSONValue] = []
        var starts: [JSONValue] = []
        var ends: [JSONValue] = []
        for word in words {
            let length = (word.end - word.start) / Double(word.text.count)
            for (index, character) in word.text.enumerated() {
                characters.append(.string(String(character)))
                starts.append(.number(word.start + length * Double(index)))
                ends.append(.number(word.start + length * Double(index + 1)))
            }
            characters.append(.string(" "))
            starts.append(.number(word.end))
            ends.append(.number(word.end))
        }
        return [
            .object([
                "characters": .array(characters), "character_start_times_seconds": .array(starts),
                "character_end_times_seconds": .array(ends),
            ])
        ]
    }
}

extension JSONValue {
    fileprivate var number: Double? { if case .number(let value) = self { value } else { nil } }
}
