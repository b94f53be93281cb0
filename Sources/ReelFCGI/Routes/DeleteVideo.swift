import Foundation
import Logging
import ReelCore
import ReelOutputs
import ReelStore

extension Responder {
    /// `DELETE /api/videos/{id}`. The row goes first: files without a row are swept sooner or later, a row without a file
    /// would be a video that does not play.
    func deleteVideo(_ name: String, _ logger: Logger) throws -> Response {
        guard let number = Int64(name), let video = try store.deleteVideo(VideoID(rawValue: number)) else {
            throw HTTPError.noSuchVideo(name)
        }
        let fileDeleted = deleteFiles(of: video, logger)
        logger.info("video deleted", metadata: ["video_id": "\(video.id)", "file_deleted": "\(fileDeleted)"])
        return try .json(VideoDeletedResponse(video, fileDeleted: fileDeleted))
    }

    /// Deletes what is in the outputs, and nothing elsewhere, whatever the row says.
    ///
    /// - Returns: whether the video's file was there and is gone.
    private func deleteFiles(of video: Video, _ logger: Logger) -> Bool {
        guard [.made, .imported].contains(video.origin), let name = video.filePath.flatMap(OutputName.init(filePath:))
        else { return false }
        let deletion = outputs.delete(name)
        for (path, error) in deletion.failures {
            logger.error("a file could not be deleted", metadata: ["path": "\(path)", "error": "\(error)"])
        }
        return deletion.hadVideo
    }

    var outputs: any OutputStore { Outputs.open(layout) }
}
