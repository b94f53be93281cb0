import Foundation
import ReelCore

/// What is to be shown, word by word and picture by picture.
public struct ComposeInput: Sendable {
    public var script: Script
    public var timeline: Timeline
    /// One for each scene of the timeline, in any order.
    public var visuals: [SceneVisual]
    public var quality: Quality

    public init(script: Script, timeline: Timeline, visuals: [SceneVisual], quality: Quality) {
        self.script = script
        self.timeline = timeline
        self.visuals = visuals
        self.quality = quality
    }
}

/// The pictures of the whole reel, without sound.
public struct ComposedPictures: Hashable, Sendable {
    /// An MP4 with one H.264 stream, in the work folder: the timeline's frames, each lasting exactly one frame's time.
    public var file: URL
    public var frameCount: Int
    public var frameRate: Int
    public var size: FrameSize

    public init(file: URL, frameCount: Int, frameRate: Int, size: FrameSize) {
        self.file = file
        self.frameCount = frameCount
        self.frameRate = frameRate
        self.size = size
    }
}
