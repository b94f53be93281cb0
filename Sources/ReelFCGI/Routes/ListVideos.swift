import Foundation
import ReelCore
import ReelStore

extension Responder {
    /// `GET /api/videos?limit=50&offset=0`.
    func listVideos(_ request: Request) throws -> Response {
        let listing = try store.videos(page: request.query.page())
        return try .json(VideoListResponse(videos: listing.items, total: listing.total))
    }
}
