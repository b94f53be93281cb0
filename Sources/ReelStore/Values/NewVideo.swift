import ReelCore

/// A video's row before it has a number.
public struct NewVideo: Hashable, Sendable {
    public var title: String
    public var sourceURL: String
    /// Relative to `REEL_HOME`.
    public var filePath: String
    /// Seconds.
    public var duration: Double
    /// Units of 1,048,576 bytes.
    public var sizeMB: Double
    public var script: Script
    /// Whether a stream of it lies beside the file.
    public var hasStream: Bool

    public init(
        title: String, sourceURL: String, filePath: String, duration: Double, sizeMB: Double, script: Script,
        hasStream: Bool = false
    ) {
        self.title = title
        self.sourceURL = sourceURL
        self.filePath = filePath
        self.duration = duration
        self.sizeMB = sizeMB
        self.script = script
        self.hasStream = hasStream
    }
}
