import Foundation
import Logging
import ReelCore
import ReelTool

/// A part of the reel's pictures: an MP4 with one H.264 stream that begins with a key frame.
package struct EncodedSegment: Sendable {
    package var file: URL
    package var frameCount: Int

    package init(file: URL, frameCount: Int) {
        self.file = file
        self.frameCount = frameCount
    }
}

/// Makes media segments of an HTTP Live Stream (RFC 8216) of encoded pictures as they come, so that the reel can be watched
/// while the rest is encoded.
///
/// A media segment is a scene or a part of one: pictures and sound. The stream is an extra: when it fails, the reel is made
/// all the same, and no more segments are reported.
package actor HLSRecorder {
    private let title: String
    private let size: FrameSize
    private let timeline: Timeline
    private let segments: [Range<Int>]
    private let sound: URL
    private let folder: URL
    private let logger: Logger
    private let report: @Sendable (HLSReport) -> Void

    private var slices: [HLSSoundSlice] = []
    /// Of the media segment that is not whole yet.
    private var encoded: [EncodedSegment] = []
    private var number = 0
    private var variant: HLSVariant?
    private var hasFailed = false

    /// - Parameters:
    ///   - segments: frames of the timeline, all of them in order; each one ends where an encoded part ends.
    ///   - sound: the finished sound of the whole reel.
    ///   - workFolder: the segments are written into its folder `HLSFile.workFolderName`.
    package init(
        title: String, size: FrameSize, timeline: Timeline, segments: [Range<Int>], sound: URL, workFolder: URL,
        logger: Logger, report: @escaping @Sendable (HLSReport) -> Void
    ) {
        self.title = title
        self.size = size
        self.timeline = timeline
        self.segments = segments
        self.sound = sound
        folder = workFolder.appending(path: HLSFile.workFolderName, directoryHint: .isDirectory)
        self.logger = logger
        self.report = report
    }

    /// Takes the next encoded parts of the reel; they must come in its order.
    package func take(_ encoded: [EncodedSegment]) async {
        guard !hasFailed else { return }
        do {
            try await add(encoded)
        } catch {
            hasFailed = true
            if !(error is CancellationError) {
                logger.warning("the reel cannot be watched while it is made", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Segments that become whole together, as those of an edited reel that were made before, are cut by one ffmpeg: to begin
    /// it costs more than what it does.
    private func add(_ new: [EncodedSegment]) async throws {
        if slices.isEmpty { try await prepare() }
        let first = number
        var parts: [HLSSegmentInput] = []
        for part in new {
            encoded.append(part)
            guard number < segments.count, encoded.reduce(0, { $0 + $1.frameCount }) == segments[number].count else {
                continue
            }
            parts.append(try input())
            encoded = []
            number += 1
        }
        guard !parts.isEmpty else { return }
        try await Tool.finish("ffmpeg", HLSArguments.fragments(parts)) { .streamFailed(reason: $0) }
        for (number, part) in zip(first..., parts) { try publish(number, part.file) }
    }

    /// The segment of which `encoded` are all.
    private func input() throws -> HLSSegmentInput {
        let list = folder.appending(path: "\(number).txt")
        let text = FFmpegText.concatList(
            encoded.map(\.file), lengths: encoded.map(\.frameCount), frameRate: timeline.frameRate)
        try Data(text.utf8).write(to: list)
        return HLSSegmentInput(
            list: list, start: timeline.seconds(segments[number].lowerBound), sound: slices[number],
            file: folder.appending(path: "\(number).mp4"))
    }

    private func publish(_ number: Int, _ file: URL) throws {
        guard let fragment = MP4Fragment(try Data(contentsOf: file)) else {
            throw FinishError.streamFailed(reason: "no fragment of segment \(number)")
        }
        if variant == nil { try describe(fragment) }
        try fragment.media.write(to: folder.appending(path: HLSFile.segment(number).name))
        report(.segment(HLSSegment(number: number, duration: timeline.seconds(segments[number].count))))
        try FileManager.default.removeItem(at: file)
    }

    private func prepare() async throws {
        let place = folder.appending(path: "sound", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        slices = try await HLSSound.slices(
            sound, at: segments.dropFirst().map { timeline.seconds($0.lowerBound) }, into: place)
    }

    /// Writes the Media Initialization Section and reports the variant.
    private func describe(_ fragment: MP4Fragment) throws {
        guard let codecs = fragment.codecs else {
            throw FinishError.streamFailed(reason: "the pictures are not H.264")
        }
        try fragment.initSection.write(to: folder.appending(path: HLSFile.initSection.name))
        let longest = segments.map { timeline.seconds($0.count) }.max() ?? 1
        let variant = HLSVariant(
            title: title, codecs: codecs, size: size, frameRate: timeline.frameRate,
            targetDuration: Int(longest.rounded(.up)))
        self.variant = variant
        report(.variant(variant))
    }
}
