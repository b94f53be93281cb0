import Foundation
import ReelText

/// What a page says about its article in `application/ld+json` (schema.org), as far as it is used here.
package struct JSONLD: Hashable, Sendable {
    package var isArticle = false
    package var isVideo = false
    package var headline: String?
    package var authors: [String] = []
    package var published: String?
    package var language: String?
    package var publisher: String?
    package var images: [String] = []
    /// With its line breaks, and whatever markup its author left in it.
    package var body: String?
    /// What the page says about its own paywall.
    package var isFree: Bool?

    package init() {}

    package init(_ tree: HTMLTree) {
        var things: [[String: Any]] = []
        for id in tree.all where tree.tag(id) == .script {
            // The script's text is its only child.
            guard id + 1 < tree.nodes[id].end else { continue }
            things += Self.things(in: tree.nodes[id + 1].text)
        }
        let articles = things.filter { Self.types(of: $0).contains(where: Self.isArticleType) }
        // Of several articles the first is the page's own: lists of others follow it.
        if let article = articles.first {
            isArticle = true
            read(article, things)
        }
        isVideo = !isArticle && things.contains { Self.types(of: $0).contains("VideoObject") }
        for thing in things where publisher == nil && Self.types(of: thing).contains("WebSite") {
            publisher = Self.text(thing["name"])
        }
    }

    private mutating func read(_ article: [String: Any], _ things: [[String: Any]]) {
        headline = Self.text(article["headline"]) ?? Self.text(article["name"])
        authors = Self.list(article["author"]).compactMap { Self.name($0, things) }
        published = Self.text(article["datePublished"]) ?? Self.text(article["dateCreated"])
        language = Self.text(article["inLanguage"])
        publisher = Self.list(article["publisher"]).compactMap { Self.name($0, things) }.first
        images = Self.list(article["image"]).compactMap { Self.address($0, things) }
        if images.isEmpty { images = Self.list(article["thumbnailUrl"]).compactMap { Self.address($0, things) } }
        body = (article["articleBody"] as? String).flatMap { $0.isEmpty ? nil : $0 }
        switch article["isAccessibleForFree"] {
        case let free as Bool: isFree = free
        case let word as String: isFree = word.lowercased() != "false"
        default: break
        }
    }

    // MARK: Reading

    /// All objects of a block, those inside lists and `@graph` included.
    private static func things(in text: String) -> [[String: Any]] {
        var text = String(text.trimmedBlanks)
        // Some pages still hide their data from browsers of the nineties.
        for (opening, closing) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")]
        where text.hasPrefix(opening) && text.hasSuffix(closing) {
            text = String(text.dropFirst(opening.count).dropLast(closing.count))
        }
        // Raw line breaks within strings are the commonest fault of such data.
        let bytes = Data(text.utf8.map { $0 < 0x20 ? 0x20 : $0 })
        guard let json = try? JSONSerialization.jsonObject(with: bytes, options: .fragmentsAllowed) else { return [] }
        var found: [[String: Any]] = []
        var waiting: [Any] = [json]
        while let next = waiting.popLast(), found.count < 500 {
            if let list = next as? [Any] {
                waiting += list.reversed()
            } else if let thing = next as? [String: Any] {
                found.append(thing)
                for key in ["mainEntity", "mainEntityOfPage", "@graph"] {
                    if let inner = thing[key], !(inner is String) { waiting.append(inner) }
                }
            }
        }
        return found
    }

    private static func types(of thing: [String: Any]) -> [String] {
        list(thing["@type"]).compactMap { ($0 as? String)?.split(separator: "/").last.map(String.init) }
    }

    private static func isArticleType(_ type: String) -> Bool {
        type.hasSuffix("Article") || type.hasSuffix("BlogPosting") || type == "Report" || type == "Review"
            || type == "ClaimReview"
    }

    private static func list(_ value: Any?) -> [Any] {
        (value as? [Any]) ?? value.map { [$0] } ?? []
    }

    private static func text(_ value: Any?) -> String? {
        guard let text = (list(value).first as? String)?.unescapingHTML.collapsed, !text.isEmpty else { return nil }
        return text
    }

    /// The name of a person or an organisation, which is a string, an object, or a pointer to another object.
    private static func name(_ value: Any, _ things: [[String: Any]]) -> String? {
        (value as? [String: Any]).map { text(resolve($0, things)["name"]) } ?? text(value)
    }

    /// The address of a picture.
    private static func address(_ value: Any, _ things: [[String: Any]]) -> String? {
        guard let thing = value as? [String: Any] else { return text(value) }
        let picture = resolve(thing, things)
        return text(picture["url"]) ?? text(picture["contentUrl"])
    }

    private static func resolve(_ thing: [String: Any], _ things: [[String: Any]]) -> [String: Any] {
        guard thing.count == 1, let id = thing["@id"] as? String else { return thing }
        return things.first { $0["@id"] as? String == id && $0.count > 1 } ?? thing
    }
}

extension String {
    /// Data blocks are no HTML, but their authors often escape the text in them as if they were.
    var unescapingHTML: String {
        guard contains("&") else { return self }
        let tree = HTMLDocument.parse("<body>" + replacingOccurrences(of: "<", with: "&lt;"))
        return tree.isEmpty ? self : tree.text(of: tree.root)
    }
}
