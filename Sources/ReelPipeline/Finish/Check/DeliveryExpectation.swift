import Foundation
import ReelCore

/// What a finished file must be.
public struct DeliveryExpectation: Hashable, Sendable {
    /// Any of these.
    public var frameSizes: [FrameSize]
    /// Frames per second, the same all the way.
    public var frameRates: ClosedRange<Double>
    /// `nil` for any number.
    public var frameCount: Int?
    /// Drafts are encoded by the fastest preset, which gives a lower profile.
    public var needsHighProfile: Bool
    /// Seconds, the shortest and the longest; `nil` for any.
    public var durationRange: ClosedRange<Double>?
    /// LUFS.
    public var loudness: Double
    /// LU above or below it.
    public var loudnessTolerance = 0.5
    /// dBTP.
    public var truePeak: Double
    /// Tags that the file must have, word for word; `nil` for a file that is not ours and may have any.
    public var tags: [String: String]?

    /// Of a reel of ours.
    public init(
        quality: Quality, aspect: Aspect = .vertical, timeline: Timeline, settings: FinishSettings = FinishSettings(),
        tags: [String: String]? = nil
    ) {
        frameSizes = [quality.frameSize(aspect)]
        frameRates = Double(timeline.frameRate)...Double(timeline.frameRate)
        frameCount = timeline.frameCount
        needsHighProfile = quality != .draft
        durationRange = quality == .draft ? nil : 30...60
        loudness = settings.loudness
        truePeak = settings.truePeak
        self.tags = tags
    }

    /// Of any file that is to be posted: what YouTube, Instagram and TikTok take without touching it.
    public static func anyReel(_ settings: FinishSettings = FinishSettings()) -> DeliveryExpectation {
        var wanted = DeliveryExpectation(
            quality: .standard, timeline: Timeline(narration: Narration(voice: "", scenes: [])), settings: settings)
        wanted.frameSizes = Aspect.allCases.map { Quality.standard.frameSize($0) }
        wanted.loudnessTolerance = 1
        wanted.frameRates = 23.9...60.1
        wanted.frameCount = nil
        wanted.durationRange = 3...180
        return wanted
    }

    /// Seconds that the reel lasts, as far as that is known before it is looked at.
    var duration: Double? { frameCount.map { Double($0) / frameRates.lowerBound } }
}
