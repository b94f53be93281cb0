import Foundation
import Logging
import ReelCore
import ReelFetch

/// Where an article is to be read.
public enum PageSource: Hashable, Sendable {
    /// A page; of a feed the newest entry's page.
    case url(String)
    /// An entry of a feed, from 1, the newest first.
    case feed(String, entry: Int)
    /// A saved page; `base` is where it came from, so that its pictures can be found.
    case file(URL, base: String?)
    /// The article itself, plain or in Markdown.
    case text(String, title: String?, url: String?)
}

/// From an address to the article behind it.
public struct ExtractStage: Stage {
    private let fetcher: Fetcher
    private let settings: ExtractSettings
    private let cache: PageCache?

    public init(fetcher: Fetcher, settings: ExtractSettings = ExtractSettings(), cacheRoot: URL? = nil) {
        self.fetcher = fetcher
        self.settings = settings
        cache = cacheRoot.map(PageCache.init)
    }

    /// A loader whose downloads share one budget of time.
    private func loader() -> PageLoader {
        PageLoader(
            fetcher: DownloadBudget(settings.downloadBudget).limiting(fetcher), settings: settings, cache: cache)
    }

    /// - Throws: `ExtractError`, `FetchError` or `CancellationError`.
    public func run(_ source: PageSource, in context: StageContext) async throws -> Article {
        context.report(0, "Reading the page")
        let article: Article
        switch source {
        case .url(let url):
            article = try await read(url, entry: nil, in: context)
        case .feed(let url, let entry):
            article = try await read(url, entry: entry, in: context)
        case .file(let file, let base):
            let isText = ["md", "markdown", "txt"].contains(file.pathExtension.lowercased())
            let bytes = try Self.read(file)
            article =
                isText
                ? try TextArticle.read(Charset.decode(bytes, contentType: nil), title: nil, url: base)
                : try extractArticle(html: bytes, url: base)
        case .text(let text, let title, let url):
            article = try TextArticle.read(text, title: title, url: url)
        }
        context.logger.info(
            "article extracted",
            metadata: [
                "title": "\(article.title)", "characters": "\(article.text.count)",
                "pictures": "\(article.images.count)", "confidence": "\(article.confidence)",
            ])
        context.report(1, nil)
        return article
    }

    /// A page's article; of a feed that of one of its entries.
    private func read(_ url: String, entry: Int?, in context: StageContext) async throws -> Article {
        let loader = loader()
        var page = try await loader.load(url)
        if let feed = PageKind.mayBeFeed(page.body, contentType: page.contentType) ? Feed(page.body) : nil {
            let number = entry ?? 1
            guard feed.entries.indices.contains(number - 1) else {
                throw ExtractError.noSuchEntry(number, of: feed.entries.count)
            }
            let address = feed.entries[number - 1].address
            guard let url = URL(string: address, relativeTo: URL(string: page.url)) else {
                throw FetchError.invalidURL(address)
            }
            context.report(0.4, "Reading the feed's entry \(number)")
            page = try await loader.load(url.absoluteString)
        } else if entry != nil {
            throw ExtractError.notAFeed
        }
        context.report(0.7, "Looking for the article")
        return try extractArticle(html: page.body, contentType: page.contentType, url: page.url)
    }

    private static func read(_ file: URL) throws(ExtractError) -> Data {
        do {
            let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            guard size <= ExtractLimits.pageBytes else { throw ExtractError.tooLarge(limit: ExtractLimits.pageBytes) }
            return try Data(contentsOf: file)
        } catch let error as ExtractError {
            throw error
        } catch {
            throw .unreadableFile(path: file.path, reason: String(describing: error))
        }
    }
}
