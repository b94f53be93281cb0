import Foundation
import ReelCore
import ReelDB

extension Responder {
    /// `GET /api/videos/{id}`.
    func showVideo(_ name: String) throws -> Response {
        try .json(VideoDetailResponse(try video(named: name)))
    }

    /// - Throws: `HTTPError.noSuchVideo`, `StoreError`.
    func video(named name: String) throws -> Video {
        guard let number = Int64(name), let video = try store.video(VideoID(rawValue: number)) else {
            throw HTTPError.noSuchVideo(name)
        }
        return video
    }
}
