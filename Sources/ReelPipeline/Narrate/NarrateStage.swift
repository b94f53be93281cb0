import Foundation
import ReelCache
import ReelCore
import ReelTool

/// Speaks a script, scene by scene, with the time of every word.
///
/// Each scene is spoken by a process of its own and kept in the cache under its text, voice, pauses and engine, so an
/// edited scene is the only one that is spoken again.
public struct NarrateStage: Stage {
    /// Raised by hand when the speaker makes something else of the same request.
    static let recipe = "speech/2"

    let cache: ContentCache
    let speaker: ToolCommand
    let settings: NarrateSettings

    /// - Parameter speaker: a program that does what `runSpeaker` does: takes a `SpeakRequest` on standard input and, as
    ///   its last argument, the folder to write into.
    public init(cache: ContentCache, speaker: ToolCommand, settings: NarrateSettings = NarrateSettings()) {
        self.cache = cache
        self.speaker = speaker
        self.settings = settings
    }

    /// - Throws: `NarrateError`; `CancellationError`; file errors of the cache.
    public func run(_ script: Script, in context: StageContext) async throws -> Narration {
        guard !script.scenes.isEmpty else { throw NarrateError.emptyScript }
        let language = script.language.flatMap(SpokenLanguage.init(code:)) ?? .english
        let voice = settings.speech.voice(for: language)
        try check(script, voice)
        let count = script.scenes.count
        let spoken = try await context.work(
            on: Array(script.scenes.enumerated()), atOnce: ProcessInfo.processInfo.activeProcessorCount,
            progress: { context.report(Double($0) / Double(count), "Scene \($0) of \(count)") },
            doing: { index, scene in try await narrate(scene, by: voice, isLast: index == count - 1, in: context) })
        return Narration(voice: voice.fullName, scenes: spoken)
    }

    /// Finds what can be told without speaking, before anything is spoken.
    private func check(_ script: Script, _ voice: VoiceName) throws {
        for scene in script.scenes {
            guard scene.script.count <= settings.maximumCharacters else {
                throw NarrateError.sceneTooLong(
                    scene: scene.sceneNumber, characters: scene.script.count, limit: settings.maximumCharacters)
            }
            guard Speaker.canSay(scene.script, in: voice, sayAs: settings.pronunciations) else {
                throw NarrateError.nothingToSay(scene: scene.sceneNumber, text: scene.script)
            }
        }
    }

    private func narrate(
        _ scene: Scene, by voice: VoiceName, isLast: Bool, in context: StageContext
    ) async throws -> SceneNarration {
        var pauses = settings.speech.pauses
        if isLast { pauses.after = settings.speech.finalPause }
        let speed = settings.speech.speed(of: voice)
        let request = try WireCoding.encode(
            SpeakRequest(
                text: scene.script, voice: voice, pauses: pauses, speed: speed == 1 ? nil : speed,
                sayAs: settings.pronunciations.needed(in: scene.script)))
        let key = ContentKey(recipe: Self.recipe, [request, Data(Speaker.version(of: voice.engine).utf8)])
        // The scene's own subfolder: two scenes may say the same, and then have the same key.
        let folder = context.workFolder.appending(path: "speech/\(scene.sceneNumber)", directoryHint: .isDirectory)
        let entry = try await cache.entry(key, linkedInto: folder) { output in
            try await speak(request, by: voice, scene: scene.sceneNumber, into: output)
        }
        let audio = entry.file(SpeechFiles.audio)
        let words: [SpokenWord]
        do {
            words = try WireCoding.decode(
                [SpokenWord].self, from: try Data(contentsOf: entry.file(SpeechFiles.words)))
        } catch {
            throw NarrateError.unreadableSpeech(reason: String(describing: error))
        }
        return SceneNarration(
            sceneNumber: scene.sceneNumber, audio: audio, duration: try WAVFile.duration(of: audio), words: words)
    }

    private func speak(_ request: Data, by voice: VoiceName, scene: Int, into folder: URL) async throws {
        var command = speaker
        command.arguments.append(folder.path)
        command.limits = ToolLimits(memory: 2 << 30, cpuSeconds: 30, fileSize: 64 << 20)
        command.timeout = settings.timeout
        do {
            try await Tool.run(command, input: { try await $0.write(request) })
        } catch let error as ToolError where error.isDiskFull {
            throw JobFailure.diskFull(in: .narrate, detail: error.description)
        } catch ToolError.failed(_, _, let errorTail) where errorTail.contains("voiceMissing(") {
            // The speaker's own error, by its name.
            throw NarrateError.voiceMissing(voice)
        } catch ToolError.failed(_, let status, let errorTail) {
            throw NarrateError.speakerFailed(scene: scene, reason: "\(status): \(errorTail)")
        } catch let error as ToolError {
            throw NarrateError.speakerFailed(scene: scene, reason: error.description)
        }
    }
}
