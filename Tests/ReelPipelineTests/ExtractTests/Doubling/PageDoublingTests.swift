import Foundation
import ReelExtract
import ReelTestKit
import Testing

/// Pages are read in time that grows with their length: tree, cleaning, scoring, and the text that comes out.
@Suite struct PageDoublingTests {
    static let prose = String(
        repeating: "<p>Hens lay eggs in the morning, and keepers gather them before the sun stands high.</p>", count: 5)

    /// Signs that the parser and what is before it look for.
    static let marks: [HostileShape] =
        HostileShape.five(sign: "<", opening: "<a ", closing: ">", nearly: "<a:", after: prose)
        + HostileShape.five(sign: "-", opening: "<!--", closing: "-->", nearly: "<!-- a -- b", after: prose)
        + HostileShape.five(sign: "!", opening: "<!", closing: ">", nearly: "<![CDATA[", after: prose)
        + HostileShape.five(sign: "&", opening: "&#", closing: ";", nearly: "&amp", after: prose)
        + [
            .repeated("<?", after: prose), .repeated("</", after: prose), .repeated("</p>", after: prose),
            .repeated("<!DOCTYPE ", after: prose), .repeated("\u{0}", after: prose), .repeated("\r", after: prose),
            .repeated("9", after: prose + "&#"), .repeated("\u{301}", after: prose + "<p>a"),
        ]

    static let elements: [HostileShape] =
        HostileShape.five(sign: "<p>", opening: "<div>", closing: "</div>", nearly: "<p><div>", after: prose)
        + HostileShape.five(sign: "<b>", opening: "<b><i>", closing: "</b></i>", nearly: "<b><p></b>", after: prose)
        + HostileShape.five(sign: "<li>a", opening: "<ul><li>", closing: "</ul>", nearly: "<a><ul>", after: prose)
        + HostileShape.five(sign: "<br>", opening: "<a href=b>", closing: "</a>", nearly: "<br>a<br>", after: prose)
        + HostileShape.five(
            sign: "<figure>", opening: "<figure><img src=a.jpg>", closing: "</figure>", nearly: "<figcaption>a",
            after: prose)
        + [
            .repeated("<h1>hens and egg</h1>", after: "<title>Of hens and eggs</title>" + prose),
            .repeated("<script>", after: prose), .repeated("<style></style>", after: prose),
            .repeated("<form><input>", after: prose), .repeated("<select><option>a", after: prose),
            .repeated("<html a=b>", after: prose), .repeated("<svg><g>", after: prose),
            .nested("<div id=root>", "</div>"), .repeated("<div class=c><a href=b>a long line of link</a><p>a</div>"),
        ]

    static let tables: [HostileShape] =
        HostileShape.five(
            sign: "<td>a", opening: "<table><tr><td>", closing: "</table>", nearly: "<tr><p>",
            after: "<article>" + prose + "<table><tr>")
        + [.repeated("<td>what stands in a cell</td>", after: "<article>" + prose + "<table><tr>", before: prose)]

    static let attributes: [HostileShape] =
        HostileShape.five(sign: "'", opening: " a='", closing: "'", nearly: " a=b", after: prose + "<p")
        + [
            .repeated("a", after: prose + "<p "), .repeated("=", after: prose + "<p "),
            .repeated("/", after: prose + "<p a="), .repeated("&amp;", after: prose + "<p a='", before: "'>"),
            HostileShape("distinct attributes") { count in
                prose + "<p " + (0..<count).map { "a\($0)=b" }.joined(separator: " ") + ">"
            },
            HostileShape("distinct attributes of one element in many tags") { count in
                prose + (0..<count).map { "<html a\($0)=b>" }.joined()
            },
            HostileShape("distinct elements") { count in prose + (0..<count).map { "<a\($0)>b</a\($0)>" }.joined() },
        ]

    @Test(arguments: marks + elements + tables + attributes)
    func growsWithTheLength(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 2_000_000).run(shape) {
            _ = try? extractArticle(html: Data($0.utf8), contentType: "text/html; charset=utf-8")
        }
    }

    @Test func aPageOfMoreElementsThanAnyArticleHasIsRefusedWithAWord() {
        let page = Self.prose + String(repeating: "<p>a", count: 210_000)
        let names = Self.prose + (0..<30_000).map { "<a\($0)>" }.joined()
        #expect(throws: ExtractError.tooManyNames(limit: 20_000)) { try extractArticle(html: Data(names.utf8)) }
        #expect(throws: ExtractError.tooManyElements(limit: 400_000)) { try extractArticle(html: Data(page.utf8)) }
    }
}
