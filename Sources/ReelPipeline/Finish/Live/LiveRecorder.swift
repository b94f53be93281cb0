import Foundation
import Logging
import ReelCore
import ReelTool

/// Turns pieces into segments of a stream as they come, so that the reel can be watched while the rest is encoded.
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
    /// Pieces of the segment that is not whole yet, with the frames of each.
    private var pieces: [(file: URL, frames: Int)] = []
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

    /// Takes the next piece of the reel; they must come in its order.
    package func take(_ piece: URL, firstFrame: Int, frameCount: Int) async {
        guard !hasFailed, number < segments.count else { return }
        do {
            try await add(piece, firstFrame: firstFrame, frameCount: frameCount)
        } catch {
            hasFailed = true
            if !(error is CancellationError) {
                logger.warning("the reel cannot be watched while it is made", metadata: ["error": "\(error)"])
            }
        }
    }

    private func add(_ piece: URL, firstFrame: Int, frameCount: Int) async throws {
        pieces.append((piece, frameCount))
        guard firstFrame + frameCount == segments[number].upperBound else { return }
        if slices.isEmpty { try await prepare() }
        let fragment = try await fragment()
        if opening == nil { try open(fragment) }
        try fragment.media.write(to: folder.appending(path: LiveStream.segmentName(number)))
        report(.segment(LiveSegment(number: number, duration: timeline.seconds(segments[number].count))))
        pieces = []
        number += 1
    }

    private func prepare() async throws {
        let place = folder.appending(path: "sound", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        slices = try await LiveSound.slices(
            sound, at: segments.dropFirst().map { timeline.seconds($0.lowerBound) }, into: place)
    }

    private func fragment() async throws -> LiveFragment {
        let list = folder.appending(path: "pieces.txt")
        let file = folder.appending(path: "fragment.mp4")
        let text = FFmpegText.concatList(
            pieces.map(\.file), lengths: pieces.map(\.frames), frameRate: timeline.frameRate)
        try Data(text.utf8).write(to: list)
        let start = timeline.seconds(segments[number].lowerBound)
        try await Tool.finish(
            "ffmpeg", LiveArguments.fragment(list, at: start, sound: slices[number], to: file)
        ) { .liveFailed(reason: $0) }
        guard let fragment = LiveFragment(try Data(contentsOf: file)) else {
            throw FinishError.liveFailed(reason: "no fragment of segment \(number)")
        }
        return fragment
    }

    private func open(_ fragment: LiveFragment) throws {
        guard let codecs = fragment.codecs else {
            throw FinishError.liveFailed(reason: "the pieces are not H.264")
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
