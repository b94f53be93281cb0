import Foundation
import ReelExtract
import ReelTestKit
import Testing

/// Feeds are read in time that grows with their length: RSS, Atom and JSON Feed, and their dates.
@Suite struct FeedDoublingTests {
    private static let open = "<rss><channel><item><link>http://a.example/</link>"
    private static let jsonOpen = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":["

    static let xml: [HostileShape] =
        HostileShape.five(sign: "<", opening: "<a ", closing: "/>", nearly: "<a:", after: open)
        + HostileShape.five(sign: "-", opening: "<!--", closing: "-->", nearly: "<!-- a -- b", after: open)
        + HostileShape.five(sign: "]", opening: "<![CDATA[", closing: "]]>", nearly: "]]", after: open + "<![CDATA[")
        + HostileShape.five(sign: "&", opening: "&#", closing: ";", nearly: "&amp", after: open)
        + HostileShape.five(sign: "?", opening: "<?a", closing: "?>", nearly: "<?a>", after: open)
        + HostileShape.five(
            sign: "<item>", opening: "<item><title>a", closing: "</title></item>", nearly: "<link>", after: open)
        + [
            .repeated("<entry><link href='http://a.example/'/></entry>", after: "<feed>"),
            .repeated("<channel><item/></channel>", after: "<rss>"), .repeated("<!DOCTYPE a [", after: open),
            .repeated("<!ENTITY a \"b\">", after: "<!DOCTYPE rss [", before: "]>" + open + "<a>&a;</a>"),
            .repeated("&a;", after: "<!DOCTYPE rss [<!ENTITY a \"bbbbbbbbbb\">]>\(open)<title>"),
            HostileShape("distinct attributes") { count in
                open + "<a " + (0..<count).map { "a\($0)='b'" }.joined(separator: " ") + "/></item></channel></rss>"
            },
            HostileShape("namespaces") { count in
                open + "<a " + (0..<count).map { "xmlns:a\($0)='b\($0)'" }.joined(separator: " ") + "/>"
            },
            HostileShape("namespaces one in another") { count in
                open + (0..<count).map { "<a\($0 % 200):b xmlns:a\($0 % 200)='c'/>" }.joined()
            },
            HostileShape("entities of entities") { count in
                "<!DOCTYPE rss [<!ENTITY a0 'b'>"
                    + (1...max(1, count)).map { "<!ENTITY a\($0) '&a\($0 - 1);&a\($0 - 1);'>" }.joined()
                    + "]><rss><channel><item><link>&a\(count);</link></item></channel></rss>"
            },
        ]

    @Test(arguments: xml)
    func feeds(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 2_000_000).run(shape) { _ = Feed(Data($0.utf8)) }
    }

    static let json: [HostileShape] =
        HostileShape.five(sign: "[", opening: "{\"a\":", closing: "}", nearly: "[],", after: jsonOpen)
        + [
            .repeated("{\"url\":\"http://a.example/\"},", after: jsonOpen, before: "{}]}"),
            .repeated("\\u0041", after: jsonOpen + "\""), .repeated("1", after: jsonOpen),
            .repeated(" ", after: jsonOpen),
            HostileShape("nesting again and again") { count in
                let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
                return jsonOpen + String(repeating: "{\"a\":\(deep)},", count: count) + "{}]}"
            },
        ]

    @Test(arguments: json)
    func jsonFeeds(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 2_000_000).run(shape) { _ = Feed(Data($0.utf8)) }
    }

    static let dates: [HostileShape] =
        HostileShape.five(sign: "1", opening: "(", closing: ")", nearly: "18 Nov ")
        + HostileShape.five(sign: "-", opening: "2019-11-18T", closing: "Z", nearly: "2019-", after: "2019-11-18")
        + [.repeated(" ", after: "Mon, 18 Nov 2019"), .repeated(":0", after: "18 Nov 2019 09")]

    @Test(arguments: dates)
    func datesOfFeeds(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 1_000_000).run(shape) { _ = FeedDate.date($0) }
    }
}
