import ReelCore
import ReelScript
import Testing

@Suite struct SpeakableTextTests {
    private func paragraphs(_ text: String, byline: String? = nil) -> [String] {
        SpeakableText.paragraphs(of: Article(url: nil, title: "T", byline: byline, text: text))
    }

    @Test(arguments: [
        "LONDON (Reuters) - Rain fell on the city.",
        "WASHINGTON — Rain fell on the city.",
        "NEW YORK, Nov. 5 -- Rain fell on the city.",
        "Ypsilanti, Mich. (AP) — Rain fell on the city.",
        "Ypsilanti, Mich. — Rain fell on the city.",
        "(CNN) Rain fell on the city.",
        "Indianapolis – Rain fell on the city.",
        "Rain fell [1] on the city (pictured above) .",
        "Rain fell\u{200B} on\u{A0}the city. 🌧️",
        "**Rain** fell on the _city_.",
        "\u{1B}Rain fell\ton the\u{7} city.",
    ])
    func saysOnlyTheSentence(_ text: String) {
        #expect(paragraphs(text) == ["Rain fell on the city."])
    }

    @Test(arguments: [
        "By Jane Doe", "By Jane Doe and John Roe, Staff Writers", "Read more: Ten things about rain.",
        "Sign up for our newsletter to get the news every day.", "Advertisement", "Photo: Jane Doe.",
        "All rights reserved.", "Follow us on Facebook.", "GETTING STARTED", "A list item without an end",
        "Jane Doe is a staff writer at the Paper.", "Click here to see the pictures.",
        "Originally published on Weather.",
        "Jane Doe contributed to this report.",
    ])
    func leavesBoilerplateOut(_ line: String) {
        #expect(paragraphs("Rain fell.\n\n\(line)\n\nThen it stopped.") == ["Rain fell.", "Then it stopped."])
    }

    @Test(arguments: [
        "Stay tuned for more gift guides!", "Book your tickets now and come to the show.", "We hope to see you soon!",
        "The chart below shows how it went.", "Like the above-mentioned letters, it was late.",
    ])
    func neitherInvitesNorPointsToThePage(_ line: String) {
        #expect(paragraphs("Rain fell.\n\n\(line)\n\nThen it stopped.") == ["Rain fell.", "Then it stopped."])
    }

    @Test func whatALineWithAColonAnnouncesGoesWithIt() {
        #expect(
            paragraphs(
                "Rain fell.\n\nIt was resolved that:\n\nObserve a minute of silence.\n\n"
                    + "The assembly then went on with its work for the rest of that long and rainy day in May."
            ).count == 2)
        #expect(paragraphs("Rain fell.\n\nShe said:\n\n“Rain is good for the fields.”").count == 2)
    }

    @Test func aBreakOfThePageDividesSentences() {
        #expect(paragraphs("Rain fell on the roof.Then it stopped.") == ["Rain fell on the roof. Then it stopped."])
        #expect(paragraphs("He wrote Node.js and e.g.Other things.") == ["He wrote Node.js and e.g.Other things."])
    }

    @Test func quotationsOfOthersAreLeftOutWhereTheArticleHasMore() {
        let own = Array(repeating: "The river rose by two metres on Monday.", count: 40).joined(separator: " ")
        let quote = "We must apply a system of compassion."
        func told(_ own: String) -> [String] {
            SpeakableText.paragraphs(
                of: Article(
                    url: nil, title: "T", text: own + "\n\n" + quote,
                    blocks: [ArticleBlock(.paragraph, own), ArticleBlock(.quote, quote)]))
        }
        #expect(told(own) == [own])
        #expect(told("Rain fell.") == ["Rain fell.", quote])
    }

    @Test func theBylineIsLeftOutHoweverItIsSet() {
        #expect(paragraphs("Jane Q. Doe, Tuesday.\n\nRain fell.", byline: "Jane Q. Doe") == ["Rain fell."])
    }

    @Test func anInsertionInAQuotationKeepsItsWords() {
        #expect(paragraphs("“[The company] is fine,” she said.") == ["“The company is fine,” she said."])
    }

    @Test(arguments: [
        ("Rain in the City | The Daily Cloud", nil, nil, "Rain in the City"),
        ("Rain in the City - The Daily Cloud", "The Daily Cloud", nil, "Rain in the City"),
        ("Rain in the City - CloudNews", nil, "https://www.cloudnews.example/a", "Rain in the City"),
        (
            "Why you can't trust the clouds - CNNWeather", nil, "https://edition.cnn.example/a",
            "Why you can't trust the clouds"
        ),
        ("Rain - the full story", nil, nil, "Rain - the full story"),
        ("VIDEO: Rain in the City", nil, nil, "Rain in the City"),
        ("  Rain\n in the   City ", nil, nil, "Rain in the City"),
    ])
    func titleIsCleaned(_ title: String, _ site: String?, _ url: String?, _ expected: String) {
        let article = Article(url: url, title: title, siteName: site, text: "")
        #expect(SpeakableText.title(of: article) == expected)
    }
}
