import Foundation

/// What is seen in one scene, chosen once: an edit of another scene does not choose again.
public struct SceneVisual: Hashable, Codable, Sendable {
    /// Where the picture came from.
    public enum Origin: Hashable, Codable, Sendable {
        /// The article's own picture, by its address.
        case article(url: String)
        /// Drawn for the scene.
        case drawn
    }

    /// The direction of the slow movement over a still.
    public enum Motion: String, Codable, CaseIterable, Sendable {
        case zoomIn, zoomOut, panLeft, panRight
    }

    public var sceneNumber: Int
    /// A PNG or JPEG that was decoded and written anew by us: 8-bit RGB, upright, no metadata.
    public var file: URL
    /// Pixels of `file`.
    public var size: FrameSize
    public var origin: Origin
    public var motion: Motion

    public init(sceneNumber: Int, file: URL, size: FrameSize, origin: Origin, motion: Motion) {
        self.sceneNumber = sceneNumber
        self.file = file
        self.size = size
        self.origin = origin
        self.motion = motion
    }
}
