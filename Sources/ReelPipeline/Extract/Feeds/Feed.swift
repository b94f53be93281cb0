import CHTML
import Foundation
import ReelCore

/// A feed's entries: RSS 0.9–2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1.
package struct Feed: Sendable {
    package struct Entry: Hashable, Sendable {
        /// The article's address, as the feed gives it.
        package var address: String
        package var title: String?
        package var date: Date?
    }

    /// The newest first; entries without dates keep the feed's order behind the others.
    package var entries: [Entry]

    private static let maximumEntries = 2_000

    /// - Returns: `nil` for what is no feed.
    package init?(_ data: Data) {
        guard let entries = Self.looksLikeXML(data) ? Self.xml(data) : Self.json(data) else { return nil }
        // Feeds are newest first by custom; a date that says otherwise is believed.
        self.entries = entries.prefix(Self.maximumEntries).enumerated().sorted { left, right in
            switch (left.element.date, right.element.date) {
            case (let one?, let other?) where one != other: one > other
            default: left.offset < right.offset
            }
        }.map(\.element)
    }

    /// Whether the first element is a feed's.
    package static func looksLikeXML(_ data: Data) -> Bool {
        let head = String(decoding: data.prefix(2_048), as: Unicode.UTF8.self).lowercased()
        var rest = head[...]
        while let open = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: open)...]
            if rest.first == "?" || rest.first == "!" { continue }
            return ["rss", "feed", "rdf:rdf"].contains { rest.hasPrefix($0) }
        }
        return false
    }

    // MARK: JSON

    private struct JSONFeed: Decodable {
        struct Item: Decodable {
            var url: String?
            var externalURL: String?
            var title: String?
            var published: String?

            enum CodingKeys: String, CodingKey {
                case url, title
                case externalURL = "external_url"
                case published = "date_published"
            }
        }

        var version: String
        var items: [Item]
    }

    private static func json(_ data: Data) -> [Entry]? {
        guard data.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
            let feed = try? WireCoding.decode(JSONFeed.self, from: data), feed.version.contains("jsonfeed.org")
        else { return nil }
        return feed.items.compactMap { item in
            (item.url ?? item.externalURL).map {
                Entry(address: $0, title: item.title, date: item.published.flatMap(FeedDate.date))
            }
        }
    }

    // MARK: XML

    private static func xml(_ data: Data) -> [Entry]? {
        // Without NOENT entities stay unexpanded, so that none can grow; without HUGE the depth is bounded by 256.
        let options =
            XML_PARSE_RECOVER.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
            | XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue | XML_PARSE_IGNORE_ENC.rawValue
        let document = FeedMarkup.repaired(Data(Charset.decodeXML(data).utf8)).withUnsafeBytes { bytes -> xmlDocPtr? in
            guard let base = bytes.bindMemory(to: CChar.self).baseAddress, bytes.count < Int(Int32.max) else {
                return nil
            }
            guard let context = xmlNewParserCtxt() else { return nil }
            defer { xmlFreeParserCtxt(context) }
            // Behind more different names than a page may have, of which a feed has a few dozen, it is cut.
            context.pointee.sax.pointee.startElementNs = {
                parser, name, prefix, uri, count, spaces, all, unset, values in
                xmlSAX2StartElementNs(parser, name, prefix, uri, count, spaces, all, unset, values)
                // The parser hands itself over.
                guard let parser = parser?.assumingMemoryBound(to: xmlParserCtxt.self) else { return }
                if xmlDictSize(parser.pointee.dict) > HTMLDocument.maximumNames { xmlStopParser(parser) }
            }
            return xmlCtxtReadMemory(context, base, Int32(bytes.count), nil, nil, Int32(options))
        }
        guard let document else { return nil }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document) else { return nil }
        var entries: [Entry] = []
        // RSS keeps its items in a channel, RDF and Atom beside it.
        for outer in [root] + children(root, "channel") {
            for item in children(outer, "item") + children(outer, "entry") where entries.count < maximumEntries {
                if let entry = entry(item) { entries.append(entry) }
            }
        }
        return entries
    }

    private static func entry(_ item: xmlNodePtr) -> Entry? {
        let links = children(item, "link")
        // Of Atom's links the one without a relation or with "alternate" is the article.
        let atom = links.first {
            ["", "alternate"].contains(attribute($0, "rel") ?? "") && attribute($0, "href") != nil
        }
        let guid = children(item, "guid").first.flatMap { attribute($0, "isPermaLink") == "false" ? nil : text($0) }
        let plain = links.lazy.compactMap(text).first
        guard let address = atom.flatMap({ attribute($0, "href") }) ?? plain ?? guid,
            !address.isEmpty
        else { return nil }
        let dates = ["pubDate", "published", "date", "updated"].lazy.compactMap { children(item, $0).first }
            .compactMap(text).compactMap(FeedDate.date)
        return Entry(address: address, title: children(item, "title").first.flatMap(text), date: dates.first)
    }

    private static func children(_ node: xmlNodePtr, _ name: String) -> [xmlNodePtr] {
        var found: [xmlNodePtr] = []
        var next = node.pointee.children
        while let child = next, found.count < maximumEntries {
            if child.pointee.type == XML_ELEMENT_NODE, let own = child.pointee.name, String(cString: own) == name {
                found.append(child)
            }
            next = child.pointee.next
        }
        return found
    }

    private static func attribute(_ node: xmlNodePtr, _ name: String) -> String? {
        guard let value = xmlGetProp(node, name) else { return nil }
        defer { reel_xml_free(value) }
        return String(cString: value)
    }

    private static func text(_ node: xmlNodePtr) -> String? {
        guard let content = xmlNodeGetContent(node) else { return nil }
        defer { reel_xml_free(content) }
        let text = String(cString: content).collapsed
        return text.isEmpty ? nil : text
    }
}
