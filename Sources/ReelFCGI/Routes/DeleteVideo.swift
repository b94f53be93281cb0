import Foundation
import Logging
import ReelCore
import ReelStore

extension Responder {
    /// `DELETE /api/videos/{id}`. The row goes first: a file without a row is swept sooner or later, a row without a file
    /// would be a video that does not play.
    func deleteVideo(_ name: String, _ logger: Logger) throws -> Response {
        guard let number = Int64(name), let video = try store.deleteVideo(VideoID(rawValue: number)) else {
            throw HTTPError.noSuchVideo(name)
        }
        let fileDeleted = removeFiles(of: video, logger)
        logger.info("video deleted", metadata: ["video_id": "\(video.id)", "file_deleted": "\(fileDeleted)"])
        return try .json(VideoDeletedResponse(video, fileDeleted: fileDeleted))
    }

    /// Removes what lies in `outputs`, and nothing elsewhere, whatever the row says.
    ///
    /// - Returns: whether the film was there and is gone.
    private func removeFiles(of video: Video, _ logger: Logger) -> Bool {
        guard let path = video.filePath, [.made, .imported].contains(video.origin),
            path.wholeMatch(of: /outputs\/[a-z0-9-]+\.mp4/) != nil
        else { return false }
        let baseName = layout.root.appending(path: path).deletingPathExtension()
        var isFilmGone = false
        for ending in OutputNames.endings {
            do {
                try FileManager.default.removeItem(at: baseName.appendingPathExtension(ending))
                isFilmGone = ending == "mp4"
            } catch CocoaError.fileNoSuchFile {
            } catch {
                logger.error(
                    "a file could not be deleted",
                    metadata: ["path": "\(baseName.path).\(ending)", "error": "\(error)"])
            }
        }
        return isFilmGone
    }
}
