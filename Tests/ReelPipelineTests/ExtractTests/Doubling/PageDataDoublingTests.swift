import Foundation
import ReelExtract
import ReelTestKit
import Testing

/// What a page says of itself and of its pictures is read in time that grows with its length: data blocks, `meta`, styles,
/// names, dates, `srcset`, addresses.
@Suite struct PageDataDoublingTests {
    private static let prose = PageDoublingTests.prose
    private static let block = "<script type='application/ld+json'>"

    /// JSON-LD (schema.org).
    static let data: [HostileShape] =
        HostileShape.five(sign: "[", opening: "{\"a\":", closing: "}", nearly: "[],", after: block)
        + [
            .nested("[", "]", after: block, before: "</script>" + prose), .repeated("\\u0041", after: block + "\""),
            .repeated("\"", after: block), .repeated("1", after: block), .repeated(block + "{}</script>"),
            .repeated("{\"@graph\":[{}]},", after: block + "[", before: "{}]</script>" + prose),
            HostileShape("authors named elsewhere") { count in
                let authors = (0..<count).map { "{\"@id\":\"a\($0)\"}" }.joined(separator: ",")
                let others = String(repeating: ",{\"@id\":\"b\",\"c\":1}", count: count)
                return block + "[{\"@type\":\"Article\",\"author\":[\(authors)]}\(others)]</script>" + prose
            },
            HostileShape("escaped authors") { count in
                let authors = String(repeating: "\"A &amp; B\",", count: count)
                return block + "{\"@type\":\"Article\",\"author\":[\(authors)\"C\"]}</script>" + prose
            },
            HostileShape("blocks full of nesting") { count in
                let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
                return block + "[" + String(repeating: deep + ",", count: count) + "1]</script>" + prose
            },
        ]

    static let head: [HostileShape] = [
        .repeated("<meta name=author content='A B'>"),
        .repeated("<meta property=og:image content='http://a.example/b'>"),
        .repeated("a - ", after: "<title>", before: "</title>" + prose), .repeated("a", after: "<title>"),
        .repeated("a/../", after: "<base href='http://a.example/", before: "'>\(prose)<img src=b.jpg>"),
        .repeated("2019-11-18 ", after: "<meta name=date content='", before: "'>" + prose),
        .repeated("<time datetime='2019-11'>a</time>", after: prose),
        .nested("<div itemprop=datePublished>a", "</div>", after: prose),
        .nested("<div class=byline>a", "</div>", around: prose, after: "<h1>Of hens and eggs</h1>"),
    ]

    static let names: [HostileShape] = [
        .repeated("a ", after: "<p class='", before: "'>" + prose),
        .repeated("aB-", after: "<p id='", before: "'>" + prose),
        .repeated(";", after: "<p style='", before: "'>" + prose),
        .repeated("display: ", after: "<p style='", before: "'>" + prose), .repeated("<p style='display:none'>a</p>"),
        .repeated("<p class='related-x y'>a</p>", after: prose),
    ]

    static let pictures: [HostileShape] =
        HostileShape.five(
            sign: ",", opening: "(", closing: ")", nearly: "a.jpg 2000w", after: "<article>\(prose)<img srcset='",
            before: "'>" + prose)
        + [
            .repeated("a.jpg 2000w, ", after: "<article>\(prose)<img srcset='", before: "'>" + prose),
            .repeated(" ", after: "<article>\(prose)<img srcset='a", before: "'>" + prose),
            .repeated("<img src=http://a.example/b.jpg alt='a b'>", after: "<article>" + prose, before: prose),
            .repeated("-1x", after: "<article>\(prose)<img src='", before: ".jpg'>" + prose),
            HostileShape("a picture of many sources and many images") { count in
                "<article>\(prose)<picture>" + String(repeating: "<source srcset='a.jpg 2000w'>", count: count)
                    + String(repeating: "<img src=a.jpg>", count: count) + "</picture>" + prose
            },
        ]

    @Test(arguments: data + head + names + pictures)
    func growsWithTheLength(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 2_000_000).run(shape) {
            _ = try? extractArticle(
                html: Data($0.utf8), contentType: "text/html; charset=utf-8", url: "https://a.example/b")
        }
    }

    /// The address that a page has after redirects is a stranger's too; libcurl takes up to 8 MB.
    @Test(
        arguments: HostileShape.five(sign: "/", opening: "(", closing: ")", nearly: "/2019/", after: "http://a.example")
    )
    func theAddressToo(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 500_000).run(shape) {
            _ = try? extractArticle(html: Data("<h1>Of hens</h1>\(Self.prose)<img src=b.jpg>".utf8), url: $0)
        }
    }
}
