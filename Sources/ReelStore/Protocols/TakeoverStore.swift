import ReelCore

/// The import of the films of a Python ReelCraft whose database was taken over.
public protocol TakeoverStore: Sendable {
    /// The videos of the Python original whose files have not been imported yet.
    func videosToImport() throws -> [Video]
    /// Says what became of a video that was to be imported.
    ///
    /// - Parameters:
    ///   - id: the video's number.
    ///   - film: its file in `outputs` now; `nil` if it was not there any more.
    func setImported(_ id: VideoID, film: ImportedFilm?) throws
}

/// A film of the Python original that lies in `outputs` now.
public struct ImportedFilm: Hashable, Sendable {
    /// Relative to `REEL_HOME`.
    public var filePath: String
    /// Seconds.
    public var duration: Double
    /// Units of 1,048,576 bytes.
    public var sizeMB: Double

    public init(filePath: String, duration: Double, sizeMB: Double) {
        self.filePath = filePath
        self.duration = duration
        self.sizeMB = sizeMB
    }
}
