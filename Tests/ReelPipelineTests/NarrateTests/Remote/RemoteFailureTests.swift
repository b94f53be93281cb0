import Foundation
import ReelCore
import ReelNarrate
import ReelSpeech
import ReelTestKit
import Testing

/// Services that fail: each ends in a good narration or in an error that says what to do, with nothing left over and the key
/// nowhere.
@Suite(.timeLimit(.minutes(5)), .serialized) struct RemoteFailureTests {
    /// What a service may do instead of speaking.
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        /// Of the job's failure, and of what its message tells to do.
        let code: String
        let advice: String
        /// How often the service is asked, with three tries.
        let requests: Int
        let isRetryable: Bool
        let answer: @Sendable (LocalRequest) async throws -> LocalResponse

        init(
            _ name: String, _ code: String, says advice: String, requests: Int = 1, isRetryable: Bool = false,
            _ answer: @escaping @Sendable (LocalRequest) async throws -> LocalResponse
        ) {
            (self.name, self.code, self.advice, self.requests) = (name, code, advice, requests)
            (self.isRetryable, self.answer) = (isRetryable, answer)
        }

        var testDescription: String { name }
    }

    private static let text = "The river rose by two metres in one night, and took the old wooden bridge with it."
    private static let echo = #"{"error": {"message": "Incorrect API key provided: \#(RemoteWorld.key)"}}"#

    private static func status(_ status: Int, _ body: String = echo, retryAfter: String? = "0") -> LocalResponse {
        .data(
            Data(body.utf8), type: "application/json", status: status,
            headers: retryAfter.map { [("Retry-After", $0)] } ?? [])
    }

    /// Speech that something was done to.
    private static func speech(
        _ change: @escaping @Sendable (SampleSpeech) async throws -> Data
    ) -> @Sendable (LocalRequest) async throws -> LocalResponse {
        { _ in .data(try await change(try await SampleSpeech.of(text)), type: "audio/wav") }
    }

    /// A header that names another sample rate than the samples have.
    @Sendable private static func renamed(_ wav: Data, rate: UInt32) -> Data {
        var wav = wav
        wav.replaceSubrange(24..<28, with: withUnsafeBytes(of: rate.littleEndian) { Data($0) })
        wav.replaceSubrange(28..<32, with: withUnsafeBytes(of: (rate * 2).littleEndian) { Data($0) })
        return wav
    }

    static let faults: [Fault] = [
        Fault("401", "speech_unauthorized", says: "REEL_SPEECH_KEY") { _ in status(401) },
        Fault("403", "speech_unauthorized", says: "REEL_SPEECH_KEY") { _ in status(403) },
        Fault("402", "speech_no_credit", says: "Top the account up") { _ in status(402) },
        Fault("ElevenLabs' word for no credit", "speech_no_credit", says: "Top the account up") { _ in
            status(401, #"{"detail": {"status": "quota_exceeded", "message": "This request exceeds your quota."}}"#)
        },
        Fault("404", "speech_not_found", says: "REEL_SPEECH_MODEL") { _ in status(404) },
        Fault("a redirect", "speech_not_found", says: "REEL_SPEECH_URL") { _ in
            .redirect(to: "http://192.0.2.1/", status: 307)
        },
        Fault("400", "speech_status", says: "REEL_SPEECH_FORMAT") { _ in status(400) },
        Fault("429", "speech_rate_limited", says: "later", requests: 3, isRetryable: true) { _ in status(429) },
        Fault("429 for an hour", "speech_rate_limited", says: "later", isRetryable: true) { _ in
            status(429, retryAfter: "3600")
        },
        Fault("429 for want of credit", "speech_no_credit", says: "Top the account up") { _ in
            status(429, #"{"error": {"code": "insufficient_quota"}}"#)
        },
        Fault("500", "speech_status", says: "later", requests: 3, isRetryable: true) { _ in status(500) },
        Fault("no bytes", "speech_empty", says: "Try again", requests: 2, isRetryable: true) { _ in
            .data(Data(), type: "audio/wav")
        },
        Fault("a WAV without samples", "speech_empty", says: "Try again", requests: 2, isRetryable: true) { _ in
            .data(WAVFile.encode([], sampleRate: 24_000), type: "audio/wav")
        },
        Fault("silence", "speech_empty", says: "Try again", requests: 2, isRetryable: true) { _ in
            .data(WAVFile.encode(Array(repeating: 0, count: 120_000), sampleRate: 24_000), type: "audio/wav")
        },
        Fault("a page", "speech_not_audio", says: "REEL_SPEECH_KIND", requests: 2, isRetryable: true) { _ in
            .html("<h1>It works</h1>")
        },
        Fault("an error with status 200", "speech_not_audio", says: "REEL_SPEECH_KIND", requests: 2, isRetryable: true)
        { _ in
            status(200)
        },
        Fault("noise", "speech_not_audio", says: "REEL_SPEECH_FORMAT", requests: 2, isRetryable: true) { _ in
            .data(Data((0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }), type: "audio/wav")
        },
        Fault("another name on a WAV", "speech_not_audio", says: "REEL_SPEECH_FORMAT", requests: 2, isRetryable: true) {
            _ in
            .data(Data("fLaC".utf8) + Data(repeating: 7, count: 9_000), type: "audio/flac")
        },
        Fault("a connection that is cut", "speech_unreachable", says: "REEL_SPEECH_URL", requests: 3, isRetryable: true)
        { _ in
            .cutShort(Data(repeating: 0, count: 5_000), type: "audio/wav")
        },
        Fault(
            "a WAV that is cut", "speech_truncated", says: "Try again", requests: 2, isRetryable: true,
            speech { Data($0.wav.prefix($0.wav.count / 2)) }),
        Fault(
            "an Ogg that is cut", "speech_truncated", says: "Try again", requests: 2, isRetryable: true,
            speech {
                let all = try await $0.encoded(.opus)
                return Data(all.prefix(all.count / 2))
            }),
        Fault(
            "half of an MP3", "speech_truncated", says: "Try again", requests: 2, isRetryable: true,
            speech {
                let all = try await $0.encoded(.mp3)
                return Data(all.prefix(all.count * 2 / 5))
            }),
        Fault(
            "a rate of a third", "speech_wrong_length", says: "sample rate", requests: 2, isRetryable: true,
            speech { renamed($0.wav, rate: 5_333) }),
        Fault(
            "a rate of three times", "speech_wrong_length", says: "sample rate", requests: 2, isRetryable: true,
            speech { renamed($0.wav, rate: 48_000) }),
        Fault(
            "ten times too much", "speech_wrong_length", says: "Try again", requests: 2, isRetryable: true,
            speech { try await $0.converted(["-af", "aloop=loop=9:size=1000000", "-f", "wav"]) }),
        Fault("no end", "speech_too_large", says: "Try again") { _ in
            .endless(Data(repeating: 1, count: 1 << 20), type: "audio/wav")
        },
    ]

    @Test(arguments: faults) func aFaultIsAnErrorThatSaysWhatToDo(_ fault: Fault) async throws {
        try await withRemoteWorld(fault.answer) { world, service in
            let failure = try await world.failure(
                RemoteWorld.script([Self.text]), by: RemoteWorld.settings(service.server))
            #expect(failure.code == fault.code && failure.stage == .narrate, "\(failure)")
            #expect(failure.message.contains(fault.advice), "\(failure.message)")
            #expect(failure.isRetryable == fault.isRetryable)
            #expect(service.server.requests.count == fault.requests)
            #expect(!"\(failure)".contains(RemoteWorld.key) && !"\(failure)".contains(world.folder.path), "\(failure)")
        }
    }

    @Test(arguments: faults) func aVoiceOfThisMachineSpeaksInstead(_ fault: Fault) async throws {
        try await withRemoteWorld(fault.answer) { world, service in
            var remote = RemoteWorld.settings(service.server)
            remote.allowsFallback = true
            let script = RemoteWorld.script([Self.text])
            let narration = try await world.narrate(script, by: remote)
            try expectGood(narration, of: script, sampleRate: 16_000)
            #expect(narration.voice == "flite/rms")
            let note = try #require(narration.note)
            #expect(note.contains("127.0.0.1") && note.contains("The voice rms spoke instead"), "\(note)")
        }
    }

    @Test(arguments: [
        [status(500), status(503, retryAfter: nil)], [status(429)], [.data(Data(), type: "audio/wav")],
        [.cutShort(Data(repeating: 0, count: 5_000), type: "audio/wav")],
    ])
    func aServiceThatRecoversSpeaks(_ first: [LocalResponse]) async throws {
        try await withRemoteWorld(SpeechServer.afterwards(first)) { world, service in
            let script = RemoteWorld.script([Self.text])
            let narration = try await world.narrate(script, by: RemoteWorld.settings(service.server))
            try expectGood(narration, of: script)
            #expect(narration.voice == "openai/nova" && narration.note == nil)
            #expect(service.server.requests.count == first.count + 1)
        }
    }

    @Test func theTimeThatAServiceAsksForIsWaited() async throws {
        try await withRemoteWorld(SpeechServer.afterwards([Self.status(429, retryAfter: "2")])) { world, service in
            let began = ContinuousClock.now
            _ = try await world.narrate(RemoteWorld.script([Self.text]), by: RemoteWorld.settings(service.server))
            #expect(ContinuousClock.now - began > .seconds(2))
        }
    }

    /// Silence after the request, and bytes that come one by one.
    @Test(arguments: [false, true]) func aServiceThatHangsOrDripsIsGivenUp(_ drips: Bool) async throws {
        let answer: @Sendable (LocalRequest) async throws -> LocalResponse = { _ in
            guard drips else { return .hanging(after: Data(), type: "audio/wav") }
            return LocalResponse(headers: [("Content-Type", "audio/wav")]) { write in
                while true {
                    try await write(Data([0]))
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        }
        try await withRemoteWorld(answer) { world, service in
            var remote = RemoteWorld.settings(service.server)
            remote.timeout = .seconds(1)
            remote.tries = 2
            let failure = try await world.failure(RemoteWorld.script([Self.text]), by: remote)
            #expect(failure.code == "speech_timeout" && failure.isRetryable)
            #expect(service.server.requests.count == 2)
        }
    }

    @Test func aServiceThatIsNotThereIsSaid() async throws {
        try await withRemoteWorld(SpeechServer.openAI) { world, service in
            var remote = RemoteWorld.settings(service.server)
            remote.url = "http://127.0.0.1:1"
            remote.tries = 1
            let failure = try await world.failure(by: remote)
            #expect(failure.code == "speech_unreachable" && failure.message.contains("REEL_SPEECH_URL"))
        }
    }

    /// What was answered is counted, also where it was of no use: it was paid for.
    @Test func answersWithoutUseAreCounted() async throws {
        let answer: @Sendable (LocalRequest) async throws -> LocalResponse = { _ in
            .data(Data([1, 2, 3]), type: "audio/wav")
        }
        try await withRemoteWorld(answer) { world, service in
            _ = try await world.failure(RemoteWorld.script([Self.text]), by: RemoteWorld.settings(service.server))
            #expect(world.spent.total.requests == 2)
            #expect(world.spent.total.characters == 2 * Self.text.count)
        }
    }

    @Test func whatWasPaidForBeforeAFailureIsKept() async throws {
        let script = RemoteWorld.script(["The last word.", Self.text])
        let answer: @Sendable (LocalRequest) async throws -> LocalResponse = { request in
            String(decoding: request.body, as: UTF8.self).contains("river")
                ? Self.status(401) : try await SpeechServer.openAI(request)
        }
        try await withRemoteWorld(answer) { world, service in
            // One after the other, so that the first has come when the second fails.
            _ = try await world.narrate(
                RemoteWorld.script(["The last word."]), by: RemoteWorld.settings(service.server))
            _ = try await world.failure(script, by: RemoteWorld.settings(service.server))
            let texts = service.bodies.compactMap { $0["input"]?.string }
            #expect(texts.count { $0 == "The last word." } == 1)
        }
    }
}
