import Foundation
import ReelCache
import ReelFetch

/// Pages that were read before, so that a site need not send them again when they have not changed (RFC 9111, validation
/// only): every use asks the site, and a `304` spares the body.
///
/// One file for each address: a line of JSON, then the body. It is written whole and checked when it is read.
struct PageCache: Sendable {
    let folder: URL

    /// The oldest are dropped beyond this.
    private static let maximumEntries = 500

    struct Entry: Codable, Sendable {
        var url: String
        /// After redirects.
        var finalURL: String
        var contentType: String?
        var etag: String?
        var lastModified: String?
        var digest: String
    }

    /// - Parameter root: the folder of all caches.
    init(root: URL) {
        folder = root.appending(path: "pages", directoryHint: .isDirectory)
    }

    func entry(for url: String) -> (entry: Entry, body: Data)? {
        guard let data = try? Data(contentsOf: file(url)), let end = data.firstIndex(of: 0x0a),
            let entry = try? JSONDecoder().decode(Entry.self, from: data[..<end]), entry.url == url
        else { return nil }
        let body = Data(data[data.index(after: end)...])
        return Self.digest(body) == entry.digest ? (entry, body) : nil
    }

    /// Keeps a page that can be asked for again by its validators. A full disk costs the next reader a transfer, no more.
    func keep(_ page: FetchedResource, for url: String) {
        let etag = page.headers["etag"]
        let lastModified = page.headers["last-modified"]
        guard etag != nil || lastModified != nil,
            page.headers["cache-control"]?.lowercased().contains("no-store") != true
        else { return }
        let entry = Entry(
            url: url, finalURL: page.url, contentType: page.contentType, etag: etag, lastModified: lastModified,
            digest: Self.digest(page.body))
        guard let head = try? JSONEncoder().encode(entry) else { return }
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? (head + Data("\n".utf8) + page.body).write(to: file(url), options: .atomic)
        dropOldest()
    }

    /// The headers that ask whether an entry is still what the site has.
    static func conditions(_ entry: Entry) -> [HTTPField] {
        var fields: [HTTPField] = []
        if let etag = entry.etag { fields.append(HTTPField("If-None-Match", etag)) }
        if let date = entry.lastModified { fields.append(HTTPField("If-Modified-Since", date)) }
        return fields
    }

    private func file(_ url: String) -> URL {
        folder.appending(path: ContentKey(recipe: "page/1", [url]).hex)
    }

    private static func digest(_ body: Data) -> String {
        var digest = SHA256Digest()
        digest.update(body)
        return digest.finish()
    }

    private func dropOldest() {
        let key = URLResourceKey.contentModificationDateKey
        guard let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [key]),
            files.count > Self.maximumEntries
        else { return }
        let dated = files.map { ($0, (try? $0.resourceValues(forKeys: [key]).contentModificationDate) ?? .distantPast) }
        for (file, _) in dated.sorted(by: { $0.1 < $1.1 }).prefix(files.count - Self.maximumEntries) {
            try? FileManager.default.removeItem(at: file)
        }
    }
}
