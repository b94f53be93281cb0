import Foundation
import ReelCache
import ReelCore
import ReelGather
import ReelTestKit
import Testing

struct CardTests {
    @Test(arguments: [
        ("Divers planted 12,000 corals in the bay.", "12,000", "corals in the bay"),
        ("The reef has lost 40 percent since 2010.", "40%", "The reef has lost \u{2026}"),
        ("About 40% of the coast is protected now, officials say.", "40%", "of the coast is protected"),
        ("The tax will cost $3.5 million a year.", "$3.5 million", "The tax will cost \u{2026}"),
        ("Some 1.2 billion people live near a coast.", "1.2 billion", "people live near a coast"),
        ("It took 250 volunteers and three boats.", "250", "volunteers and three boats"),
        (
            "Its shares are up 39 percent year-to-date while the S&P 500 is up 24.5 percent.", "39%",
            "Its shares are up \u{2026}"
        ),
        ("The town has 4,000 houses while the island has none.", "4,000", "houses"),
    ])
    func numbersAreFoundWithTheirMeaning(text: String, number: String, meaning: String) {
        let found = NumberPhrase.find(in: text)
        #expect(found?.number == number)
        #expect(found?.meaning == meaning)
    }

    @Test(arguments: [
        "The town was founded in 1994.", "On March 12 the harbour closed.", "Apollo 11 landed.", "She is 45 years old.",
        "They saw 2 doors.", "It begins at 10 a.m. on Sunday.", "A 35-year-old man was seen.", "No numbers at all.", "",
        "Between 20 and 30 boats.",
    ])
    func numbersThatSayNothingAloneAreLeft(text: String) {
        #expect(NumberPhrase.find(in: text) == nil)
    }

    @Test(arguments: [
        (
            "\u{201C}We thought the reef was dead,\u{201D} said Maria Lopez.", "We thought the reef was dead",
            "Maria Lopez"
        ),
        ("Maria Lopez said: \"We thought the reef was dead.\"", "We thought the reef was dead.", "Maria Lopez"),
        (
            "According to Ada van Example, \u{201C}nothing of it was ever planned\u{201D}.",
            "nothing of it was ever planned",
            "Ada van Example"
        ),
        ("\u{201C}We thought the reef was dead,\u{201D} she said.", "We thought the reef was dead", nil),
    ])
    func quotationsAreFoundWithTheirSource(text: String, said: String, who: String?) {
        let found = QuotationPhrase.find(in: text)
        #expect(found == said)
        let speaker = QuotationPhrase.speaker(of: said, in: text)
        #expect(who == nil ? speaker == nil : speaker?.hasPrefix(who!) == true)
    }

    @Test func aSceneMakesTheCardThatItsWordsAllow() {
        let article = Article(
            url: "https://news.test/", title: "T",
            text: "\u{201C}It was a wonder to all of us,\u{201D} Ada Example said.")
        var scenes = scenes(5)
        scenes[1].script = "Divers planted 12,000 corals."

        scenes[2].script = "\u{201C}It was a wonder to all of us,\u{201D} they tell us."
        scenes[3].script = "The Coral Gardens grow."
        scenes[3].assetKeywords = ["fish", "coral gardens"]
        let writer = CardWriter(article: article, script: Script(title: "A reef", scenes: scenes))
        #expect(writer.card(for: 0)?.card == Card(kind: .title, heading: "A reef"))
        #expect(writer.card(for: 1)?.card.kind == .number)
        #expect(writer.card(for: 2)?.card.heading == "Ada Example")
        #expect(writer.card(for: 3)?.card == Card(kind: .title, heading: "Coral Gardens"))
        #expect(writer.card(for: 4) == nil)
        // No common noun, no word that is large only because it comes first, no two names in one.
        scenes[3].assetKeywords = [
            "shares", "state government", "Outbreak", "Disney", "Tribune New York", "Republican-dominated",
        ]
        for (script, heading) in [
            ("It sent shares lower.", nil), ("The state government agreed.", nil), ("Outbreak of the plague.", nil),
            ("The parks of Disney reopened.", "Disney"), ("It owns the Tribune, New York Daily News and more.", nil),
            ("The law passed the Republican-dominated house.", nil),
        ] {
            scenes[3].script = script
            let writer = CardWriter(article: article, script: Script(title: "A reef", scenes: scenes))
            #expect(writer.card(for: 3)?.card.heading == heading, "\(script)")
        }
    }

    private static let long =
        "If nothing changes within the next ten years then there will be no glacier left in these mountains for us"
    private static let cards = [
        Card(kind: .number, heading: "12,000", text: "corals planted in the bay"),
        Card(kind: .number, heading: "7%", text: "The whole of the northern coast has lost \u{2026}"),
        Card(kind: .number, heading: "$1,234,567.89 trillion", text: long),
        Card(kind: .quotation, heading: "Professor Johannes van der Meer-Sundstr\u{F6}m of the Institute", text: long),
        Card(kind: .title, heading: "Bees"), Card(kind: .title, heading: long),
        Card(kind: .title, heading: "Donaudampfschifffahrtsgesellschaftskapit\u{E4}n"),
        Card(
            kind: .title,
            heading: "\u{73CA}\u{745A}\u{7901}\u{5728}\u{6D77}\u{6E7E}\u{6062}\u{590D}\u{FF0C}\u{6E14}\u{6C11}"),
        Card(kind: .title, heading: "\u{627}\u{644}\u{634}\u{639}\u{627}\u{628} \u{62A}\u{639}\u{648}\u{62F}"),
        Card(kind: .title, heading: "{\\pos(0,0)}\\N odd 'marks', \u{202E}and emoji \u{1F600}"),
    ]

    /// What differs from the same background without words lies within the box for words. Rings are quieter than words.
    @Test(arguments: cards, [Aspect.vertical, .square, .wide])
    func wordsNeverLeaveTheirBox(card: Card, aspect: Aspect) async throws {
        let frame = Quality.draft.frameSize(aspect)
        let backdrop = Backdrop(palette: .all[0], seed: 7)
        try await withTemporaryFolder { folder in
            let file = try #require(
                try await CardFile(
                    cache: ContentCache(root: folder.appending(path: "cache")), font: "Inter Display:extrabold"
                ).make(card, on: backdrop, size: frame, in: folder.appending(path: "work")))
            let pixels = try await TestPicture.pixels(file, width: frame.width, height: frame.height)
            let plain = backdrop.render(frame)
            var (left, top, right, bottom, count) = (1.0, 1.0, 0.0, 0.0, 0)
            for at in 0..<frame.width * frame.height {
                var gain = 255
                for channel in 3 * at..<3 * at + 3 { gain = min(gain, Int(pixels[channel]) - Int(plain[channel])) }
                // White and accents are lighter in every channel than a darkened background can be.
                guard gain > 50 else { continue }
                count += 1
                let (x, y) = (
                    Double(at % frame.width) / Double(frame.width), Double(at / frame.width) / Double(frame.height)
                )
                (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), max(bottom, y))
            }
            #expect(count > 100)
            let box: (left: Double, top: Double, right: Double, bottom: Double) =
                switch aspect {
                case .vertical: (0.12, 0.16, 0.86, 0.58)
                case .square: (0.1, 0.11, 0.9, 0.61)
                case .wide: (0.09, 0.11, 0.85, 0.66)
                }
            #expect(left >= box.left && right <= box.right, "\(card.heading): x \(left)...\(right)")
            #expect(top >= box.top && bottom <= box.bottom, "\(card.heading): y \(top)...\(bottom)")
        }
    }

    @Test func wordsWithoutAFontMakeNoCard() async throws {
        try await withTemporaryFolder { folder in
            let maker = CardFile(cache: ContentCache(root: folder.appending(path: "cache")), font: "Inter Display")
            let backdrop = Backdrop(palette: .all[0], seed: 7)
            let size = FrameSize(width: 180, height: 320)
            // Private use, which no font of ours draws, and emoji, which are dropped.
            for heading in ["\u{10FFFD}\u{10FFFC}", "\u{1F600}"] {
                let file = try await maker.make(
                    Card(kind: .title, heading: heading), on: backdrop, size: size, in: folder.appending(path: "w"))
                #expect(file == nil)
            }
        }
    }

    /// Of "a night long the river's water rose two metres", 河水 ("the river's water") is one word.
    @Test func linesOfScriptsWithoutSpacesEndBetweenWords() {
        let text = CardText("一夜之间河水上涨两米")
        #expect(text.fragments.map(\.text).joined() == "一夜之间河水上涨两米")
        #expect(text.fragments.contains { $0.text.contains("河水") })
        #expect(text.fragments.dropFirst().allSatisfy { !$0.follows })
        #expect(CardText("ReelCraft 発表しました。").fragments.map(\.follows) == [true, true])
    }

    @Test func linesAreEvenAndNoLongerThanTheyMustBe() {
        let text = CardText("one two three four five six")
        let fitted = FittedText.fit(
            text, widths: text.fragments.map { Double($0.text.count) }, blank: 1, pitch: 1, width: 14, height: 3,
            maximumLines: 3, largest: 1)
        #expect(fitted.lines == ["one two three", "four five six"])
        #expect(fitted.size == 1)
        #expect(
            FittedText.fit(
                CardText(""), widths: [], blank: 1, pitch: 1, width: 9, height: 9, maximumLines: 3, largest: 1
            ).lines.isEmpty)
    }

    @Test func aReelWithoutPicturesHasARhythm() async throws {
        var scenes = scenes(9)
        scenes[2].script = "Divers planted 12,000 corals in the bay."
        scenes[5].script = "\u{201C}We thought the reef was dead,\u{201D} said Maria Lopez."
        scenes[6].script = "The Coral Gardens grow."
        scenes[6].assetKeywords = ["coral gardens"]
        scenes[7].script = "The Harbour Wall stays."
        scenes[7].assetKeywords = ["harbour wall"]
        try await withTemporaryFolder { folder in
            let stage = GatherStage(fetcher: web([:]), cache: ContentCache(root: folder.appending(path: "cache")))
            let found = try await stage.run(
                GatherInput(
                    article: Article(url: nil, title: "Reefs", text: ""),
                    script: Script(title: "Reefs", scenes: scenes), quality: .draft), in: context(folder))
            let kinds = found.scenes.map { $0.choice.card?.kind }
            #expect(kinds == [.title, nil, .number, nil, nil, .quotation, .title, nil, nil])
            for (one, next) in zip(found.scenes, found.scenes.dropFirst()) {
                #expect(one.choice.seed.map(Backdrop.motif) != next.choice.seed.map(Backdrop.motif))
                #expect(one.motion != next.motion)
            }
        }
    }
}
