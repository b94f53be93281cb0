import Foundation
import ReelCore
import ReelText

/// What a page's head says about it.
package struct PageMetadata: Sendable {
    /// All that claims to be the title, likeliest first.
    package var titles: [String] = []
    package var byline: String?
    package var published: String?
    package var language: String?
    package var siteName: String?
    /// Lead pictures, likeliest first; not yet resolved.
    package var images: [String] = []
    /// `<base href>`.
    package var base: String?
    /// Whether the page calls itself an article.
    package var isArticle: Bool
    /// Whether the page calls itself a film.
    package var isVideo: Bool
    /// What the head says of the first picture in `images`.
    package var imageWidth: Int?
    package var imageHeight: Int?
    package var imageAlt: String?
    package var data: JSONLD

    package init(_ tree: HTMLTree) {
        data = JSONLD(tree)
        let metas = Metas(tree)
        siteName = (metas["og:site_name"] ?? data.publisher ?? metas["application-name"]).flatMap(Self.name(ofSite:))
        isArticle = data.isArticle || metas["og:type"]?.lowercased() == "article"
        isVideo = !isArticle && (data.isVideo || metas["og:type"]?.lowercased().hasPrefix("video") == true)
        imageWidth = (metas["og:image:width"]).flatMap { Int($0) }
        imageHeight = (metas["og:image:height"]).flatMap { Int($0) }
        imageAlt = metas["og:image:alt"] ?? metas["twitter:image:alt"]

        let pageTitle = tree.first(.title).map { tree.text(of: $0) }
        let claims = [metas["og:title"], data.headline, metas["twitter:title"], metas["title"], pageTitle]
        for case let claim? in claims {
            let title = Self.withoutSiteName(claim.cut(to: 500), siteName)
            if !title.isEmpty, !titles.contains(title) { titles.append(title) }
        }

        byline = Self.byline(tree, metas, data)
        published = PublicationDate.find(tree, metas: metas, data: data)
        language = Self.language(tree, metas, data)
        images =
            [metas["og:image:secure_url"], metas["og:image"], metas["og:image:url"]].compactMap { $0 } + data.images
            + [metas["twitter:image"], metas["twitter:image:src"]].compactMap { $0 }
        for id in tree.all {
            if base == nil, tree.tag(id) == .base { base = tree.attribute("href", of: id) }
            if tree.tag(id) == .link, tree.attribute("rel", of: id)?.lowercased() == "image_src",
                let href = tree.attribute("href", of: id)
            {
                images.append(href)
            }
        }
    }

    /// "Title | Site", "Site: Title", "Title - Section - Site" without the site; where its name is unknown, the longest
    /// part when that is long enough to be a title.
    static func withoutSiteName(_ title: String, _ siteName: String?) -> String {
        var parts = [title]
        for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • "] where title.holds(separator) {
            parts = parts.flatMap { $0.components(separatedBy: separator) }
        }
        guard parts.count > 1 else { return title }
        let site = siteName?.comparisonKey ?? ""
        if !site.isEmpty {
            // Only at the ends: a site's name in mid-title is part of it.
            if parts[parts.count - 1].comparisonKey == site,
                let cut = title.range(of: parts[parts.count - 1], options: .backwards)
            {
                return trimSeparators(String(title[..<cut.lowerBound]))
            }
            if parts[0].comparisonKey == site, let cut = title.range(of: parts[0]) {
                return trimSeparators(String(title[cut.upperBound...]))
            }
        }
        let longest = parts.max { $0.count < $1.count } ?? title
        return longest.split(separator: " ").count >= 4 && 2 * longest.count > title.count ? longest : title
    }

    /// Some sites give their address or their handle for a name.
    static func name(ofSite claim: String) -> String? {
        var name = claim[...]
        for prefix in ["https://", "http://", "www.", "@"] where name.lowercased().hasPrefix(prefix) {
            name = name.dropFirst(prefix.count)
        }
        let plain = name.trimmingCharacters(in: CharacterSet(charactersIn: "/ "))
        return plain.isEmpty || plain.unicodeScalars.count > 100 ? nil : plain
    }

    private static func trimSeparators(_ text: String) -> String {
        text.trimmingCharacters(in: CharacterSet(charactersIn: " |-–—:»«·•"))
    }

    /// How many elements that call themselves a byline are read.
    private static let mostBylines = 200

    private static func byline(_ tree: HTMLTree, _ metas: Metas, _ data: JSONLD) -> String? {
        if !data.authors.isEmpty { return person(data.authors.joined(separator: ", ")) }
        for name in ["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"] {
            if let author = metas[name].flatMap(person) { return author }
        }
        var candidates = 0
        for id in tree.all where tree.isElement(id) && candidates < mostBylines {
            let isAuthor =
                tree.attribute("itemprop", of: id)?.lowercased() == "author"
                || tree.attribute("rel", of: id)?.lowercased() == "author"
                || tree.attribute("class", of: id)?.lowercased().holds("byline") == true
            guard isAuthor, tree.isSmall(id, nodes: 100, bytes: 20_000) else { continue }
            candidates += 1
            if let author = person(in: id, tree) { return author }
        }
        return nil
    }

    /// The person that an element names, without what has a name of its own in it: the paper, the date.
    static func person(in id: HTMLTree.ID, _ tree: HTMLTree) -> String? {
        let blocks = tree.textBlocks(in: tree.subtree(id)) { inner in
            guard inner > id, let tag = tree.tag(inner), tag != .a, let name = tree.attribute("class", of: inner)
            else { return false }
            let words = name.utf8.split(whereSeparator: { $0 <= 0x20 }).flatMap { Vocabulary.words(Substring($0)) }
            return words.contains(where: besideAuthor.contains)
        }
        return blocks.prefix(3).flatMap { $0.text.split(separator: "\n") }.lazy.compactMap { person(String($0)) }.first
    }

    private static let besideAuthor: Set<String> = [
        "publication", "publisher", "source", "date", "datetime", "time", "timestamp", "published", "updated", "role",
        "title", "bio", "share", "social", "twitter", "email",
    ]

    /// A name without the word before it; `nil` for what is no name (an address, a sentence).
    static func person(_ text: String) -> String? {
        var name = text.collapsed
        for word in [
            "written by ", "posted by ", "story by ", "words by ", "analysis by ", "opinion by ", "by: ", "by ", "von ",
            "par ", "por ", "di ",
        ] where name.lowercased().hasPrefix(word) {
            name = String(name.dropFirst(word.count))
        }
        if let bar = name.range(of: " | ") { name = String(name[..<bar.lowerBound]) }
        guard name.count >= 2, name.unicodeScalars.count <= 80, !name.contains("://"), !name.contains("@"),
            !name.contains(where: \.isNumber), name.contains(where: \.isLetter),
            !["admin", "by", "and", "staff"].contains(name.lowercased())
        else { return nil }
        return name
    }

    private static func language(_ tree: HTMLTree, _ metas: Metas, _ data: JSONLD) -> String? {
        let html =
            tree.isEmpty ? nil : tree.attribute("lang", of: tree.root) ?? tree.attribute("xml:lang", of: tree.root)
        for case let claim? in [html, data.language, metas["content-language"], metas["og:locale"]] {
            // "en_US" is what people write for "en-US".
            let parts = claim.trimmingCharacters(in: .whitespaces).split { $0 == "_" || $0 == "-" }
            guard let first = parts.first, 2...3 ~= first.count, claim.utf8.count <= 20,
                parts.allSatisfy({ $0.utf8.allSatisfy { $0 < 0x80 } && $0.allSatisfy { $0.isLetter || $0.isNumber } })
            else { continue }
            let tail = parts.dropFirst().map { $0.count == 2 ? $0.uppercased() : String($0) }
            return ([first.lowercased()] + tail).joined(separator: "-")
        }
        return nil
    }
}

/// The `meta` elements by their lower-case `property`, `name`, `itemprop` or `http-equiv`; the first of each counts.
struct Metas: Sendable {
    private var values: [String: String] = [:]

    init(_ tree: HTMLTree) {
        for id in tree.all where tree.tag(id) == .meta {
            guard let content = tree.attribute("content", of: id)?.collapsed, !content.isEmpty else { continue }
            for attribute in ["property", "name", "itemprop", "http-equiv"] {
                if let name = tree.attribute(attribute, of: id)?.lowercased(), values[name] == nil {
                    values[name] = content
                }
            }
        }
    }

    subscript(_ name: String) -> String? { values[name] }
}
