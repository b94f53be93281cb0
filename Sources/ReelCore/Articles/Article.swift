import Foundation

/// The readable part of a page.
public struct Article: Hashable, Codable, Sendable {
    /// The address the page came from in the end, after redirects.
    public var url: String?
    public var title: String
    /// The author's name.
    public var byline: String?
    /// The date of publication as the page gives it, ISO 8601 where it could be read.
    public var published: String?
    /// BCP 47, such as `en` or `en-GB`.
    public var language: String?
    public var siteName: String?
    /// The main text: the texts of `blocks`, separated by blank lines.
    public var text: String
    /// What the text consists of, in order.
    public var blocks: [ArticleBlock]
    /// How sure it is that this is an article and its text is whole, 0...1; 1 where nobody had to guess.
    public var confidence: Double
    /// The lead image's absolute address.
    public var image: String?
    /// All pictures of the article, the lead image first, in the order of the page.
    public var images: [ArticleImage]

    /// Unicode scalars.
    private static let longestTitle = 500

    /// What controls a terminal or the direction of writing is left out of all texts: pages are strangers'.
    public init(
        url: String?, title: String, byline: String? = nil, published: String? = nil, language: String? = nil,
        siteName: String? = nil, text: String, blocks: [ArticleBlock]? = nil, confidence: Double = 1,
        image: String? = nil, images: [ArticleImage] = []
    ) {
        self.url = url
        self.title = title.excerpt(Self.longestTitle)
        self.byline = byline?.excerpt(Self.longestTitle)
        self.published = published?.excerpt()
        self.language = language?.excerpt()
        self.siteName = siteName?.excerpt(Self.longestTitle)
        self.text = text.withoutControls
        self.blocks = blocks ?? Self.paragraphs(of: self.text).map { ArticleBlock(.paragraph, $0) }
        self.confidence = confidence
        self.image = image
        self.images = images
    }

    /// The paragraphs of `text`.
    public var paragraphs: [String] { Self.paragraphs(of: text) }

    private static func paragraphs(of text: String) -> [String] {
        text.components(separatedBy: "\n\n").filter { !$0.isEmpty }
    }
}

/// One piece of an article's text.
public struct ArticleBlock: Hashable, Codable, Sendable {
    /// What a block is in the article.
    public enum Kind: String, Codable, Sendable {
        case heading, paragraph, quote
        /// One item of a list.
        case list
    }

    public var kind: Kind
    /// Of a heading, 1...6.
    public var level: Int?
    public var text: String

    public init(_ kind: Kind, _ text: String, level: Int? = nil) {
        self.kind = kind
        self.text = text.withoutControls
        self.level = level
    }
}

/// A picture that the page shows.
public struct ArticleImage: Hashable, Codable, Sendable {
    /// Absolute, http or https.
    public var url: String
    public var caption: String?
    public var alt: String?
    /// Pixels, where the page says so.
    public var width: Int?
    public var height: Int?

    public init(url: String, caption: String? = nil, alt: String? = nil, width: Int? = nil, height: Int? = nil) {
        self.url = url
        self.caption = caption
        self.alt = alt
        self.width = width
        self.height = height
    }
}
