import Foundation

/// What is seen in the whole reel.
public struct Visuals: Hashable, Codable, Sendable {
    /// One for each scene, in the order of the script.
    public var scenes: [SceneVisual]
    public var palette: ReelPalette
    /// For people: why something is not shown as the settings or the client ask, such as a key that was refused.
    public var note: String?

    public init(scenes: [SceneVisual], palette: ReelPalette, note: String? = nil) {
        self.scenes = scenes
        self.palette = palette
        self.note = note
    }
}

/// What is seen in one scene, ready to be drawn.
public struct SceneVisual: Hashable, Codable, Sendable {
    /// The direction of the slow movement over a still.
    public enum Motion: String, Codable, CaseIterable, Sendable {
        case zoomIn, zoomOut, panLeft, panRight
    }

    public var sceneNumber: Int
    /// A PNG or JPEG that was decoded and written anew by us: 8-bit RGB, upright, no metadata. Of a clip its first frame.
    public var file: URL
    /// Pixels of `file`, and of the clip.
    public var size: FrameSize
    /// An MP4 that was decoded and written anew by us: H.264 yuv420p at `reelFrameRate`, no sound; `nil` for a still.
    public var clip: URL?
    public var choice: SceneChoice

    public init(sceneNumber: Int, file: URL, size: FrameSize, clip: URL? = nil, choice: SceneChoice) {
        self.sceneNumber = sceneNumber
        self.file = file
        self.size = size
        self.clip = clip
        self.choice = choice
    }

    public var motion: Motion { choice.motion }
}
