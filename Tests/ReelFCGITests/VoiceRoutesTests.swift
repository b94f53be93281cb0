import Foundation
import ReelCore
import ReelFCGI
import ReelTestKit
import ReelTool
import Testing

/// `GET /api/voices` and the samples, over the real socket and by the built program. What makes a sample blocks its thread,
/// which must be none of Swift's own: there are two of them on a machine with two processors.
@Suite struct VoiceRoutesTests {
    @Test func listsWhoCanBeAskedFor() async throws {
        try await withWorld { world in
            let answer = try await world.request("GET", "/api/voices")
            #expect(answer.status == 200)
            let voices = try #require(answer.json["voices"] as? [[String: Any]])
            #expect(answer.json["count"] as? Int == voices.count)
            // Every name that is listed can be asked for, by both of its names.
            for voice in voices {
                let name = try #require(voice["name"] as? String)
                let fullName = try #require(voice["full_name"] as? String)
                #expect(VoiceName(rawValue: name)?.fullName == fullName)
                #expect(VoiceName(rawValue: fullName)?.rawValue == name)
            }
            // Nothing is installed in this world but what Debian has.
            let heart = try #require(voices.first)
            #expect(heart["name"] as? String == "heart" && heart["installed"] as? Bool == false)
            #expect(heart["sample"] is NSNull && heart["sex"] as? String == "female")
            #expect((heart["installation"] as? String)?.contains("ReelRunner voices install heart") == true)
            let rms = try #require(voices.first { $0["name"] as? String == "rms" })
            #expect(rms["sample"] as? String == "/api/voices/flite/rms/sample" && rms["cost"] as? Double == 0)
            #expect((rms["default_for"] as? [String])?.contains("en") == true)
        }
    }

    @Test func listsTheVoicesOfTheSpeechServiceAndTakesNoOthersOfIt() async throws {
        var settings = FCGISettings()
        settings.service = SpeechService(voice: "nova", otherVoices: ["ash"], languages: ["en"], price: 15)
        try await withWorld(settings) { world in
            let list = try await world.request("GET", "/api/voices").json
            let voices = try #require(list["voices"] as? [[String: Any]])
            #expect(voices.prefix(3).map { $0["name"] as? String } == ["openai/nova", "openai/ash", "heart"])
            #expect(voices[0]["cost"] as? Double == 15 && voices[0]["sample"] is NSNull)
            #expect((voices[0]["default_for"] as? [String])?.contains("en") == true)
            #expect(voices[2]["default_for"] as? [String] == [])
            let url = #"{"url": "https://example.org/", "voice": "#
            for (name, status) in [("openai/ash", 202), ("openai/onyx", 422), ("captioned/ash", 422), ("rms", 202)] {
                let answer = try await world.request("POST", "/api/generate-video", json: url + "\"\(name)\"}")
                #expect(answer.status == status, "\(name)")
            }
        }
        try await withWorld { world in
            let answer = try await world.request(
                "POST", "/api/generate-video", json: #"{"url": "https://example.org/", "voice": "openai/nova"}"#)
            #expect(answer.status == 422, "no service is set")
        }
    }

    @Test func listsTheVoicesOfALanguage() async throws {
        try await withWorld { world in
            let answer = try await world.request("GET", "/api/voices?language=ja")
            let voices = try #require(answer.json["voices"] as? [[String: Any]])
            let names = voices.compactMap { $0["name"] as? String }
            #expect(names.starts(with: ["espeak:ja", "espeak:ja+f3"]))
            #expect(names.dropFirst(2).allSatisfy { $0.hasPrefix("kokoro/") } && names.count == 7)
            #expect(voices[0]["default_for"] as? [String] == ["ja"])
            for wrong in ["xx", "", "DE"] {
                #expect(try await world.request("GET", "/api/voices?language=\(wrong)").status == 422)
            }
            #expect(try await world.request("POST", "/api/voices", json: "{}").status == 405)
        }
    }

    @Test(arguments: [
        "flite/kal", "nobody/rms", "flite/..%2Frms", "espeak-ng/de+f9", "openai/alloy", "hibari/heart",
    ])
    func noSampleIsMadeOfWhatIsNotHere(_ name: String) async throws {
        try await withWorld { world in
            let answer = try await world.request("GET", "/api/voices/\(name)/sample")
            #expect(answer.status == 404)
        }
    }

    /// Spoken once, then kept; and made again when the program is newer.
    @Test func aSampleIsMadeOnce() async throws {
        let speaker = ToolCommand(try BuiltProgram.url("ReelSpeak").path, [])
        try await withTemporaryFolder { folder in
            let samples = VoiceSamples(folder: folder, command: speaker, voices: nil)
            for name in ["rms", "espeak:zh+f3", "espeak:ta"] {
                let voice = try #require(VoiceName(rawValue: name))
                let file = folder.appending(path: try await onThread { try samples.file(of: voice) })
                let made = try Data(contentsOf: file)
                #expect(made.starts(with: "RIFF".utf8) && made.count > 20_000)
                try Data("kept".utf8).write(to: file)
                #expect(try await onThread { try samples.file(of: voice) } == file.lastPathComponent)
                #expect(try Data(contentsOf: file) == Data("kept".utf8))
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: file.path)
                _ = try await onThread { try samples.file(of: voice) }
                #expect(try Data(contentsOf: file) == made)
            }
            // Nothing else is left there.
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                    "espeak-ng_ta.wav", "espeak-ng_zh+f3.wav", "flite_rms.wav",
                ])
        }
    }

    @Test func aVoiceThatFailsIsLeftAlone() async throws {
        try await withTemporaryFolder { folder in
            let script = folder.appending(path: "speak")
            try Data("#!/bin/sh\necho once >> '\(folder.path)/asked'\nexit 1\n".utf8).write(to: script)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
            let samples = VoiceSamples(
                folder: folder.appending(path: "samples"), command: ToolCommand(script.path, []), voices: nil)
            for _ in 1...3 {
                await #expect(throws: VoiceSamples.Failure.self) {
                    try await onThread { try samples.file(of: .rms) }
                }
            }
            #expect(try String(contentsOf: folder.appending(path: "asked"), encoding: .utf8) == "once\n")
        }
    }
}
