import Foundation
import ReelCore
import ReelNarrate
import ReelSpeech
import ReelTestKit
import Testing

/// Scripts spoken by a service that speaks OpenAI's protocol.
@Suite(.timeLimit(.minutes(5)), .serialized) struct RemoteNarrationTests {
    @Test(arguments: SpeechAudioFormat.allCases)
    func everyFormatIsSpokenAndTimed(_ format: SpeechAudioFormat) async throws {
        try await withRemoteWorld { world, service in
            let script = RemoteWorld.script()
            let narration = try await world.narrate(
                script, by: RemoteWorld.settings(service.server, format: format))
            #expect(narration.voice == "openai/nova" && narration.note == nil)
            try expectGood(narration, of: script)
            for scene in narration.scenes {
                // The same speech, whatever it was packed in.
                let wav = try await SampleSpeech.of(script.scenes[scene.sceneNumber - 1].script)
                let spoken = try #require(wav.words.last).end - wav.words[0].start
                let heard = try #require(scene.words.last).end - scene.words[0].start
                #expect(abs(spoken - heard) < 0.25, "\(format): \(heard) instead of \(spoken)")
            }
        }
    }

    @Test func theServiceIsAskedAsItsDocumentsSay() async throws {
        try await withRemoteWorld { world, service in
            var remote = RemoteWorld.settings(service.server)
            remote.instructions = "Calm."
            _ = try await world.narrate(
                RemoteWorld.script(["The last word."]), by: remote,
                speech: SpeechSettings(defaultVoice: .rms, speed: 1.25))
            let request = try #require(service.server.requests.first)
            #expect(request.method == "POST" && request.path == "/v1/audio/speech")
            #expect(request.header("authorization") == "Bearer \(RemoteWorld.key)")
            #expect(request.header("content-type") == "application/json")
            #expect(
                service.bodies == [
                    .object([
                        "model": .string("small"), "input": .string("The last word."), "voice": .string("nova"),
                        "response_format": .string("wav"), "speed": .number(1.25), "instructions": .string("Calm."),
                    ])
                ])
        }
    }

    @Test func nothingIsPaidTwice() async throws {
        try await withRemoteWorld { world, service in
            var remote = RemoteWorld.settings(service.server)
            // Of two scenes that say the same one is paid for, though they are asked for at once.
            var script = RemoteWorld.script(["Again and again.", "Again and again.", "The last word."])
            let first = try await world.narrate(script, by: remote, run: "1")
            #expect(service.server.requests.count == 2)
            #expect(world.spent.total == SpeechUsage(requests: 2, characters: 30, price: 15))

            // Not for a job that is tried again, with another key, nor for other pauses or another price.
            remote.key = "another-key-of-the-tests"
            remote.service.price = 30
            let again = try await world.narrate(script, by: remote, run: "2")
            #expect(again.scenes.map(\.words) == first.scenes.map(\.words))
            let pauses = SpeechSettings(defaultVoice: .rms, pauses: Pauses(leadIn: 0.1, after: 0.7), finalPause: 1)
            let slower = try await world.narrate(script, by: remote, speech: pauses, run: "3")
            #expect(abs(slower.scenes[0].duration - first.scenes[0].duration - 0.35) < 0.01)
            #expect(service.server.requests.count == 2)

            // An edited scene is the only one that is paid for.
            script.scenes[1].script = "It thawed."
            _ = try await world.narrate(script, by: remote, run: "4")
            #expect(service.server.requests.count == 3)
        }
    }

    /// Each has a stage of its own, as each job has a process of its own.
    @Test func jobsThatSayTheSameAtOncePayOnce() async throws {
        try await withRemoteWorld { world, service in
            let remote = RemoteWorld.settings(service.server)
            let script = RemoteWorld.script(["Again and again."])
            let durations = try await withThrowingTaskGroup(of: Double.self) { group in
                for run in 1...6 {
                    group.addTask { try await world.narrate(script, by: remote, run: "\(run)").scenes[0].duration }
                }
                return try await group.reduce(into: Set<Double>()) { $0.insert($1) }
            }
            #expect(durations.count == 1)
            #expect(service.server.requests.count == 1)
            #expect(world.spent.total.requests == 1)
        }
    }

    @Test func whateverChangesTheSoundIsAskedForAnew() async throws {
        try await withRemoteWorld { world, service in
            let script = RemoteWorld.script(["The last word."])
            let usual = RemoteWorld.settings(service.server)
            var others: [RemoteSpeechSettings] = Array(repeating: usual, count: 4)
            others[0].service.voice = "ash"
            others[1].model = "large"
            others[2].instructions = "Calm."
            others[3].format = .flac
            for (number, remote) in ([usual] + others).enumerated() {
                _ = try await world.narrate(script, by: remote, run: "\(number)")
                #expect(service.server.requests.count == number + 1)
            }
        }
    }

    @Test func aVoiceThatIsRequestedSpeaksItself() async throws {
        try await withRemoteWorld { world, service in
            let speech = SpeechSettings(requestedVoice: .slt)
            let narration = try await world.narrate(by: RemoteWorld.settings(service.server), speech: speech)
            #expect(narration.voice == "flite/slt" && narration.note == nil)
            var german = RemoteWorld.script(["Der Winter ist kalt."])
            german.language = "de"
            var remote = RemoteWorld.settings(service.server)
            remote.service.languages = ["en"]
            #expect(try await world.narrate(german, by: remote).voice == "espeak-ng/de")
            #expect(service.server.requests.isEmpty)
        }
    }

    /// One that the settings offer; it speaks or the job fails, and what costs is not for clients to choose freely.
    @Test func aRequestMayNameAVoiceThatTheServiceOffers() async throws {
        try await withRemoteWorld { world, service in
            var remote = RemoteWorld.settings(service.server)
            remote.service.otherVoices = ["ash"]
            remote.allowsFallback = true
            func narrate(_ name: String, _ remote: RemoteSpeechSettings?, run: String) async throws -> Narration {
                let speech = SpeechSettings(requestedVoice: VoiceName(requested: name), defaultVoice: .rms)
                return try await world.narrate(by: remote, speech: speech, run: run)
            }
            #expect(try await narrate("openai/ash", remote, run: "1").voice == "openai/ash")
            #expect(service.server.requests.count == 3)
            #expect(
                service.server.requests.allSatisfy {
                    String(decoding: $0.body, as: UTF8.self).contains(#""voice":"ash""#)
                })
            #expect(try await narrate("openai/nova", remote, run: "2").voice == "openai/nova")
            for (name, remote) in [("openai/onyx", remote), ("elevenlabs/ash", remote), ("openai/ash", nil)] {
                let error = await #expect(throws: NarrateError.self) { try await narrate(name, remote, run: "3") }
                let voice = try #require(VoiceName(requested: name))
                #expect(error == .voiceNotOffered(voice))
            }
            // Nobody listens there.
            remote.url = "http://127.0.0.1:1"
            remote.tries = 1
            await #expect(throws: RemoteSpeechError.self) { try await narrate("openai/ash", remote, run: "4") }
        }
    }

    @Test func aLongTextIsSentInPartsAtTheEndsOfSentences() async throws {
        try await withRemoteWorld { world, service in
            var remote = RemoteWorld.settings(service.server)
            remote.charactersPerRequest = 100
            let sentences = [
                "The river rose by two metres in one night and took the old wooden bridge with it.",
                "Nobody was hurt.", "The town will build another one of stone, said the mayor on Monday.",
            ]
            let script = RemoteWorld.script([sentences.joined(separator: " ")])
            let narration = try await world.narrate(script, by: remote)
            try expectGood(narration, of: script)
            let sent = service.bodies.compactMap { $0["input"]?.string }
            #expect(sent == [sentences[0] + " " + sentences[1], sentences[2]])
            // Between the parts is the pause that stands between sentences.
            let words = narration.scenes[0].words
            let gap = words[20].start - words[19].end
            #expect(words[19].text == "hurt." && abs(gap - 0.35) < 0.02, "\(gap)")
        }
    }

    @Test func pronunciationsAreSentAndCaptionsKeepTheirWords() async throws {
        try await withRemoteWorld { world, service in
            let stage = NarrateSettings(
                speech: SpeechSettings(defaultVoice: .rms), remote: RemoteWorld.settings(service.server),
                pronunciations: PronunciationList(["km/h": "kilometres per hour"]))
            let script = RemoteWorld.script(["It went at 90 km/h, they said."])
            let narration = try await world.narrate(script, settings: stage)
            #expect(service.bodies.first?["input"] == .string("It went at 90 kilometres per hour, they said."))
            try expectGood(narration, of: script)
        }
    }

    @Test func aTextWithoutWordsIsNotSent() async throws {
        try await withRemoteWorld { world, service in
            let failure = try await world.failure(
                RemoteWorld.script(["\u{1F600} \u{2014}"]), by: RemoteWorld.settings(service.server))
            #expect(failure.code == "nothing_to_say")
            #expect(service.server.requests.isEmpty)
        }
    }
}
