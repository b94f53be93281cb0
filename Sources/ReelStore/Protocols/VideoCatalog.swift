import Foundation
import ReelCore

/// What is asked about videos, and their deletion.
public protocol VideoCatalog: Sendable {
    /// Newest first.
    func videos(page: Page) throws -> Listing<Video>
    /// One video; `nil` if there is none of this number.
    func video(_ id: VideoID) throws -> Video?
    /// A video and those that it is an edit of or that are edits of it, in the order of their versions.
    ///
    /// - Returns: empty when there is no such video.
    func versions(of id: VideoID) throws -> [Video]
    /// Removes the video's row; the job that made it keeps its own, without a video. The files are the caller's to remove.
    ///
    /// - Returns: the video as it was; `nil` if there is none.
    func deleteVideo(_ id: VideoID) throws -> Video?
    /// When a video was last added, changed or deleted, by the wall clock of the machine that did it. To be asked for before
    /// the videos: what is listed afterwards is at least as new.
    func videosChangedAt() throws -> Date
    /// The `filePath` of every video.
    func videoPaths() throws -> Set<String>
}
