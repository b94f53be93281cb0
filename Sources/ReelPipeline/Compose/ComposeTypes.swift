import Foundation
import ReelCore

/// What is to be shown, word by word and picture by picture.
public struct ComposeInput: Sendable {
    public var script: Script
    public var timeline: Timeline
    /// One for each scene of the timeline, in any order.
    public var visuals: [SceneVisual]
    public var palette: ReelPalette
    public var quality: Quality
    public var aspect: Aspect
    public var captions: CaptionLook

    public init(
        script: Script, timeline: Timeline, visuals: Visuals, quality: Quality, aspect: Aspect = .vertical,
        captions: CaptionLook = .bold
    ) {
        self.script = script
        self.timeline = timeline
        self.visuals = visuals.scenes
        palette = visuals.palette
        self.quality = quality
        self.aspect = aspect
        self.captions = captions
    }

    var frameSize: FrameSize { quality.frameSize(aspect) }
}

/// The pictures of the whole reel, without sound.
public struct ComposedPictures: Hashable, Sendable {
    /// An MP4 with one H.264 stream, in the work folder: the timeline's frames, each lasting exactly one frame's time.
    public var file: URL
    public var frameCount: Int
    public var frameRate: Int
    public var size: FrameSize
    /// What was written into the frames, in order.
    public var captions: [DrawnCaptions] = []

    public init(file: URL, frameCount: Int, frameRate: Int, size: FrameSize, captions: [DrawnCaptions] = []) {
        self.file = file
        self.frameCount = frameCount
        self.frameRate = frameRate
        self.size = size
        self.captions = captions
    }
}
