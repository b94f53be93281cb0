import Foundation
import ReelCore
import ReelHTTP
import ReelSettings

/// The finished reels as RSS 2.0 with Media RSS 1.5.1, in pages (RFC 5005, 3: "Paged Feeds"). A new reel moves the others to
/// later pages; readers know items by their `guid`.
package struct ReelFeed: Sendable {
    package static let path = "/feeds/reels.xml"
    /// Rows of a page where the request says nothing.
    private static let usualLimit = 50

    private let base: PublicAddress
    private let page: Int
    private let last: Int
    private let limit: Int
    private let changedAt: Date

    /// - Parameters:
    ///   - base: what all addresses begin with.
    ///   - page: the number of this page, from 1.
    ///   - last: the number of the last page.
    ///   - limit: reels in a page.
    ///   - changedAt: when a reel was last added or deleted.
    package init(base: PublicAddress, page: Int, last: Int, limit: Int, changedAt: Date) {
        self.base = base
        self.page = page
        self.last = last
        self.limit = limit
        self.changedAt = changedAt
    }

    package func document(of reels: [FeedReel]) -> Markup {
        Markup(
            [
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
                """
                <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" \
                xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
                """,
                "<channel>",
                "<title>ReelCraft</title>",
                "<link>\(base.absolute("/"))</link>",
                "<description>Short vertical videos, made of articles.</description>",
                "<generator>ReelCraft</generator>",
                "<docs>https://www.rssboard.org/rss-specification</docs>",
                "<lastBuildDate>\(HTTPDate.text(changedAt))</lastBuildDate>",
                links,
            ] + reels.map { $0.item(base) } + ["</channel>", "</rss>\n"])
    }

    private var links: Markup {
        let all: [(relation: String, page: Int)] =
            [("self", page), ("first", 1), ("last", last)]
            + (page > 1 ? [("previous", page - 1)] : []) + (page < last ? [("next", page + 1)] : [])
        return Markup(
            all.map { link in
                """
                <atom:link rel="\(link.relation)" type="application/rss+xml" href="\(address(of: link.page))"/>
                """
            })
    }

    private func address(of page: Int) -> String {
        let query = [page > 1 ? "page=\(page)" : nil, limit == Self.usualLimit ? nil : "limit=\(limit)"]
            .compactMap(\.self).joined(separator: "&")
        return base.absolute(Self.path + (query.isEmpty ? "" : "?" + query))
    }
}
