import Foundation
import ReelCore
import ReelStore
import ReelTestKit
import Testing

/// Jobs that a speech service speaks, from the request to the finished reel.
@Suite(.timeLimit(.minutes(6))) struct SpeechServiceTests {
    private static let key = "sk-of-the-speech-service"
    private static let echo = #"{"error": {"message": "Incorrect API key provided: \#(key)"}}"#

    /// What OpenAI's endpoint answers, spoken by flite.
    private static func speech(_ request: LocalRequest) async throws -> LocalResponse {
        let text = try #require(try WireCoding.decode(JSONValue.self, from: request.body)["input"]?.string)
        guard request.path == "/v1/audio/speech", request.header("authorization") == "Bearer \(key)",
            !text.contains("August")
        else { return .data(Data(echo.utf8), type: "application/json", status: 401) }
        return try await withTemporaryFolder { folder in
            let file = folder.appending(path: "x.wav")
            let program = try BuiltProgram(
                "ReelRunner", arguments: ["voices", "say", "slt", text, "-o", file.path],
                environment: ["REEL_HOME": folder.path], log: folder.appending(path: "log"))
            #expect(await program.exit() == 0, "\(program.output)")
            return .data(try Data(contentsOf: file), type: "audio/wav")
        }
    }

    @Test func aServiceSpeaksAReelAndItsFailureIsSaid() async throws {
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer {
                try await Self.speech($0)
            } perform: { server in
                let world = try DaemonWorld(in: folder, script: "")
                try world.useRealAttempts(
                    "REEL_SPEECH_URL='\(server.url("/v1"))' REEL_SPEECH_KEY='\(Self.key)' REEL_SPEECH_MODEL=tts-1 "
                        + "REEL_SPEECH_VOICE=nova REEL_SPEECH_PRICE=15 REEL_VOICE=rms")
                let (spoken, replaced) = try await world.whileRunning {
                    let spoken = try await job(
                        ["The swifts came back in May this year.", "They nest below the roofs."], in: world)
                    let replaced = try await job(
                        ["They stay until August and then they leave.", "In August they fly to Africa."], in: world)
                    return (spoken, replaced)
                }
                #expect(spoken.script.voice == "openai/nova" && spoken.script.voiceNote == nil)
                let usage = try #require(spoken.job.speechUsage)
                #expect(usage.requests == 2 && usage.characters == 64)
                #expect(abs((usage.cost ?? 0) - 0.00096) < 1e-9)
                #expect(replaced.script.voice == "flite/rms" && replaced.job.speechUsage == nil)
                let note = try #require(replaced.script.voiceNote)
                #expect(note.contains("it does not accept the key") && note.contains("The voice rms spoke instead"))
                #expect(try files(with: Self.key, in: folder) == [folder.appending(path: "attempt.sh").path])
            }
        }
    }

    private func job(_ texts: [String], in world: DaemonWorld) async throws -> (job: Job, script: Script) {
        let script = Script(
            title: "Swifts", scenes: texts.enumerated().map { Scene(sceneNumber: $0 + 1, script: $1) })
        let id = try world.store.createJob(JobRequest(url: "", quality: .draft, script: script)).id
        try await eventually(within: .seconds(150), "the job to end") {
            try world.store.job(id).map { [.completed, .failed].contains($0.status) } ?? false
        }
        let job = try #require(try world.store.job(id))
        #expect(job.status == .completed, "\(job.errorMessage ?? "")")
        let video = try #require(try job.videoID.flatMap { try world.store.video($0) })
        return (job, try #require(video.script))
    }

    /// Among all files below a folder, the database among them.
    private func files(with text: String, in folder: URL) throws -> [String] {
        let all = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return all.compactMap { $0 as? URL }.filter {
            (try? Data(contentsOf: $0))?.range(of: Data(text.utf8)) != nil
        }.map(\.path)
    }
}
