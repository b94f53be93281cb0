import Foundation
import Logging
import ReelCache
import ReelCore
import ReelNarrate
import ReelSpeech
import ReelTestKit
import ReelTool
import Synchronization
import Testing

/// The stage with a speech service of the tests.
struct RemoteWorld: Sendable {
    let folder: URL
    let log = LogRecord()
    let spent = SpendingRecord()
    static let key = "sk-of-the-speech-tests"

    static let sentences = [
        "Mr. Smith paid $3.50 in 2026, said the U.S. Senate.", "Is it cold? Yes!", "The last word.",
    ]

    static func script(_ texts: [String] = sentences) -> Script {
        Script(title: "Test", scenes: texts.enumerated().map { Scene(sceneNumber: $0 + 1, script: $1) })
    }

    static func settings(
        _ server: LocalHTTPServer, kind: SpeechAPIKind = .openai, format: SpeechAudioFormat? = nil
    ) -> RemoteSpeechSettings {
        var settings = RemoteSpeechSettings(
            kind: kind, url: server.url("/v1"), key: Secret(key), model: "small", voice: "nova", format: format)
        settings.allowsFallback = false
        settings.service.price = 15
        settings.timeout = .seconds(60)
        return settings
    }

    /// - Parameter run: each has a work folder of its own; the cache is one.
    func narrate(
        _ script: Script = script(), by remote: RemoteSpeechSettings?,
        speech: SpeechSettings = SpeechSettings(defaultVoice: .rms), run: String = "1"
    ) async throws -> Narration {
        try await narrate(script, settings: NarrateSettings(speech: speech, remote: remote), run: run)
    }

    func narrate(_ script: Script, settings: NarrateSettings, run: String = "1") async throws -> Narration {
        let stage = NarrateStage(
            cache: ContentCache(root: folder.appending(path: "cache")),
            speaker: ToolCommand(try BuiltProgram.url("ReelSpeak").path, []), settings: settings,
            onSpending: { spent.add($0) })
        return try await stage.run(
            script,
            in: StageContext(workFolder: folder.appending(path: "work-\(run)"), logger: log.logger))
    }

    /// The failure with which the stage ends.
    func failure(_ script: Script = script(), by remote: RemoteSpeechSettings) async throws -> JobFailure {
        let error = await #expect(throws: (any Error).self) { try await narrate(script, by: remote) }
        return JobFailure(try #require(error), in: .narrate)
    }

    /// Files that lie in the work folders and in the cache but are no part of what was kept.
    func leftOver() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            $0.contains(".making") || $0.hasSuffix(".in") || $0.hasSuffix(".out")
        }
    }

    /// Where a text stands that must stand nowhere: in files, in what was logged.
    func places(of text: String) throws -> [String] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            (try? Data(contentsOf: folder.appending(path: $0)))?.range(of: Data(text.utf8)) != nil
        }
        return files + (log.text.contains(text) ? ["log"] : [])
    }
}

/// All that was spent.
final class SpendingRecord: Sendable {
    private let state = Mutex(SpeechUsage())

    var total: SpeechUsage { state.withLock { $0 } }
    func add(_ usage: SpeechUsage) { state.withLock { $0 = $0 + usage } }
}

/// All that was logged.
final class LogRecord: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(record: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let record: LogRecord
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            record.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }
}

/// What holds of every good narration.
func expectGood(_ narration: Narration, of script: Script, sampleRate: Int = 48_000) throws {
    #expect(narration.scenes.map(\.sceneNumber) == script.scenes.map(\.sceneNumber))
    for (scene, text) in zip(narration.scenes, script.scenes.map(\.script)) {
        #expect(scene.words.map(\.text) == text.split(whereSeparator: \.isWhitespace).map(String.init))
        let audio = try WAVE(scene.audio)
        #expect(audio.sampleRate == sampleRate)
        #expect(abs(audio.duration - scene.duration) < 0.001)
        var last = 0.0
        for word in scene.words {
            #expect(word.start >= last && word.end >= word.start, "\(word) after \(last)")
            last = word.end
        }
        #expect(abs(scene.words[0].start - 0.1) < 0.001)
        // Half a second of it at least is heard, and nothing after the last word.
        #expect(audio.level(0.1, 0.6) > 100)
        #expect(audio.level(last + 0.2, scene.duration) < 30)
    }
}

/// A world with a service in it; afterwards nothing is left over, and the key is nowhere.
func withRemoteWorld(
    _ handler: @escaping @Sendable (LocalRequest) async throws -> LocalResponse = SpeechServer.openAI,
    _ body: @escaping @Sendable (RemoteWorld, SpeechServer) async throws -> Void
) async throws {
    try await withTemporaryFolder { folder in
        try await withLocalHTTPServer(handler) { server in
            let world = RemoteWorld(folder: folder)
            try await body(world, SpeechServer(server: server))
            #expect(try world.leftOver() == [])
            #expect(try world.places(of: RemoteWorld.key) == [])
        }
    }
}
