import Foundation
import ReelCore
import ReelHTTP
import ReelOutputs
import ReelSettings
import ReelStore

extension Responder {
    /// `GET /feeds/reels.xml?page=1&limit=50`: the finished reels as RSS 2.0.
    func feed(_ request: Request) throws -> Response {
        let number = try request.query.feedPage()
        let limit = try request.query.limit(next: "page")
        let changedAt = try store.videosChangedAt()
        let listing = try store.videos(page: Page(limit: limit, offset: (number - 1) * limit))
        let last = max(1, (listing.total + limit - 1) / limit)
        guard number <= last else { throw HTTPError.noSuchFeedPage(number, last: last) }
        let outputs = outputs
        let reels = try listing.items.map { video in
            FeedReel(
                video,
                bytes: try Self.outputKey(.video, of: video).flatMap { try outputs.size(of: $0) })
        }
        let feed = ReelFeed(
            base: publicAddress(for: request), page: number, last: last, limit: limit, changedAt: changedAt)
        return Response(
            status: 200, headers: [("Cache-Control", "no-cache")],
            contentType: "application/rss+xml; charset=utf-8", body: Data(feed.document(of: reels).text.utf8)
        ).unless(request.conditions, changed: changedAt)
    }

    /// What links to this service begin with. Without a setting it is the name by which the request asks, which
    /// `AccessPolicy` has found to be one of ours; HTTP/1.0 may name none.
    func publicAddress(for request: Request) -> PublicAddress {
        settings.publicAddress ?? request.source.host.flatMap { PublicAddress("\(request.scheme)://\($0)") }
            ?? .localhost
    }
}

extension Query {
    /// Pages of a feed. Nobody has as many reels.
    package static let feedPages = 1...1_000_000

    /// - Throws: `HTTPError.invalid`.
    func feedPage() throws(HTTPError) -> Int {
        let number = try number("page", default: 1)
        guard Self.feedPages.contains(number) else {
            throw .invalid("page is \(number); the first page is 1, and the feed names the others.")
        }
        return number
    }
}
