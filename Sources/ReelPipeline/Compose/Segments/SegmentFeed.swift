import Foundation
import ReelCache
import ReelCore

/// A segment that is ready, together with all before it.
public struct PublishedSegment: Hashable, Sendable {
    /// Its place in the reel, from 0.
    public var index: Int
    /// An MP4 with one H.264 stream, in the work folder until the job ends. It begins with a key frame and refers to no
    /// other segment; its times start at 0.
    public var file: URL
    /// Its place in time, in frames of the timeline.
    public var firstFrame: Int
    public var frameCount: Int

    public init(index: Int, file: URL, firstFrame: Int, frameCount: Int) {
        self.index = index
        self.file = file
        self.firstFrame = firstFrame
        self.frameCount = frameCount
    }
}

/// Takes segments as they become ready, in any order, and hands them on in the order of the reel: all that can be
/// handed on at a time, and never while some still are.
actor SegmentFeed {
    private let keys: [ContentKey]
    private let frameCounts: [Int]
    private let publish: @Sendable ([PublishedSegment]) async -> Void
    private var files: [ContentKey: URL] = [:]
    private var next = 0
    private var firstFrame = 0
    private var isPublishing = false

    /// - Parameters:
    ///   - keys: of all segments in the order of the reel; segments that look the same share one.
    ///   - frameCounts: frames of each.
    init(
        keys: [ContentKey], frameCounts: [Int], publish: @escaping @Sendable ([PublishedSegment]) async -> Void
    ) {
        self.keys = keys
        self.frameCounts = frameCounts
        self.publish = publish
    }

    /// A segment is ready. Returns when everything that can be handed on has been, or is being by another caller: this
    /// actor goes on with others while it waits, so whoever comes meanwhile only adds to what the first one has to do.
    func ready(_ key: ContentKey, _ file: URL) async {
        files[key] = file
        guard !isPublishing else { return }
        isPublishing = true
        defer { isPublishing = false }
        while case let segments = takeNext(), !segments.isEmpty { await publish(segments) }
    }

    private func takeNext() -> [PublishedSegment] {
        var segments: [PublishedSegment] = []
        while next < keys.count, let file = files[keys[next]] {
            segments.append(
                PublishedSegment(index: next, file: file, firstFrame: firstFrame, frameCount: frameCounts[next]))
            firstFrame += frameCounts[next]
            next += 1
        }
        return segments
    }
}
