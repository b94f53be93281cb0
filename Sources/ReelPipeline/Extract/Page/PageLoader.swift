import Foundation
import ReelCore
import ReelFetch

/// A page as it came.
struct LoadedPage: Sendable {
    /// After redirects.
    var url: String
    var contentType: String?
    var body: Data
}

/// Gets pages from the web: asks the site's `robots.txt` first, and asks for a page that was read before only whether it
/// has changed.
struct PageLoader: Sendable {
    let fetcher: Fetcher
    let settings: ExtractSettings
    let cache: PageCache?

    private static let accept =
        "text/html,application/xhtml+xml;q=0.9,application/rss+xml;q=0.8,application/atom+xml;q=0.8,*/*;q=0.1"
    /// The name that sites can address in their `robots.txt`; the user agent begins with it too.
    static let product = "ReelCraft"

    /// - Throws: `FetchError`, `ExtractError.robots` or `CancellationError`.
    func load(_ url: String) async throws -> LoadedPage {
        if settings.heedsRobots { try await askRobots(url) }
        let known = cache?.entry(for: url)
        let request = FetchRequest(
            url: url, accept: Self.accept, maximumBytes: ExtractLimits.pageBytes,
            headers: known.map { PageCache.conditions($0.entry) } ?? [], takesAnyStatus: known != nil)
        let page = try await fetcher.fetch(request)
        if let known {
            if page.status == 304, page.url == known.entry.finalURL {
                return LoadedPage(
                    url: known.entry.finalURL, contentType: known.entry.contentType, body: known.body)
            }
            // Redirected to another page, or an error: asked anew, so that it is met as any other.
            if !(200...299 ~= page.status) { return try await loadAnew(url) }
        }
        cache?.keep(page, for: url)
        return LoadedPage(url: page.url, contentType: page.contentType, body: page.body)
    }

    private func loadAnew(_ url: String) async throws -> LoadedPage {
        let page = try await fetcher.fetch(
            FetchRequest(url: url, accept: Self.accept, maximumBytes: ExtractLimits.pageBytes))
        cache?.keep(page, for: url)
        return LoadedPage(url: page.url, contentType: page.contentType, body: page.body)
    }

    // MARK: robots.txt

    private func askRobots(_ url: String) async throws {
        guard var parts = URLComponents(string: url), parts.scheme?.lowercased().hasPrefix("http") == true else {
            return
        }
        let path =
            (parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath)
            + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
        parts.percentEncodedPath = "/robots.txt"
        parts.percentEncodedQuery = nil
        parts.fragment = nil
        guard let address = parts.string else { return }
        let known = cache?.entry(for: address)
        let answer: FetchedResource
        do {
            answer = try await fetcher.fetch(
                FetchRequest(
                    url: address, accept: "text/plain,*/*;q=0.5", maximumBytes: RobotsRules.maximumBytes,
                    headers: known.map { PageCache.conditions($0.entry) } ?? [], takesAnyStatus: true))
        } catch let error as FetchError {
            switch error {
            // A site that does not say in time what it allows is asked again later.
            case .timeout, .outOfTime, .brokenAnswer: throw error
            // Who cannot be reached says so better when the page is asked for.
            default: return
            }
        }
        switch answer.status {
        case 200...299:
            cache?.keep(answer, for: address)
            try check(answer.body, path, parts.host)
        case 304: try check(known?.body ?? Data(), path, parts.host)
        // RFC 9309, 2.3.1.4: a site that cannot say what it allows allows nothing.
        case 500...599: throw ExtractError.robots(host: parts.host ?? "")
        default: return
        }
    }

    private func check(_ rules: Data, _ path: String, _ host: String?) throws {
        let text = String(decoding: rules.prefix(RobotsRules.maximumBytes), as: UTF8.self)
        guard RobotsRules(text, agent: Self.product).allows(path) else {
            throw ExtractError.robots(host: host ?? "")
        }
    }
}
