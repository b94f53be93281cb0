import Foundation
import Logging
import ReelCache
import ReelCore
import ReelSpeech
import ReelTool

/// A script's narration from a recording of its words instead of a voice: words are looked for in the sound, which is cut
/// between the scenes.
///
/// What comes of it is kept in the cache under the file's bytes and the script's words.
public struct RecordingStage: Stage {
    /// Raised by hand when something else is made of the same recording.
    private static let recipe = "recording/1"
    /// What a finished reel says of who spoke, in place of a voice.
    public static let voice = "recording"
    /// Below it other words are said: an agreement of 0.19.
    private static let leastConfidence = 0.36

    let recording: RecordingFile
    let cache: ContentCache
    let program: SpeechProgram
    let settings: NarrateSettings

    /// - Parameters:
    ///   - file: WAV, MP3 or M4A, by the ending of its name.
    ///   - cache: where narrations are kept.
    ///   - speaker: the program `ReelSpeak`, or one that does what it does.
    ///   - settings: of narrations.
    public init(
        _ file: URL, cache: ContentCache, speaker: ToolCommand = SpeechProgram.command(),
        settings: NarrateSettings = NarrateSettings()
    ) {
        recording = RecordingFile(url: file)
        self.cache = cache
        program = SpeechProgram(speaker, voices: settings.speech.folder)
        self.settings = settings
    }

    /// - Throws: `RecordingError`, `NarrateError`; `CancellationError`; file errors of the cache.
    public func run(_ script: Script, in context: StageContext) async throws -> Narration {
        guard !script.scenes.isEmpty else { throw NarrateError.emptyScript }
        let language = script.language.flatMap(SpokenLanguage.init(code:)) ?? .english
        let words = script.scenes.map { WrittenWords.split($0.script) }
        let folder = context.workFolder.appending(path: "speech/recording", directoryHint: .isDirectory)
        let decoded = try await decoded(in: folder)
        context.report(0.3, "Looking for the words in the recording")
        let alignment = try await alignment(decoded, of: words.flatMap(\.self), language, folder)
        if alignment.method == .spread, let reason = alignment.reason, alignment.confidence < Self.leastConfidence {
            throw RecordingError.otherWords(reason: reason)
        }
        let note = alignment.reason.map {
            "The words could not be found one by one in the recorded narration (\($0)): captions follow it roughly."
        }
        if let note {
            context.logger.warning("\(note)")
            context.report(0.9, note)
        }
        let cut = try RecordingCut(
            of: decoded, alignment.words, wordCounts: words.map(\.count), finalPause: settings.speech.finalPause)
        let scenes = try zip(script.scenes, cut.parts).map { scene, part in
            let file = folder.appending(path: "\(scene.sceneNumber).wav")
            try WAVFile.encode(part.samples, sampleRate: cut.sampleRate).write(to: file)
            return SceneNarration(
                sceneNumber: scene.sceneNumber, audio: file,
                duration: Double(part.samples.count) / Double(cut.sampleRate), words: part.words)
        }
        return Narration(voice: Self.voice, note: note, scenes: scenes)
    }

    private func decoded(in folder: URL) async throws -> URL {
        let digest: String
        do {
            digest = try SHA256Digest.file(recording.url)
        } catch {
            throw RecordingError.missing(recording.url.path)
        }
        let ending = recording.url.pathExtension.lowercased()
        let key = ContentKey(recipe: Self.recipe, [Data(digest.utf8), Data(ending.utf8)])
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try await cache.entry(key, linkedInto: folder) { output in
            do {
                try await recording.decode(to: output.appending(path: SpeechFiles.audio))
            } catch let error as ToolError {
                if error.isDiskFull { throw JobFailure.diskFull(in: .narrate, detail: error.description) }
                throw RecordingError.ffmpegMissing
            }
        }.file(SpeechFiles.audio)
    }

    private func alignment(
        _ audio: URL, of words: [String], _ language: SpokenLanguage, _ folder: URL
    ) async throws -> WordAlignment {
        let request = AlignmentRequest(
            words: words, language: language.code, audio: audio.path,
            sayAs: settings.pronunciations.needed(in: words.joined(separator: " ")))
        do {
            return try await program.align(request, timeout: .seconds(180))
        } catch let error as SpeechError {
            switch error.code {
            case .silentAudio: throw RecordingError.silent
            case .audioTooLong: throw RecordingError.tooLong(limit: Int(AlignmentRequest.longest))
            case .nothingToSay: throw RecordingError.nothingToSay
            case .unreadableAudio: throw RecordingError.noSound(recording.url.lastPathComponent, detail: error.detail)
            default: throw RecordingError.failed(detail: error.description)
            }
        } catch ToolError.notFound {
            throw RecordingError.programMissing
        } catch let error as ToolError {
            throw RecordingError.failed(detail: error.description)
        }
    }
}
