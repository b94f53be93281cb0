import Foundation
import Logging
import ReelCache
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
    /// The scenes' own pictures, by which a black stretch is explained.
    public var scenePictures: [Int: URL] = [:]
    /// The captions in the picture; none when they are off.
    public var captions: [DrawnCaptions] = []
    /// `nil` for a reel that nobody ordered, as in tests.
    public var provenance: Provenance?

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

    var frame: FrameSize { quality.frameSize(aspect) }

    /// What is written into the video.
    package var tags: ReelTags {
        var credits: [String] = []
        for case let credit? in script.scenes.map({ $0.visual?.credit?.text }) where !credits.contains(credit) {
            credits.append(credit)
        }
        return ReelTags(title: title, sourceURL: sourceURL, orderedAt: provenance?.orderedAt, credits: credits)
    }
}

/// Joins pictures and sound, checks what came out, puts right what can be, refuses the rest, and adds the files that
/// stand beside a video.
public struct FinishStage: Stage {
    private let cache: ContentCache
    private let settings: FinishSettings

    public init(cache: ContentCache, settings: FinishSettings = FinishSettings()) {
        self.cache = cache
        self.settings = settings
    }

    /// - Returns: a reel with all files of `ReelFile`, in the work folder.
    /// - Throws: `FinishError`; file errors; `CancellationError`.
    public func run(_ input: FinishInput, in context: StageContext) async throws -> Reel {
        let places = Places(folder: context.workFolder)
        let cues = CaptionCutter.cues(input.timeline)
        try Data(CaptionFiles.webVTT(cues).utf8).write(to: places[.webVTT])
        try Data(CaptionFiles.subRip(cues).utf8).write(to: places[.subRip])
        try Data(KaraokeFile.text(cues, title: input.title, frame: input.frame).utf8)
            .write(to: places[.substationAlpha])

        let film = try await checkedFilm(input, places, context)
        context.report(0.8, "Taking stills")
        try await Stills(cache: cache, input: input, film: film, places: places).make(in: context)
        let files = places.all
        try ReelManifest(input, packages: await Packages.installed(), files: files).data.write(to: places[.manifest])
        context.report(1, nil)
        return Reel(
            title: input.title, sourceURL: input.sourceURL, script: input.script, voice: input.narration.voice,
            duration: input.timeline.duration, files: files)
    }

    /// Joins and checks; what can be put right is, once, and checked again.
    private func checkedFilm(
        _ input: FinishInput, _ places: Places, _ context: StageContext
    ) async throws -> CheckedFilm {
        let wanted = DeliveryExpectation(
            quality: input.quality, aspect: input.aspect, timeline: input.timeline, settings: settings,
            tags: input.tags.tags)
        let check = ReelCheck(cache: cache, input: input, wanted: wanted)
        context.report(0.1, "Joining sound and pictures")
        try await join(input, input.sound.file, places[.video])
        context.report(0.3, "Checking the video")
        var film = try await check.inspect(places[.video], in: context)
        if let repair = Repair.of(film.report, wanted) {
            context.logger.warning(
                "the video is put right",
                metadata: ["faults": "\(film.report.faults.map(\.message))", "repair": "\(repair.words)"])
            var sound = input.sound.file
            if case .sound(let gain, let ceiling) = repair {
                sound = context.workFolder.appending(path: "repaired.m4a")
                let samples = input.timeline.frameCount * SoundFormat.rate / input.timeline.frameRate
                try await Tool.finish(
                    "ffmpeg",
                    Repair.sound(
                        input.sound.file, gain: gain, ceiling: ceiling, sampleCount: samples,
                        kilobits: settings.audioKilobits, output: sound)
                ) { .soundFailed(reason: $0) }
            }
            try await join(input, sound, places[.video])
            film = try await check.inspect(places[.video], in: context)
            film.report.repairs = [repair.words]
        }
        try film.report.data.write(to: places[.report])
        guard film.report.isAccepted else { throw FinishError.refused(film.report) }
        return film
    }

    private func join(_ input: FinishInput, _ sound: URL, _ output: URL) async throws {
        try await Tool.finish(
            "ffmpeg", MuxArguments.mux(pictures: input.pictures, sound: sound, tags: input.tags, output: output)
        ) { .muxFailed(reason: $0) }
    }
}

/// Where the stage writes each file.
struct Places {
    let folder: URL

    subscript(_ file: ReelFile) -> URL { folder.appending(path: file.name("reel")) }

    var all: ReelFiles { ReelFiles(folder: folder, baseName: "reel") }
}
