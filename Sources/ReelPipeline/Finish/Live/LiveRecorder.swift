import Foundation
import Logging
import ReelCore
import ReelTool

/// A piece of the reel's pictures: an MP4 with one H.264 stream that begins with a key frame.
package struct EncodedSegment: Sendable {
    package var file: URL
    package var frameCount: Int

    package init(file: URL, frameCount: Int) {
        self.file = file
        self.frameCount = frameCount
    }
}

/// Turns encoded into segments of a stream as they come, so that the reel can be watched while the rest is encoded.
///
/// A segment is a scene or a part of one: pictures and sound. The stream is an extra: when it fails, the reel is
/// made all the same, and nobody is told of more segments.
package actor LiveRecorder {
    private let title: String
    private let size: FrameSize
    private let timeline: Timeline
    private let segments: [Range<Int>]
    private let sound: URL
    private let folder: URL
    private let logger: Logger
    private let report: @Sendable (LiveReport) -> Void

    private var slices: [LiveSoundSlice] = []
    /// Pieces of the segment that is not whole yet.
    private var encoded: [EncodedSegment] = []
    private var number = 0
    private var opening: LiveOpening?
    private var hasFailed = false

    /// - Parameters:
    ///   - segments: frames of the timeline, all of them in order; each one ends where a piece ends.
    ///   - sound: the finished sound of the whole reel.
    ///   - workFolder: the segments are written into its folder `LiveStream.folderName`.
    package init(
        title: String, size: FrameSize, timeline: Timeline, segments: [Range<Int>], sound: URL, workFolder: URL,
        logger: Logger, report: @escaping @Sendable (LiveReport) -> Void
    ) {
        self.title = title
        self.size = size
        self.timeline = timeline
        self.segments = segments
        self.sound = sound
        folder = workFolder.appending(path: LiveStream.folderName, directoryHint: .isDirectory)
        self.logger = logger
        self.report = report
    }

    /// Takes the next encoded of the reel; they must come in its order.
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
        var parts: [LivePart] = []
        for piece in new {
            encoded.append(piece)
            guard number < segments.count, encoded.reduce(0, { $0 + $1.frameCount }) == segments[number].count else {
                continue
            }
            parts.append(try part())
            encoded = []
            number += 1
        }
        guard !parts.isEmpty else { return }
        try await Tool.finish("ffmpeg", LiveArguments.fragments(parts)) { .liveFailed(reason: $0) }
        for (number, part) in zip(first..., parts) { try publish(number, part.file) }
    }

    /// The segment of which `encoded` are all.
    private func part() throws -> LivePart {
        let list = folder.appending(path: "\(number).txt")
        let text = FFmpegText.concatList(
            encoded.map(\.file), lengths: encoded.map(\.frameCount), frameRate: timeline.frameRate)
        try Data(text.utf8).write(to: list)
        return LivePart(
            list: list, start: timeline.seconds(segments[number].lowerBound), sound: slices[number],
            file: folder.appending(path: "\(number).mp4"))
    }

    private func publish(_ number: Int, _ file: URL) throws {
        guard let fragment = LiveFragment(try Data(contentsOf: file)) else {
            throw FinishError.liveFailed(reason: "no fragment of segment \(number)")
        }
        if opening == nil { try open(fragment) }
        try fragment.media.write(to: folder.appending(path: LiveStream.segmentName(number)))
        report(.segment(LiveSegment(number: number, duration: timeline.seconds(segments[number].count))))
        try FileManager.default.removeItem(at: file)
    }

    private func prepare() async throws {
        let place = folder.appending(path: "sound", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        slices = try await LiveSound.slices(
            sound, at: segments.dropFirst().map { timeline.seconds($0.lowerBound) }, into: place)
    }

    private func open(_ fragment: LiveFragment) throws {
        guard let codecs = fragment.codecs else {
            throw FinishError.liveFailed(reason: "the encoded are not H.264")
        }
        try fragment.opening.write(to: folder.appending(path: LiveStream.initName))
        let longest = segments.map { timeline.seconds($0.count) }.max() ?? 1
        let opening = LiveOpening(
            title: title, codecs: codecs, size: size, frameRate: timeline.frameRate,
            longestSegment: Int(longest.rounded(.up)))
        self.opening = opening
        report(.opening(opening))
    }
}
