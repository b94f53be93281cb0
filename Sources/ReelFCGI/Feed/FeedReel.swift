import Foundation
import ReelCore
import ReelHTTP
import ReelSettings

/// A reel as an item of the feed.
package struct FeedReel: Sendable {
    private let video: Video
    private let answer: VideoResponse
    /// Of the film; `nil` where it is not here.
    private let bytes: Int?

    /// - Parameters:
    ///   - video: the reel.
    ///   - bytes: how long the film's file is; `nil` when there is none.
    package init(_ video: Video, bytes: Int?) {
        self.video = video
        self.bytes = bytes
        answer = VideoResponse(video)
    }

    func item(_ base: PublicAddress) -> Markup {
        Markup(
            [
                "<item>",
                "<title>\(video.title)</title>",
                "<link>\(base.absolute("/#/reels/\(video.id)"))</link>",
                "<guid isPermaLink=\"false\">\(identity)</guid>",
                "<pubDate>\(HTTPDate.text(video.createdAt))</pubDate>",
                "<description>\(words)</description>",
                source,
                enclosure(base),
                media(base),
                "</item>",
            ])
    }

    /// The same for ever and everywhere: of the claim under which the film was made, which no other service has used.
    private var identity: String {
        if let claim = video.filePath.flatMap(OutputName.init(filePath:))?.claim { return "urn:uuid:\(claim)" }
        return "reelcraft:video:\(video.id):\(Timestamp.wire(video.createdAt))"
    }

    private var words: String {
        video.spokenWords ?? video.title
    }

    /// The article. (`source` of RSS itself is another feed.)
    private var source: Markup? {
        guard let address = try? ArticleAddress.check(video.sourceURL) else { return nil }
        return "<dc:source>\(address)</dc:source>"
    }

    /// Its length must be right: players show it, and some resume by it.
    private func enclosure(_ base: PublicAddress) -> Markup? {
        guard let bytes, let path = answer.url else { return nil }
        return "<enclosure url=\"\(base.absolute(path))\" length=\"\(bytes)\" type=\"video/mp4\"/>"
    }

    /// Media RSS 1.5.1.
    private func media(_ base: PublicAddress) -> Markup? {
        guard let bytes, let path = answer.url else { return nil }
        let frame = video.quality.map { $0.frameSize((video.style ?? ReelStyle()).aspect) }
        let size: Markup? = frame.map { "width=\"\($0.width)\" height=\"\($0.height)\"" }
        return Markup(
            [
                "<media:group>",
                """
                <media:content url="\(base.absolute(path))" fileSize="\(bytes)" type="video/mp4" medium="video" \
                isDefault="true" expression="full" \(Markup([duration, size], separator: " "))/>
                """,
                "<media:title type=\"plain\">\(video.title)</media:title>",
                "<media:description type=\"plain\">\(words)</media:description>",
                answer.posterURL.map { "<media:thumbnail url=\"\(base.absolute($0))\" \(size)/>" },
                answer.captionsURL.map { captions in
                    """
                    <media:subTitle type="text/vtt" lang="\(video.languageCode)" href="\(base.absolute(captions))"/>
                    """
                },
                credits, "</media:group>",
            ])
    }

    /// Whole seconds, as Media RSS has them.
    private var duration: Markup? {
        video.wholeSeconds.map { "duration=\"\($0)\"" }
    }

    /// Whose the pictures are: who publishes the reel has to show it.
    private var credits: Markup? {
        let credits = CreditResponse.all(of: video.script)
        guard !credits.isEmpty else { return nil }
        return Markup(credits.map { "<media:credit>\($0.text)</media:credit>" })
    }
}
