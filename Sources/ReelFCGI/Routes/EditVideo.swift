import Foundation
import Logging
import ReelCore
import ReelStore

extension Responder {
    /// `POST /api/videos/{id}/edit`: a job that makes another version of a video. The article is not read again; the video
    /// itself stays as it is.
    func editVideo(_ name: String, _ request: Request, _ logger: Logger) throws -> Response {
        let video = try video(named: name)
        guard video.origin == .made, let script = video.script, !script.scenes.isEmpty else {
            throw HTTPError.notEditable(video.id)
        }
        let recording = try store.job(ofVideo: video.id)?.request.narration
        let input = try EditVideoRequest(request, of: video, script, heard: recording)
        return try accept(
            input.job, options: input.options, for: request,
            message: "Video edit job created. Use job_id to track progress.", logger)
    }
}
