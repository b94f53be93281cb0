import ReelCore
import ReelScript
import Testing

@Suite struct GroundingTests {
    private let article = GroundedArticle(
        Article(
            url: nil, title: "Ostermouth closes its bridge", byline: "Jane Doe", published: "2026-11-03",
            siteName: "River Times",
            text: """
                The bridge of Ostermouth was closed on Monday after engineers found cracks in 17 of its 42 bolts. \
                "Nobody should drive over it," said Maria Lund, who leads the city\u{2019}s bridge office (a post that she \
                took over in 2019).

                Repairs will cost $1.2 million and take between five and eight weeks, John Harper of the builders' union \
                told the council. About 18,500 cars cross the Osk every day, 30 percent of them lorries from America.
                """))

    @Test(arguments: [
        "Engineers found cracks in 17 of its 42 bolts.",
        "Seventeen of forty-two bolts had cracks.",
        "The repairs cost 1.2 million dollars.", "It costs 1,200,000 dollars.",
        "Thirty percent are lorries.", "Lorries make up 30% of the 18,500 cars.",
        "It takes up to 8 weeks.",
        "Maria Lund leads the office, and Lund took over in 2019.",
        "\u{201C}Nobody should drive over it,\u{201D} said Maria Lund.",
        "On Monday, Nov. 3, the bridge was closed.",
        "Imagine a bridge that closes on a Monday.",
        "American lorries cross the bridge of Ostermouth.",
        "River Times asked about the bridge.",
        "One of the bolts had cracks.",
    ])
    func whatStandsThereIsSupported(scene: String) {
        #expect(article.unsupportedClaims(in: scene) == [])
    }

    @Test(arguments: [
        ("Engineers found cracks in 18 of its bolts.", UnsupportedClaim.Kind.number, "18"),
        ("Nineteen bolts had cracks.", .number, "Nineteen"),
        ("Repairs will cost $1.3 million.", .number, "1.3 million"),
        ("Repairs will cost 42 percent.", .number, "42"),
        ("Repairs cost $17.", .number, "17"),
        ("The bridge was built in 1911.", .number, "1911"),
        ("The bridge was closed on Tuesday.", .date, "Tuesday"),
        ("The bridge was closed in March after cracks.", .date, "March"),
        ("The bridge was closed yesterday.", .date, "yesterday"),
        ("Engineers of Siemens found cracks in the bridge.", .name, "Siemens"),
        ("Maria Harper leads the bridge office.", .name, "Maria Harper"),
        ("Keller said the bridge has cracks.", .name, "Keller"),
        ("\u{201C}It will fall down,\u{201D} said Maria Lund.", .quotation, "It will fall down,"),
        ("Lund called it \"a scandal\".", .quotation, "a scandal"),
    ])
    func whatIsMadeUpIsSeen(scene: String, kind: UnsupportedClaim.Kind, text: String) {
        #expect(article.unsupportedClaims(in: scene) == [UnsupportedClaim(kind: kind, text: text)])
    }

    @Test func whatHasNothingToDoWithTheArticleIsSeen() {
        let claims = article.unsupportedClaims(in: "Buy the new phone with free headphones from our shop today.")
        #expect(claims.map(\.kind) == [.content])
    }

    @Test func aSceneOfTheArticlesWordsHasTheirPlace() throws {
        let text = Array(article.article.text.unicodeScalars)
        let source = try #require(
            article.source(of: "Repairs will cost $1.2 million and take between five and eight weeks,"))
        #expect(source.text.hasPrefix("Repairs will cost") && source.text.hasSuffix("eight weeks"))
        var found = String.UnicodeScalarView()
        found.append(contentsOf: text[source.start..<source.end])
        #expect(String(found) == source.text)
    }

    @Test func whatIsLeftOutInSpeechDoesNotHideThePlace() throws {
        let source = try #require(
            article.source(of: "said Maria Lund, who leads the city's bridge office."))
        #expect(source.text.contains("bridge office"))
    }

    @Test func otherWordsAreFoundByWhatTheyShare() throws {
        let source = try #require(article.source(of: "Cars crossing the Osk number 18,500 daily"))
        #expect(source.text.hasPrefix("About 18,500 cars cross the Osk") || source.text.contains("18,500"))
    }

    @Test func theTitlesPlaceIsTheTitle() {
        #expect(
            article.source(of: "Ostermouth closes its bridge.")
                == SourceSpan(start: 0, end: 0, text: "Ostermouth closes its bridge"))
    }

    @Test func whatSharesNothingHasNoPlace() {
        #expect(article.source(of: "Zebras yawn.") == nil)
        #expect(GroundedArticle(Article(url: nil, title: "", text: "")).source(of: "Hens lay eggs.") == nil)
    }
}
