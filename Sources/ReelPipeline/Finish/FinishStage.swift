import Foundation
import Logging
import ReelCore
import ReelTool

/// What the finish stage needs.
public struct FinishInput: Sendable {
    public var title: String
    /// The article's address, as asked for.
    public var sourceURL: String
    public var script: Script
    public var narration: Narration
    public var timeline: Timeline
    public var sound: MasteredSound
    /// A silent MP4 of exactly `timeline.frameCount` frames.
    public var pictures: URL
    public var quality: Quality
    public var aspect: Aspect

    public init(
        title: String, sourceURL: String, script: Script, narration: Narration, timeline: Timeline,
        sound: MasteredSound, pictures: URL, quality: Quality, aspect: Aspect = .vertical
    ) {
        self.title = title
        self.sourceURL = sourceURL
        self.script = script
        self.narration = narration
        self.timeline = timeline
        self.sound = sound
        self.pictures = pictures
        self.quality = quality
        self.aspect = aspect
    }
}

/// Joins pictures and sound, adds poster and captions, and refuses what is not as it should be.
public struct FinishStage: Stage {
    private let settings: FinishSettings

    public init(settings: FinishSettings = FinishSettings()) {
        self.settings = settings
    }

    /// - Returns: a reel whose files lie in the work folder: `reel.mp4`, `poster.jpg`, `captions.vtt`, `captions.srt`,
    ///   and beside them `delivery.json`, the report of the check.
    /// - Throws: `FinishError`; file errors; `CancellationError`.
    public func run(_ input: FinishInput, in context: StageContext) async throws -> Reel {
        let folder = context.workFolder
        let files = ReelFiles(
            video: folder.appending(path: "reel.mp4"), poster: folder.appending(path: "poster.jpg"),
            webVTT: folder.appending(path: "captions.vtt"), subRip: folder.appending(path: "captions.srt"))
        let cues = CaptionCutter.cues(input.timeline)
        try Data(CaptionFiles.webVTT(cues).utf8).write(to: files.webVTT)
        try Data(CaptionFiles.subRip(cues).utf8).write(to: files.subRip)

        context.report(0.1, "Joining sound and pictures")
        try await Tool.finish(
            "ffmpeg",
            MuxArguments.mux(
                pictures: input.pictures, sound: input.sound.file, title: input.title, output: files.video)
        ) { .muxFailed(reason: $0) }

        context.report(0.4, "Checking the video")
        let wanted = DeliveryExpectation(
            quality: input.quality, aspect: input.aspect, timeline: input.timeline, settings: settings)
        let report = try await DeliveryCheck().inspect(files.video, for: wanted)
        try JSONEncoder().encode(report).write(to: folder.appending(path: "delivery.json"))
        guard report.isAccepted else { throw FinishError.refused(report) }

        context.report(0.9, "Taking a still")
        let frame = Poster.frame(input.timeline)
        try await Tool.finish(
            "ffmpeg",
            Poster.arguments(files.video, frame: frame, frameRate: input.timeline.frameRate, output: files.poster)
        ) { .posterFailed(reason: $0) }
        context.report(1, nil)
        return Reel(
            title: input.title, sourceURL: input.sourceURL, script: input.script, voice: input.narration.voice,
            duration: input.timeline.duration, files: files)
    }
}
