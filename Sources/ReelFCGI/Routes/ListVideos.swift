import Foundation
import ReelCore
import ReelStore

extension Responder {
    /// `GET /api/videos?limit=50&offset=0`.
    func listVideos(_ request: Request) throws -> Response {
        let listing = try store.videos(page: request.query.page())
        return Response(
            status: 200,
            body: try Self.page(of: listing.items) {
                try WireCoding.encode(VideoListResponse(videos: $0, total: listing.total))
            })
    }
}
