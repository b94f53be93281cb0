import ReelCore
import ReelExtract
import ReelTestKit
import Testing

/// Text and Markdown that a client posts are read in time that grows with their length, up to what a request may hold.
@Suite struct TextDoublingTests {
    private static let prose = String(repeating: "Hens lay eggs in the morning. ", count: 10) + "\n\n"

    static let shapes: [HostileShape] =
        // Tags, which were 57 s for 55,000 of the first.
        HostileShape.five(sign: "<", opening: "<a ", closing: ">", nearly: "<a", after: prose)
        // Links and pictures.
        + HostileShape.five(sign: "[", opening: "[a", closing: "](b)", nearly: "[a]", after: prose)
        + HostileShape.five(sign: "!", opening: "![", closing: "](b)", nearly: "![a](", after: prose)
        + [
            .repeated("[a](http://example.org/b)", after: prose),
            .repeated("![a](http://example.org/?a=1&amp;b=2) ", after: prose),
            .repeated("[](", after: prose), .repeated("\\[", after: prose),
        ]
        // Emphasis, and characters that look back over all of their kind.
        + HostileShape.five(sign: "*", opening: "**a", closing: "**", nearly: "a*_", after: prose)
        + HostileShape.five(sign: "_", opening: "_a", closing: "_", nearly: "a_b", after: prose)
        + HostileShape.five(sign: "`", opening: "~~", closing: "~~", nearly: "~`", after: prose)
        + [
            .repeated("\u{1F1E6}*", after: prose), .repeated("\u{1F469}\u{200D}_", after: prose),
            .repeated("\u{301}", after: prose + "a"),
        ]
        // Lines.
        + [
            .repeated("# a\n", after: prose), .repeated("#", after: prose), .repeated("- a\n", after: prose),
            .repeated("> a\n", after: prose), .repeated("> ", after: prose), .repeated("a\n=\n", after: prose),
            .repeated("=", after: prose), .repeated("```\n", after: prose), .repeated("\n", after: prose),
            .repeated("\r", after: prose), .repeated("1. ", after: prose), .repeated("word \n", after: prose),
            .repeated("\u{2028}", after: prose), .repeated(" ", after: prose), .repeated("&amp;", after: prose),
        ]

    @Test(arguments: shapes)
    func growsWithTheLength(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 500_000).run(shape) { _ = try? TextArticle.read($0, title: nil, url: nil) }
    }

    /// A text that is cut nowhere: the last line is read like the first.
    @Test func nothingIsLost() throws {
        let text = String(repeating: "<", count: 100_000) + "\n\n" + Self.prose + "The end."
        let article = try TextArticle.read(text, title: "A", url: nil)
        #expect(article.text.hasSuffix("The end.") && article.text.hasPrefix("<<<"))
    }
}
