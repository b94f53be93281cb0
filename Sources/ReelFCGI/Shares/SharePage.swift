import Foundation
import ReelCore
import ReelSettings

/// The page of one shared video. It needs no script: the browser's own player shows the film and its captions.
package struct SharePage: Sendable {
    private let video: Video
    private let token: ShareToken
    private let base: PublicAddress

    /// Scalars: what previews of links show at most.
    private static let longestDescription = 300

    /// - Parameters:
    ///   - video: the video that is shared.
    ///   - token: of the link.
    ///   - base: what all addresses begin with.
    package init(_ video: Video, token: ShareToken, base: PublicAddress) {
        self.video = video
        self.token = token
        self.base = base
    }

    /// The whole page.
    ///
    /// - Parameter isIndexable: whether search engines may list it.
    package func document(isIndexable: Bool) throws -> Markup {
        Markup([
            "<!doctype html>",
            "<html lang=\"en\" prefix=\"og: https://ogp.me/ns# video: https://ogp.me/ns/video#\">",
            "<head>",
            Self.start(title: "\(video.title) · ReelCraft", isIndexable: isIndexable),
            "<link rel=\"canonical\" href=\"\(address())\">",
            "<meta name=\"description\" content=\"\(description)\">",
            openGraph, twitterCard,
            "<script type=\"application/ld+json\">\(try .json(videoObject))</script>",
            "</head>",
            "<body class=\"share\">", "<main>",
            "<div class=\"screen\">", film, "</div>",
            "<div class=\"words\">",
            "<h1 lang=\"\(video.languageCode)\" dir=\"auto\">\(video.title)</h1>",
            "<p class=\"facts\">\(facts)</p>", source,
            "<p><a class=\"primary\" href=\"\(token.path)/video.mp4?download=1\">Download</a></p>",
            transcript, credits,
            "</div>", "</main>",
            "<footer><p>Made with ReelCraft.</p></footer>",
            "</body>", "</html>\n",
        ])
    }

    /// The player alone, for frames of other pages.
    package func player() -> Markup {
        Markup([
            "<!doctype html>", "<html lang=\"en\">", "<head>",
            Self.start(title: video.title, isIndexable: false),
            "<link rel=\"canonical\" href=\"\(address())\">",
            "</head>", "<body class=\"player\">", "<main>", "<h1 class=\"unseen\">\(video.title)</h1>", film, "</main>",
            "</body>", "</html>\n",
        ])
    }

    /// What is shown for a link that leads nowhere (any more).
    package static var absent: Markup {
        Markup([
            "<!doctype html>", "<html lang=\"en\">", "<head>",
            start(title: "Not here · ReelCraft", isIndexable: false),
            "</head>", "<body class=\"share\">", "<main>", "<div class=\"words\">",
            "<h1>This video is not here</h1>",
            "<p>The link is not whole, or whoever shared it has taken it back. Ask them for another one.</p>",
            "</div>", "</main>", "</body>", "</html>\n",
        ])
    }

    private static func start(title: String, isIndexable: Bool) -> Markup {
        Markup([
            "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"color-scheme\" content=\"light dark\">",
            "<title>\(title)</title>",
            isIndexable ? nil : "<meta name=\"robots\" content=\"noindex, nofollow\">",
            "<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">",
            "<link rel=\"stylesheet\" href=\"/share/share.css\">",
        ])
    }

    // MARK: For people

    private var film: Markup {
        let captions: Markup? =
            hasCaptions
            ? """
            <track kind="captions" src="\(token.path)/captions.vtt" srclang="\(video.languageCode)" label="Captions">
            """ : nil
        return """
            <video controls playsinline preload="metadata" poster="\(token.path)/poster.jpg" \
            width="\(frame.width)" height="\(frame.height)" aria-label="\(video.title)">
            <source src="\(token.path)/video.mp4" type="video/mp4">
            \(captions)
            </video>
            """
    }

    private var facts: String {
        let length = video.wholeSeconds.map { "\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60)" }
        return [length, String(Timestamp.wire(video.createdAt).prefix(10))].compactMap(\.self).joined(separator: " · ")
    }

    private var source: Markup? {
        guard let article else { return nil }
        let shown = URLComponents(string: article)?.host ?? article
        return """
            <p class="facts">Made of an article at <a href="\(article)" rel="noreferrer noopener nofollow">\(shown)</a></p>
            """
    }

    private var transcript: Markup? {
        guard let scenes = video.script?.scenes, !scenes.isEmpty else { return nil }
        return Markup(
            ["<details>", "<summary>What is said</summary>", "<div lang=\"\(video.languageCode)\" dir=\"auto\">"]
                + scenes.map { "<p>\($0.script)</p>" } + ["</div>", "</details>"])
    }

    private var credits: Markup? {
        let credits = CreditResponse.all(of: video.script)
        guard !credits.isEmpty else { return nil }
        return Markup(
            ["<h2>Pictures</h2>", "<ul>"]
                + credits.map { credit in
                    guard let url = credit.url.flatMap({ try? ArticleAddress.check($0) }) else {
                        return "<li>\(credit.text)</li>"
                    }
                    return "<li><a href=\"\(url)\" rel=\"noreferrer noopener nofollow\">\(credit.text)</a></li>"
                } + ["</ul>"])
    }

    // MARK: For programs

    /// The Open Graph protocol, with its vocabulary of videos.
    private var openGraph: Markup {
        let date = Timestamp.wire(video.createdAt) + "Z"
        let film = address("video.mp4")
        let facts: [(String, String?)] = [
            ("og:type", "video.other"), ("og:site_name", "ReelCraft"), ("og:title", video.title),
            ("og:description", description), ("og:url", address()),
            ("og:image", address("poster.jpg")), ("og:image:type", "image/jpeg"),
            ("og:image:width", String(frame.width)), ("og:image:height", String(frame.height)),
            ("og:image:alt", video.title),
            ("og:video", film), ("og:video:secure_url", film.hasPrefix("https:") ? film : nil),
            ("og:video:type", "video/mp4"), ("og:video:width", String(frame.width)),
            ("og:video:height", String(frame.height)), ("video:duration", video.wholeSeconds.map(String.init)),
            ("video:release_date", date),
        ]
        return Markup(
            facts.map { name, value in value.map { "<meta property=\"\(name)\" content=\"\($0)\">" } })
    }

    private var twitterCard: Markup {
        let facts = [
            ("twitter:card", "player"), ("twitter:title", video.title), ("twitter:description", description),
            ("twitter:image", address("poster.jpg")), ("twitter:image:alt", video.title),
            ("twitter:player", address("player")), ("twitter:player:width", String(frame.width)),
            ("twitter:player:height", String(frame.height)), ("twitter:player:stream", address("video.mp4")),
            ("twitter:player:stream:content_type", "video/mp4"),
        ]
        return Markup(facts.map { "<meta name=\"\($0.0)\" content=\"\($0.1)\">" })
    }

    private var videoObject: VideoObject {
        VideoObject(
            name: video.title, description: description, thumbnailUrl: address("poster.jpg"),
            uploadDate: Timestamp.wire(video.createdAt) + "Z",
            duration: video.wholeSeconds.map { "PT\($0)S" },
            contentUrl: address("video.mp4"), embedUrl: address("player"), inLanguage: video.languageCode,
            width: frame.width, height: frame.height, isBasedOn: article,
            transcript: video.spokenWords)
    }

    // MARK: What both say

    private func address(_ file: String? = nil) -> String {
        base.absolute(token.path + (file.map { "/\($0)" } ?? ""))
    }

    private var article: String? { try? ArticleAddress.check(video.sourceURL) }
    private var frame: FrameSize {
        (video.quality ?? .standard).frameSize((video.style ?? ReelStyle()).aspect)
    }
    private var hasCaptions: Bool { VideoResponse(video).captionsURL != nil }

    /// The beginning of what is said.
    private var description: String {
        let words = (video.spokenWords ?? video.title).asOneLine
        let beginning = words.cut(to: Self.longestDescription)
        return beginning.utf8.count < words.utf8.count ? beginning + "…" : beginning
    }
}
