import Foundation
import ReelCache
import ReelCore
import ReelSpeech
import ReelTool

/// Speaks a script, scene by scene, with the time of every word.
///
/// Each scene is spoken by a process of its own and kept in the cache under its text, voice, pauses and engine, so an
/// edited scene is the only one that is spoken again.
public struct NarrateStage: Stage {
    /// Raised by hand when ReelSpeak makes something else of the same request.
    static let recipe = "speech/2"

    let cache: ContentCache
    let program: SpeechProgram
    let settings: NarrateSettings

    /// - Parameters:
    ///   - cache: where narrations are kept.
    ///   - speaker: the program `ReelSpeak`, or one that does what it does.
    ///   - settings: of this stage.
    public init(
        cache: ContentCache, speaker: ToolCommand = SpeechProgram.command(),
        settings: NarrateSettings = NarrateSettings()
    ) {
        self.cache = cache
        program = SpeechProgram(speaker)
        self.settings = settings
    }

    /// - Throws: `NarrateError`; `CancellationError`; file errors of the cache.
    public func run(_ script: Script, in context: StageContext) async throws -> Narration {
        guard let first = script.scenes.first else { throw NarrateError.emptyScript }
        for scene in script.scenes where scene.script.count > settings.maximumCharacters {
            throw NarrateError.sceneTooLong(
                scene: scene.sceneNumber, characters: scene.script.count, limit: settings.maximumCharacters)
        }
        let language = script.language.flatMap(SpokenLanguage.init(code:)) ?? .english
        let voice = settings.speech.voice(for: language)
        let version = try await version(of: voice, for: first)
        let count = script.scenes.count
        let spoken = try await context.work(
            on: Array(script.scenes.enumerated()), atOnce: ProcessInfo.processInfo.activeProcessorCount,
            progress: { context.report(Double($0) / Double(count), "Scene \($0) of \(count)") },
            doing: { index, scene in
                try await narrate(scene, by: voice, version: version, isLast: index == count - 1, in: context)
            })
        return Narration(voice: voice.fullName, scenes: spoken)
    }

    /// The version of the engine that has a voice, which is a part of what its speech is kept under.
    private func version(of voice: VoiceName, for scene: Scene) async throws -> String {
        let providers = try await translatingErrors(for: scene, by: voice) {
            try await program.providers(timeout: settings.timeout)
        }
        guard let provider = providers.first(where: { $0.voices.contains(voice.rawValue) }) else {
            throw NarrateError.unknownVoice(voice)
        }
        return provider.version
    }

    private func narrate(
        _ scene: Scene, by voice: VoiceName, version: String, isLast: Bool, in context: StageContext
    ) async throws -> SceneNarration {
        var pauses = settings.speech.pauses
        if isLast { pauses.after = settings.speech.finalPause }
        let speed = settings.speech.speed(of: voice)
        let request = try WireCoding.encode(
            SpeechRequest(
                text: scene.script, voice: voice.rawValue, pauses: pauses, speed: speed == 1 ? nil : speed,
                sayAs: settings.pronunciations.needed(in: scene.script)))
        let key = ContentKey(recipe: Self.recipe, [request, Data(version.utf8)])
        // The scene's own subfolder: two scenes may say the same, and then have the same key.
        let folder = context.workFolder.appending(path: "speech/\(scene.sceneNumber)", directoryHint: .isDirectory)
        let entry = try await cache.entry(key, linkedInto: folder) { output in
            try await translatingErrors(for: scene, by: voice) {
                try await program.speak(request, into: output, timeout: settings.timeout)
            }
        }
        let audio = entry.file(SpeechFiles.audio)
        do {
            let words = try WireCoding.decode(
                [SpokenWord].self, from: try Data(contentsOf: entry.file(SpeechFiles.words)))
            return SceneNarration(
                sceneNumber: scene.sceneNumber, audio: audio, duration: try WAVFile.duration(of: audio), words: words)
        } catch {
            throw NarrateError.unreadableSpeech(reason: String(describing: error))
        }
    }

    private func translatingErrors<Value>(
        for scene: Scene, by voice: VoiceName, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch let error as SpeechError {
            throw switch error.code {
            case .nothingToSay: NarrateError.nothingToSay(scene: scene.sceneNumber, text: scene.script)
            case .unknownVoice: NarrateError.unknownVoice(voice)
            case .voiceMissing: NarrateError.voiceMissing(voice)
            case .engineFailed: NarrateError.engineFailed(error.detail)
            case .unreadableRequest: NarrateError.unreadableRequest(error.detail)
            }
        } catch let error as ToolError where error.isDiskFull {
            throw JobFailure.diskFull(in: .narrate, detail: error.description)
        } catch ToolError.notFound {
            throw NarrateError.programMissing
        } catch ToolError.failed(_, let status, let errorTail) {
            throw NarrateError.speakerFailed(scene: scene.sceneNumber, reason: "\(status): \(errorTail)")
        } catch let error as ToolError {
            throw NarrateError.speakerFailed(scene: scene.sceneNumber, reason: error.description)
        }
    }
}
