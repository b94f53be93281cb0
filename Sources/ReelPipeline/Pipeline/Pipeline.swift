import Foundation
import Logging
import ReelCache
import ReelCompose
import ReelCore
import ReelExtract
import ReelFetch
import ReelFinish
import ReelGather
import ReelNarrate
import ReelScript
import ReelSpeech
import ReelTool

/// From an article to a reel. This file alone knows the order of the stages, and how what one makes becomes what the
/// next one needs.
public struct Pipeline: Sendable {
    private let settings: PipelineSettings
    private let fetcher: Fetcher
    private let cacheRoot: URL
    private let speaker: ToolCommand
    private let slots: MachineSlots

    /// - Parameters:
    ///   - settings: of all stages.
    ///   - cacheRoot: where expensive things are kept; several pipelines may share it.
    ///   - speaker: the program that speaks, `ReelSpeak`.
    ///   - fetcher: how pages and pictures are fetched; by libcurl if `nil`.
    ///   - slots: what this machine does at once, all pipelines together.
    public init(
        settings: PipelineSettings, cacheRoot: URL,
        speaker: ToolCommand = SpeechProgram.command(), fetcher: Fetcher? = nil,
        slots: MachineSlots = MachineSlots()
    ) {
        self.settings = settings
        self.cacheRoot = cacheRoot
        self.speaker = speaker
        self.fetcher = slots.sharing(fetcher ?? .live(settings.fetch))
        self.slots = slots
    }

    /// Makes one reel. Its files lie in the work folder; what was made before is found in the cache.
    ///
    /// - Parameters:
    ///   - order: what is to be made.
    ///   - workFolder: an existing folder of this reel's own.
    ///   - logger: bears the job's id.
    ///   - history: what the stages took before, for telling how much time is left.
    ///   - stop: once asked, no stage and no piece is begun any more.
    ///   - watchdog: ends this process when a stage uses more CPU than it may; `nil` lets it.
    ///   - report: told how far it has come; may be called from any thread. How it ends is what is returned or thrown.
    /// - Throws: `JobFailure`, `StoppedEarly` or `CancellationError`.
    public func makeReel(
        of order: ReelOrder, in workFolder: URL, logger: Logger, history: StageHistory = StageHistory(),
        stop: StopRequest = StopRequest(), watchdog: CPUWatchdog? = nil,
        report: @escaping @Sendable (AttemptReport) -> Void
    ) async throws -> Reel {
        let settings = try settings.meeting(order.style)
        let stages = StageRunner(
            workFolder: workFolder, logger: logger, history: history, stop: stop, watchdog: watchdog,
            report: report)
        let cache = ContentCache(root: cacheRoot, onUse: stages.used)

        let extract = ExtractStage(fetcher: fetcher, settings: settings.extract, cacheRoot: cacheRoot)
        let found = try await stages.run(
            .extract, OptionalStage(extract), order.source, from: .extractingArticle, to: .articleExtracted)
        let script = try await stages.run(
            .script,
            KnownOr(
                order.remake?.script,
                ScriptStage(settings: settings.script, cache: cache, onWriting: { report(.writing($0)) })),
            ScriptOrder(article: found, ownScript: order.script, seconds: order.seconds, isEdit: order.isEdit),
            from: .generatingScript, to: .scriptGenerated, sceneCount: \.scenes.count)
        // A script that came without an article has its own words for one.
        let title = order.remake?.article?.title ?? script.title
        let article = found ?? Article(url: order.address, title: title, text: script.spokenText)
        let narration = try await narrate(
            script, order, by: settings.narrate, in: workFolder, cache, stages, onSpending: { report(.speaking($0)) })
        let visuals = try await stages.run(
            .gather, GatherStage(fetcher: fetcher, cache: cache, settings: settings.gather),
            GatherInput(
                article: article, script: script, quality: order.quality, aspect: order.style.aspect,
                theme: order.style.theme, seconds: narration.scenes.map(\.duration)),
            from: .downloadingAssets, to: .assetsDownloaded, note: \.note)
        let chosen = script.keeping(visuals, spokenBy: narration, over: settings.music.name)

        let timeline = Timeline(narration: narration)
        stages.expect(reelSeconds: timeline.duration)
        // The sound first: it costs little, and whoever watches while it renders needs it from the first frame on.
        let sound = try await stages.run(
            .sound, SoundMaster(cache: cache, settings: settings.finish, music: settings.music),
            SoundInput(narration: narration, timeline: timeline, music: settings.music.name),
            from: .composing, to: nil)
        let live = HLSRecorder(
            title: script.title, size: order.quality.frameSize(order.style.aspect), timeline: timeline,
            segments: Segment.watchable(timeline), sound: sound.file, workFolder: workFolder, logger: logger
        ) { report(.live($0)) }
        let pictures = try await stages.run(
            .compose,
            ComposeStage(cache: cache, settings: settings.compose, slots: slots.encoders) { pieces in
                await live.take(pieces.map { EncodedSegment(file: $0.file, frameCount: $0.frameCount) })
            },
            ComposeInput(
                script: chosen, timeline: timeline, visuals: visuals, quality: order.quality,
                aspect: order.style.aspect, captions: order.style.captions),
            from: .editing, to: nil)
        var last = FinishInput(
            title: script.title, sourceURL: article.url ?? "", script: chosen, narration: narration,
            timeline: timeline, sound: sound, pictures: pictures.file, quality: order.quality,
            aspect: order.style.aspect)
        last.scenePictures = Dictionary(
            visuals.scenes.map { ($0.sceneNumber, $0.file) }, uniquingKeysWith: { first, _ in first })
        last.captions = pictures.captions
        last.provenance = Provenance(
            orderedAt: order.orderedAt, request: order.request.withoutRecording,
            article: order.remake?.article ?? found.map { ReelManifest.Article($0) }, settings: settings.recorded)
        return try await stages.run(
            .finish, FinishStage(cache: cache, settings: settings.finish), last, from: .finalizing, to: nil)
    }
}

extension Pipeline {
    /// By a voice, or from the recording that the order has.
    fileprivate func narrate(
        _ script: Script, _ order: ReelOrder, by settings: NarrateSettings, in workFolder: URL, _ cache: ContentCache,
        _ stages: StageRunner, onSpending: @escaping @Sendable (SpeechUsage) -> Void
    ) async throws -> Narration {
        guard let recording = try order.recording(in: workFolder) else {
            let program = SpeechProgram(speaker, voices: settings.speech.folder)
            let stage = NarrateStage(
                cache: cache, speaker: speaker, settings: settings,
                aligner: ComparingAligner(program, in: workFolder), onSpending: onSpending)
            return try await stages.run(
                .narrate, stage, script,
                from: .generatingAudio, to: .audioGenerated, note: { settings.speech.note(spokenBy: $0.voice) })
        }
        guard order.script != nil || order.remake != nil else { throw RecordingError.scriptMissing.failure }
        return try await stages.run(
            .narrate, RecordingStage(recording, cache: cache, speaker: speaker, settings: settings), script,
            from: .generatingAudio, to: .audioGenerated, note: \.note)
    }
}

extension Script {
    /// With what was chosen for its scenes, and how it sounds.
    fileprivate func keeping(_ visuals: Visuals, spokenBy narration: Narration, over music: MusicName) -> Script {
        var script = self
        script.palette = visuals.palette
        script.voice = narration.voice
        script.quotesVoice = narration.quotesVoice
        script.voiceNote = narration.note
        script.music = music == .nothing ? nil : music.rawValue
        for (index, visual) in visuals.scenes.enumerated() { script.scenes[index].visual = visual.choice }
        return script
    }
}

/// A stage that is passed by when there is nothing for it to do.
private struct OptionalStage<Inner: Stage>: Stage {
    let inner: Inner

    init(_ inner: Inner) {
        self.inner = inner
    }

    func run(_ input: Inner.Input?, in context: StageContext) async throws -> Inner.Output? {
        guard let input else { return nil }
        return try await inner.run(input, in: context)
    }
}

/// A stage whose output may be known already.
private struct KnownOr<Inner: Stage>: Stage {
    let known: Inner.Output?
    let inner: Inner

    init(_ known: Inner.Output?, _ inner: Inner) {
        self.known = known
        self.inner = inner
    }

    func run(_ input: Inner.Input, in context: StageContext) async throws -> Inner.Output {
        if let known { return known }
        return try await inner.run(input, in: context)
    }
}
