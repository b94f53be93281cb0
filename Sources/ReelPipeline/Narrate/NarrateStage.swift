import Foundation
import Logging
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
    static let recipe = "speech/3"

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
        program = SpeechProgram(speaker, voices: settings.speech.folder)
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
        let (voice, version, note) = try await speaker(of: language, for: first)
        if let note {
            context.logger.warning("\(note)")
            context.report(0, note)
        }
        let count = script.scenes.count
        let spoken = try await context.work(
            on: Array(script.scenes.enumerated()), atOnce: ProcessInfo.processInfo.activeProcessorCount,
            progress: { context.report(Double($0) / Double(count), "Scene \($0) of \(count)") },
            doing: { index, scene in
                try await narrate(
                    scene, in: language, by: voice, version: version, pauses: pauses(of: index, in: count),
                    speed: script.speed ?? 1, in: context)
            })
        return Narration(voice: voice.fullName, note: note, scenes: spoken)
    }

    /// Who speaks, and the version of its engine, which is a part of what its speech is kept under.
    ///
    /// A voice that is requested speaks or fails. Where another cannot be used, the next one that speaks the language does,
    /// and a note says so.
    private func speaker(
        of language: SpokenLanguage, for scene: Scene
    ) async throws -> (voice: VoiceName, version: String, note: String?) {
        guard let wanted = settings.speech.voice(for: language) else { throw NarrateError.noVoice(language) }
        let providers = try await translatingErrors(for: scene, by: wanted) {
            try await program.providers(timeout: settings.timeout)
        }
        var voice = wanted
        var note: String?
        if let problem = provider(of: wanted, among: providers)?.problem {
            guard wanted != settings.speech.requestedVoice else { throw failure(problem, for: scene, by: wanted) }
            let unusable = providers.filter { $0.problem != nil }.flatMap(\.voices).compactMap(VoiceName.init)
            guard let other = settings.speech.voice(for: language, without: Set(unusable)) else {
                throw failure(problem, for: scene, by: wanted)
            }
            voice = other
            note = Self.note(on: wanted, problem, replacedBy: voice)
        } else if VoiceCatalog.standard.provider(of: wanted)?.rudimentary.contains(language.family) == true {
            note = Self.note(onRudimentary: language, of: wanted)
        }
        guard let provider = provider(of: voice, among: providers) else { throw NarrateError.unknownVoice(voice) }
        return (voice, provider.version, note)
    }

    private func provider(of voice: VoiceName, among providers: [ProviderDescription]) -> ProviderDescription? {
        providers.first { $0.voices.contains(voice.rawValue) }
    }

    private static func note(on wanted: VoiceName, _ problem: SpeechError, replacedBy voice: VoiceName) -> String {
        let reason =
            problem.code == .voiceMissing
            ? "The voice \(wanted.rawValue) is not installed"
            : "The voice \(wanted.rawValue) cannot be used (\(problem.detail))"
        return "\(reason), so \(voice.rawValue) speaks. ReelRunner voices install \(wanted.rawValue) brings it."
    }

    /// For people: that the only engine which speaks a language does so badly.
    private static func note(onRudimentary language: SpokenLanguage, of voice: VoiceName) -> String {
        "\(voice.provider) speaks \(language.name) by rudimentary rules, which listeners will hardly follow. Name a voice "
            + "that speaks it well in voice or REEL_VOICE_ORDER."
    }

    private func narrate(
        _ scene: Scene, in language: SpokenLanguage, by voice: VoiceName, version: String, pauses: Pauses,
        speed: Double, in context: StageContext
    ) async throws -> SceneNarration {
        let speed = settings.speech.speed(of: voice) * speed
        let request = try WireCoding.encode(
            SpeechRequest(
                text: scene.script, voice: voice.rawValue, pauses: pauses, speed: speed == 1 ? nil : speed,
                sayAs: settings.pronunciations.needed(in: scene.script),
                language: VoiceName(rawValue: voice.rawValue)?.languages.count == 1 ? nil : language.code))
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
                sceneNumber: scene.sceneNumber, audio: audio, duration: try WAVFile.duration(of: audio),
                words: WrittenWords.joining(words, in: scene.script))
        } catch {
            throw NarrateError.unreadableSpeech(reason: String(describing: error))
        }
    }

    private func pauses(of scene: Int, in count: Int) -> Pauses {
        var pauses = settings.speech.pauses
        if scene == count - 1 { pauses.after = settings.speech.finalPause }
        if scene == count - 2 { pauses.after += settings.speech.breath }
        return pauses
    }

    private func translatingErrors<Value>(
        for scene: Scene, by voice: VoiceName, _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch let error as SpeechError {
            throw failure(error, for: scene, by: voice)
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

    private func failure(_ error: SpeechError, for scene: Scene, by voice: VoiceName) -> NarrateError {
        switch error.code {
        case .nothingToSay: .nothingToSay(scene: scene.sceneNumber, text: scene.script)
        case .unknownVoice: .unknownVoice(voice)
        case .voiceMissing: .voiceMissing(voice)
        case .voiceDamaged: .voiceDamaged(voice, reason: error.detail)
        case .engineFailed: .engineFailed(error.detail)
        case .silentAudio, .unreadableAudio, .audioTooLong: .unreadableSpeech(reason: error.description)
        case .unreadableRequest: .unreadableRequest(error.detail)
        }
    }
}
