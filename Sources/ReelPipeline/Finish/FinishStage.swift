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

    /// - Returns: a reel with all files of `ReelFile`, in the work folder.
    /// - Throws: `FinishError`; file errors; `CancellationError`.
    public func run(_ input: FinishInput, in context: StageContext) async throws -> Reel {
        let files = ReelFiles(folder: context.workFolder)
        let places = Places(folder: context.workFolder)
        let frame = input.quality.frameSize(input.aspect)
        let cues = CaptionCutter.cues(input.timeline)
        try Data(CaptionFiles.webVTT(cues).utf8).write(to: places[.webVTT])
        try Data(CaptionFiles.subRip(cues).utf8).write(to: places[.subRip])
        try Data(KaraokeFile.text(cues, title: input.title, frame: frame).utf8).write(to: places[.substationAlpha])

        context.report(0.1, "Joining sound and pictures")
        try await Tool.finish(
            "ffmpeg",
            MuxArguments.mux(
                pictures: input.pictures, sound: input.sound.file, title: input.title, output: files.video)
        ) { .muxFailed(reason: $0) }

        context.report(0.3, "Checking the video")
        let wanted = DeliveryExpectation(
            quality: input.quality, aspect: input.aspect, timeline: input.timeline, settings: settings)
        let report = try await DeliveryCheck().inspect(files.video, for: wanted)
        try report.json.write(to: places[.report])
        guard report.isAccepted else { throw FinishError.refused(report) }

        context.report(0.8, "Taking stills")
        try await takeStills(of: files.video, input.timeline, frame, places)
        try ReelManifest(input, files: files).json.write(to: places[.manifest])
        context.report(1, nil)
        return Reel(
            title: input.title, sourceURL: input.sourceURL, script: input.script, voice: input.narration.voice,
            duration: input.timeline.duration, files: files)
    }

    private func takeStills(of video: URL, _ timeline: Timeline, _ frame: FrameSize, _ places: Places) async throws {
        try await Tool.finish(
            "ffmpeg",
            Poster.arguments(
                video, frame: Poster.frame(timeline), frameRate: timeline.frameRate, jpeg: places[.poster],
                webP: places[.posterWebP])
        ) { .posterFailed(reason: $0) }
        let sprite = Sprite(timeline, frame: frame)
        let tiles = try await Tool.finish("ffmpeg", sprite.tileArguments(video)) { .posterFailed(reason: $0) }
        try await Tool.finish(
            "ffmpeg", sprite.arguments(output: places[.sprite]), input: tiles.standardOutput
        ) { .posterFailed(reason: $0) }
        let sheet = places[.sprite].lastPathComponent
        try Data(sprite.index(sheet: sheet).utf8).write(to: places[.spriteIndex])
        try await Tool.finish("ffmpeg", Preview.arguments(video, frame: frame, output: places[.preview])) {
            .posterFailed(reason: $0)
        }
    }
}

/// Where the stage writes each file.
private struct Places {
    let folder: URL

    subscript(_ file: ReelFile) -> URL { folder.appending(path: file.name("reel")) }
}

extension Encodable {
    /// For people and programs: fields in the order of their names, in the spelling of the API.
    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            return try encoder.encode(self) + Data("\n".utf8)
        }
    }
}
