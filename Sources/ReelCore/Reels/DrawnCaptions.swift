/// The captions of a stretch of the reel as they were given to the program that drew them into the frames.
public struct DrawnCaptions: Hashable, Codable, Sendable {
    /// The frame of the reel at which the document's time begins.
    public var startFrame: Int
    /// Frames of the stretch; what the document has beyond them was not drawn.
    public var frameCount: Int
    /// Advanced SubStation Alpha.
    public var document: String

    public init(startFrame: Int, frameCount: Int, document: String) {
        self.startFrame = startFrame
        self.frameCount = frameCount
        self.document = document
    }
}
