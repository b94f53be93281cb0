import Foundation
import Logging
import ReelCache
import ReelCore
import ReelFetch
import ReelSpeech
import ReelTool

/// Speaks a script, scene by scene, with the time of every word: by a service where the settings name one, else by voices of
/// this machine.
///
/// Each scene of these is spoken by a process of its own. All are kept in the cache under text, voice, pauses and engine, so an
/// edited scene is the only one that is spoken again.
public struct NarrateStage: Stage {
    /// Raised by hand when ReelSpeak makes something else of the same request.
    static let recipe = "speech/3"

    let cache: ContentCache
    let program: SpeechProgram
    let settings: NarrateSettings
    let aligner: any WordAligner
    let fetcher: Fetcher?
    let onSpending: @Sendable (SpeechUsage) -> Void

    /// - Parameters:
    ///   - cache: where narrations are kept.
    ///   - speaker: the program `ReelSpeak`, or one that does what it does.
    ///   - settings: of this stage.
    ///   - aligner: finds when words are heard that a service spoke without telling.
    ///   - fetcher: asks the speech service; `nil` makes one that may reach it wherever it is.
    ///   - onSpending: told what each answer of the speech service cost.
    public init(
        cache: ContentCache, speaker: ToolCommand = SpeechProgram.command(),
        settings: NarrateSettings = NarrateSettings(), aligner: any WordAligner = SyllableAligner(),
        fetcher: Fetcher? = nil, onSpending: @escaping @Sendable (SpeechUsage) -> Void = { _ in }
    ) {
        self.cache = cache
        program = SpeechProgram(speaker, voices: settings.speech.folder)
        self.settings = settings
        self.aligner = aligner
        self.fetcher = fetcher
        self.onSpending = onSpending
    }

    /// - Throws: `NarrateError`, or `RemoteSpeechError` when a service is set and nothing may take its place;
    ///   `CancellationError`; file errors of the cache.
    public func run(_ script: Script, in context: StageContext) async throws -> Narration {
        guard let first = script.scenes.first else { throw NarrateError.emptyScript }
        for scene in script.scenes where scene.script.count > settings.maximumCharacters {
            throw NarrateError.sceneTooLong(
                scene: scene.sceneNumber, characters: scene.script.count, limit: settings.maximumCharacters)
        }
        let language = script.language.flatMap(SpokenLanguage.init(code:)) ?? .english
        var notes: [String] = []
        if let remote = try remoteSettings(for: language) {
            do {
                return try await narrate(script, in: language, by: remote, context)
            } catch let error as RemoteSpeechError where remote.allowsFallback {
                context.logger.warning(
                    "a voice of this machine speaks", metadata: ["reason": "\(error.failure.detail ?? error.reason)"])
                notes.append("The speech service at \(remote.host) was of no use: \(error.reason).")
            }
        }
        let (speaker, second, note) = try await speakers(of: language, for: first)
        if !notes.isEmpty, note == nil { notes.append("The voice \(speaker.voice.rawValue) spoke instead.") }
        if let note { notes.append(note) }
        let words = notes.isEmpty ? nil : notes.joined(separator: " ")
        if let words {
            context.logger.warning("\(words)")
            context.report(0, words)
        }
        let parts = SceneParts(script, speaker, quotes: second)
        let scenes = try await narrate(
            script, atOnce: ProcessInfo.processInfo.activeProcessorCount, in: context
        ) { scene, pauses in
            try await narrate(
                scene, parts.of(scene), in: language, pauses: pauses, speed: script.speed ?? 1, context)
        }
        return Narration(
            voice: speaker.voice.fullName, quotesVoice: parts.areQuoting ? second?.voice.fullName : nil, note: words,
            scenes: scenes)
    }

    /// Has every scene spoken, some at once.
    func narrate(
        _ script: Script, atOnce limit: Int, in context: StageContext,
        speaking: @escaping @Sendable (_ scene: Scene, _ pauses: Pauses) async throws -> SceneNarration
    ) async throws -> [SceneNarration] {
        let count = script.scenes.count
        return try await context.work(
            on: Array(script.scenes.enumerated()), atOnce: limit,
            progress: { context.report(Double($0) / Double(count), "Scene \($0) of \(count)") },
            doing: { index, scene in try await speaking(scene, pauses(of: index, in: count)) })
    }

    /// Who speaks, and who speaks what is quoted where that is another one.
    ///
    /// A voice that is requested speaks or fails. Where another cannot be used, the next one that speaks the language does,
    /// and a note says so.
    private func speakers(
        of language: SpokenLanguage, for scene: Scene
    ) async throws -> (first: Speaker, second: Speaker?, note: String?) {
        guard let wanted = settings.speech.voice(for: language) else { throw NarrateError.noVoice(language) }
        let providers = try await translatingErrors(for: scene, by: wanted) {
            try await program.providers(timeout: settings.timeout)
        }
        var voice = wanted
        var note: String?
        if let problem = problem(of: wanted, among: providers) {
            guard wanted != settings.speech.requestedVoice else { throw failure(problem, for: scene, by: wanted) }
            let unusable = providers.filter { $0.problem != nil }.flatMap(\.voices).compactMap(
                VoiceName.init(rawValue:))
            guard let other = settings.speech.voice(for: language, without: Set(unusable)) else {
                throw failure(problem, for: scene, by: wanted)
            }
            voice = other
            note = Self.note(on: wanted, problem, replacedBy: voice)
        } else if VoiceCatalog.standard.provider(of: wanted)?.rudimentary.contains(language.family) == true {
            note = Self.note(onRudimentary: language, of: wanted)
        }
        guard let provider = provider(of: voice, among: providers) else { throw NarrateError.unknownVoice(voice) }
        return (
            Speaker(voice: voice, version: provider.version), second(beside: voice, of: language, among: providers),
            note
        )
    }

    /// Who speaks what is quoted; `nil` where that is who speaks the rest.
    private func second(
        beside voice: VoiceName, of language: SpokenLanguage, among providers: [ProviderDescription]
    ) -> Speaker? {
        guard settings.speech.quotes == .other else { return nil }
        let unusable = Set(
            providers.filter { $0.problem != nil }.flatMap(\.voices).compactMap(VoiceName.init(rawValue:)))
        guard let other = settings.speech.voiceOfQuotes(beside: voice, for: voice.language, without: unusable),
            let provider = provider(of: other, among: providers)
        else { return nil }
        return Speaker(voice: other, version: provider.version)
    }

    private func provider(of voice: VoiceName, among providers: [ProviderDescription]) -> ProviderDescription? {
        providers.first { $0.voices.contains(voice.rawValue) }
    }

    /// A voice that users drop in is known to the program only while it is there.
    private func problem(of voice: VoiceName, among providers: [ProviderDescription]) -> SpeechError? {
        if let provider = provider(of: voice, among: providers) { return provider.problem }
        let isDropped = VoiceCatalog.standard.provider(of: voice)?.takesDroppedVoices == true
        return isDropped ? SpeechError(.voiceMissing, voice.rawValue) : nil
    }

    private static func note(on wanted: VoiceName, _ problem: SpeechError, replacedBy voice: VoiceName) -> String {
        let reason =
            problem.code == .voiceMissing
            ? "The voice \(wanted.rawValue) is not installed"
            : "The voice \(wanted.rawValue) cannot be used (\(problem.detail))"
        let installation = VoiceCatalog.standard.provider(of: wanted)?.installation ?? "Install it"
        return "\(reason), so \(voice.rawValue) speaks. \(installation)."
    }

    /// For people: that the only engine which speaks a language does so badly.
    private static func note(onRudimentary language: SpokenLanguage, of voice: VoiceName) -> String {
        "\(voice.provider) speaks \(language.name) by rudimentary rules, which listeners will hardly follow. A service over "
            + "HTTP speaks it better (REEL_SPEECH_URL)."
    }

    /// What the speech of a scene, or of a part of one, is asked for with.
    ///
    /// - Parameters:
    ///   - language: of the text, where the voice speaks several.
    ///   - speed: the settings' times the script's own; what is beyond `SpeechSettings.possibleSpeeds` is brought back.
    func request(
        for text: String, by voice: String, in language: SpokenLanguage? = nil, speed: Double, pauses: Pauses
    ) -> SpeechRequest {
        let (least, most) = (SpeechSettings.possibleSpeeds.lowerBound, SpeechSettings.possibleSpeeds.upperBound)
        let possible = min(max(speed, least), most)
        return SpeechRequest(
            text: text, voice: voice, pauses: pauses, speed: possible == 1 ? nil : possible,
            sayAs: settings.pronunciations.needed(in: text), language: language?.code)
    }

    /// A scene's speech from the cache, or made.
    ///
    /// - Parameters:
    ///   - version: of the engine; a part of the key.
    ///   - make: writes the files of `SpeechFiles` into `output`; `folder` is the scene's own.
    func kept(
        _ scene: Scene, _ request: SpeechRequest, version: String, in context: StageContext,
        make: (_ output: URL, _ folder: URL) async throws -> Void
    ) async throws -> SceneNarration {
        let key = ContentKey(recipe: Self.recipe, [try WireCoding.encode(request), Data(version.utf8)])
        // The scene's own subfolder: two scenes may say the same, and then have the same key.
        let folder = context.workFolder.appending(path: "speech/\(scene.sceneNumber)", directoryHint: .isDirectory)
        let entry: ContentCache.Entry
        do {
            entry = try await cache.entry(key, linkedInto: folder) { try await make($0, folder) }
        } catch let error as SpeechError where error.code == .nothingToSay {
            throw NarrateError.nothingToSay(scene: scene.sceneNumber, text: scene.script)
        } catch let error as ToolError where error.isDiskFull {
            throw JobFailure.diskFull(in: .narrate, detail: error.description)
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

    func translatingErrors<Value>(
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
