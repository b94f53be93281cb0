import Foundation
import ReelCore
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
        var things: [Thing] = []
        for id in tree.all where tree.tag(id) == .script {
            // The script's text is its only child.
            guard id + 1 < tree.nodes[id].end, things.count < Self.mostThings else { continue }
            things += Self.things(in: tree.nodes[id + 1].text)
        }
        let articles = things.filter { Self.types(of: $0).contains(where: Self.isArticleType) }
        // Of several articles the first is the page's own: lists of others follow it.
        if let article = articles.first {
            isArticle = true
            read(article, Self.byName(things))
        }
        isVideo = !isArticle && things.contains { Self.types(of: $0).contains("VideoObject") }
        for thing in things where publisher == nil && Self.types(of: thing).contains("WebSite") {
            publisher = Self.text(thing["name"])
        }
    }

    /// How many objects of all blocks together are read; real pages have fewer than a hundred.
    private static let mostThings = 1_000
    /// How many authors or pictures are taken from a list.
    private static let longestList = 40

    private mutating func read(_ article: Thing, _ things: [String: Thing]) {
        headline = Self.text(article["headline"]) ?? Self.text(article["name"])
        authors = Self.list(article["author"]).compactMap { Self.name($0, things) }
        published = Self.text(article["datePublished"]) ?? Self.text(article["dateCreated"])
        language = Self.text(article["inLanguage"])
        publisher = Self.list(article["publisher"]).compactMap { Self.name($0, things) }.first
        images = Self.list(article["image"]).compactMap { Self.address($0, things) }
        if images.isEmpty { images = Self.list(article["thumbnailUrl"]).compactMap { Self.address($0, things) } }
        body = article["articleBody"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        switch article["isAccessibleForFree"] {
        case .bool(let free): isFree = free
        case .string(let word): isFree = word.lowercased() != "false"
        default: break
        }
    }

    // MARK: Reading

    private typealias Thing = [String: JSONValue]

    /// All objects of a block, those inside lists and `@graph` included.
    private static func things(in text: String) -> [Thing] {
        var text = String(text.trimmedBlanks)
        // Some pages still hide their data from browsers of the nineties.
        for (opening, closing) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")]
        where text.hasPrefix(opening) && text.hasSuffix(closing) {
            text = String(text.dropFirst(opening.count).dropLast(closing.count))
        }
        guard let json = try? WireCoding.read(repaired(text)) else { return [] }
        var found: [Thing] = []
        var waiting = [json]
        while let next = waiting.popLast(), found.count < 500 {
            if let list = next.array {
                waiting += list.reversed()
            } else if let thing = next.object {
                found.append(thing)
                for key in ["mainEntity", "mainEntityOfPage", "@graph"] {
                    if let inner = thing[key], inner.string == nil { waiting.append(inner) }
                }
            }
        }
        return found
    }

    /// Without the commonest faults of such data: raw line breaks within strings, and commas before closing brackets.
    private static func repaired(_ text: String) -> Data {
        var bytes = Data(text.utf8.map { $0 < 0x20 ? 0x20 : $0 })
        var isString = false
        var isEscaped = false
        /// The place of a comma that nothing but blanks has followed yet.
        var comma: Int?
        for index in bytes.indices {
            let byte = bytes[index]
            if isString {
                if !isEscaped, byte == UInt8(ascii: "\"") { isString = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case 0x20: continue
            case UInt8(ascii: ","):
                comma = index
                continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if let comma { bytes[comma] = 0x20 }
            case UInt8(ascii: "\""): isString = true
            default: break
            }
            comma = nil
        }
        return bytes
    }

    private static func types(of thing: Thing) -> [String] {
        list(thing["@type"]).compactMap { $0.string?.split(separator: "/").last.map(String.init) }
    }

    private static func isArticleType(_ type: String) -> Bool {
        type.hasSuffix("Article") || type.hasSuffix("BlogPosting") || type == "Report" || type == "Review"
            || type == "ClaimReview"
    }

    private static func list(_ value: JSONValue?) -> [JSONValue] {
        value?.array.map { Array($0.prefix(longestList)) } ?? value.map { [$0] } ?? []
    }

    /// What says more than its `@id`, by that; the first of several.
    private static func byName(_ things: [Thing]) -> [String: Thing] {
        var found: [String: Thing] = [:]
        for thing in things where thing.count > 1 {
            if let id = thing["@id"]?.string, found[id] == nil { found[id] = thing }
        }
        return found
    }

    private static func text(_ value: JSONValue?) -> String? {
        guard let text = list(value).first?.string?.unescapingHTML.collapsed, !text.isEmpty else { return nil }
        return text
    }

    /// The name of a person or an organisation, which is a string, an object, or a pointer to another object.
    private static func name(_ value: JSONValue, _ things: [String: Thing]) -> String? {
        value.object.map { text(resolve($0, things)["name"]) } ?? text(value)
    }

    /// The address of a picture.
    private static func address(_ value: JSONValue, _ things: [String: Thing]) -> String? {
        guard let thing = value.object else { return text(value) }
        let picture = resolve(thing, things)
        return text(picture["url"]) ?? text(picture["contentUrl"])
    }

    private static func resolve(_ thing: Thing, _ things: [String: Thing]) -> Thing {
        guard thing.count == 1, let id = thing["@id"]?.string else { return thing }
        return things[id] ?? thing
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
