/// Which frames belong to which scene. Every scene lasts a whole number of frames and at least as long as its
/// narration, so voice and picture cannot drift: the sound is padded to the same frames.
public struct Timeline: Hashable, Codable, Sendable {
    /// Frames per second.
    public var frameRate: Int
    /// Frames during which the picture before still fades out while the scene has begun. Zero means hard cuts.
    public var transitionFrames: Int
    public var scenes: [TimelineScene]

    /// - Parameters:
    ///   - narration: what is spoken, scene by scene.
    ///   - frameRate: frames a second.
    ///   - transitionFrames: 9 frames are 0.3 s, short enough to stay within the pause between two sentences.
    public init(narration: Narration, frameRate: Int = reelFrameRate, transitionFrames: Int = 9) {
        self.frameRate = frameRate
        self.transitionFrames = transitionFrames
        var start = 0
        scenes = narration.scenes.map { scene in
            let exact = scene.duration * Double(frameRate)
            let frames = max(transitionFrames + 1, Int(exact.rounded(.up)))
            defer { start += frames }
            return TimelineScene(
                sceneNumber: scene.sceneNumber, startFrame: start, frameCount: frames, words: scene.words)
        }
    }

    /// Frames of the whole reel.
    public var frameCount: Int {
        scenes.last.map { $0.startFrame + $0.frameCount } ?? 0
    }

    /// Seconds of the whole reel.
    public var duration: Double { seconds(frameCount) }

    /// The time of a frame's beginning, in seconds.
    public func seconds(_ frames: Int) -> Double {
        Double(frames) / Double(frameRate)
    }
}

/// One scene's place in the reel.
public struct TimelineScene: Hashable, Codable, Sendable {
    public var sceneNumber: Int
    public var startFrame: Int
    public var frameCount: Int
    /// Times in seconds from the start of this scene.
    public var words: [SpokenWord]

    public init(sceneNumber: Int, startFrame: Int, frameCount: Int, words: [SpokenWord]) {
        self.sceneNumber = sceneNumber
        self.startFrame = startFrame
        self.frameCount = frameCount
        self.words = words
    }
}
