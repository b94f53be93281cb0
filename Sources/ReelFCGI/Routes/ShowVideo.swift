import Foundation
import ReelCore
import ReelStore

extension Responder {
    /// `GET /api/videos/{id}`.
    func showVideo(_ name: String) throws -> Response {
        let video = try video(named: name)
        return try .json(VideoDetailResponse(video, versions: try store.versions(of: video.id)))
    }

    /// - Throws: `HTTPError.noSuchVideo`, `StoreError`.
    func video(named name: String) throws -> Video {
        guard let number = Int64(name), let video = try store.video(VideoID(rawValue: number)) else {
            throw HTTPError.noSuchVideo(name)
        }
        return video
    }
}
