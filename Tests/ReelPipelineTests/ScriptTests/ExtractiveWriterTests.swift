import Foundation
import Logging
import ReelCore
import ReelScript
import ReelTestKit
import Testing

@Suite struct ExtractiveWriterTests {
    private func write(_ article: Article, _ limits: ScriptLimits = ScriptLimits()) async throws -> Script {
        let context = StageContext(workFolder: FileManager.default.temporaryDirectory, logger: Logger(label: "test"))
        return try await ScriptStage(settings: ScriptSettings(limits: limits)).run(
            ScriptOrder(article: article), in: context)
    }

    @Test(arguments: SampleArticles.all)
    func aScriptIsAReelLong(_ article: Article) async throws {
        for pace in [SpeechPace.rms, .slt] {
            let script = try await write(article, ScriptLimits(pace: pace))
            #expect((7...15).contains(script.scenes.count))
            #expect(script.scenes.map(\.sceneNumber) == Array(1...script.scenes.count))
            let seconds = pace.seconds(ofScenes: script.scenes.map(\.script))
            // The library has few sentences, and long ones.
            let window = article == SampleArticles.library ? 31.4...49.5 : 42.9...46.9
            #expect(window.contains(seconds), "\(seconds)")
            for scene in script.scenes {
                #expect(!scene.assetKeywords.isEmpty)
                #expect(scene.assetType == .image)
                #expect(scene.grounded == true && scene.source != nil, "\(scene.script)")
                #expect(pace.seconds(speaking: scene.script) < 14, "\(scene.script)")
            }
        }
    }

    /// Every scene is a piece of the article's own text, and the pieces stand in its order.
    @Test(arguments: SampleArticles.all)
    func scenesAreTheArticlesOwnWordsInItsOrder(_ article: Article) async throws {
        let script = try await write(article)
        let text = SpeakableText.paragraphs(of: article).joined(separator: " ").lowercased()
        var place = text.startIndex
        for scene in script.scenes.dropFirst() {
            if scene.sceneType == .text {
                #expect(text.contains(scene.script.dropLast().lowercased()))
                continue
            }
            let found = try #require(
                text.range(of: scene.script.lowercased(), range: place..<text.endIndex), "\(scene.script)")
            place = found.upperBound
        }
    }

    @Test(arguments: SampleArticles.all)
    func everySentenceIsWhole(_ article: Article) async throws {
        let whole = Set(Sentences.all(in: SpeakableText.paragraphs(of: article)).map(\.text))
        let script = try await write(article)
        var open = ""
        for scene in script.scenes where scene.script != script.title + "." && scene.sceneType == .media {
            open += (open.isEmpty ? "" : " ") + scene.script
            if whole.contains(open) { open = "" }
        }
        #expect(open.isEmpty, "not a sentence of the article: \(open)")
    }

    @Test func theTitleIsTheHookAndTheLeadFollows() async throws {
        let script = try await write(SampleArticles.bees)
        #expect(script.title == "How city bees survive the winter")
        #expect(script.scenes[0].script == "How city bees survive the winter.")
        #expect(script.scenes[1].script.hasPrefix("When the first frost"))
    }

    @Test func aTitleThatTheLeadRepeatsIsNotSaidTwice() async throws {
        var article = SampleArticles.bridge
        article.title = "The oldest bridge of Ostermouth was closed on Monday after engineers found deep cracks"
        let script = try await write(article)
        #expect(script.scenes[0].script.hasPrefix("The oldest bridge of Ostermouth was closed on Monday"))
        #expect(!script.scenes.dropFirst().contains { $0.script.hasPrefix("The oldest bridge") })
    }

    @Test func somethingIsSaidOfTheMiddleAndTheEnd() async throws {
        for article in SampleArticles.all {
            let text = SpeakableText.paragraphs(of: article).joined(separator: " ").lowercased()
            let places = try await write(article).scenes.dropFirst().compactMap { scene in
                text.range(of: scene.script.lowercased()).map {
                    Double(text.distance(from: text.startIndex, to: $0.lowerBound)) / Double(text.count)
                }
            }
            #expect(places.contains { (0.3...0.75).contains($0) } && places.contains { $0 > 0.7 }, "\(places)")
        }
    }

    @Test func nothingOfThePageIsSaid() async throws {
        let spoken = try await write(SampleArticles.bridge).scenes.map(\.script).joined(separator: " ")
        for word in ["Doe", "Read more", "Advertisement", "newsletter", "OSTERMOUTH", "AP", "[", "(", "@", "pictured"] {
            #expect(!spoken.contains(word), "\(word)")
        }
    }

    @Test func noSceneBeginsWithSomebodyUnknown() async throws {
        for article in SampleArticles.all {
            let sentences = Sentences.all(in: SpeakableText.paragraphs(of: article))
            let spoken = try await write(article).scenes.map(\.script).joined(separator: " ")
            let chosen = sentences.filter { spoken.contains($0.text) }
            for sentence in chosen where !sentence.isSelfContained {
                #expect(chosen.contains { $0.index == sentence.index - 1 }, "\(sentence.text)")
            }
        }
    }

    @Test(arguments: [30, 45, 60])
    func theLengthIsTheOneAskedFor(seconds: Int) async throws {
        for article in [SampleArticles.bridge, .init(url: nil, title: "Of bridges and bees", text: Self.everything)] {
            let script = try await write(article, ScriptLimits(targetSeconds: Double(seconds)))
            let length = SpeechPace.rms.seconds(ofScenes: script.scenes.map(\.script))
            #expect(abs(length / Double(seconds) - 1) < 0.095, "\(length) instead of \(seconds)")
            #expect((7...15).contains(script.scenes.count))
        }
    }

    /// Where every sentence takes about six seconds, the next one is always too long, and the one before too short.
    @Test(arguments: [30, 33, 36, 40, 45, 50], [SpeechPace.rms, .slt])
    func evenSentencesMakeTheLengthAskedForToo(seconds: Int, pace: SpeechPace) async throws {
        for title in ["The Light at the Northern Point", "A text of one's own", "The old lighthouse"] {
            var article = SampleArticles.lighthouse
            article.title = title
            let script = try await write(article, ScriptLimits(targetSeconds: Double(seconds), pace: pace))
            let length = pace.seconds(ofScenes: script.scenes.map(\.script))
            #expect(abs(length / Double(seconds) - 1) < 0.095, "\(title): \(length) instead of \(seconds)")
        }
    }

    private static let everything = SampleArticles.all.map(\.text).joined(separator: "\n\n")

    @Test func aNumberThatTellsSomethingIsShownAlone() async throws {
        let scenes = try await write(SampleArticles.bridge).scenes
        let texts = scenes.filter { $0.sceneType == .text }
        #expect((1...2).contains(texts.count))
        for text in texts {
            #expect((1...5).contains(text.script.split(separator: " ").count))
            let next = try #require(scenes.first { $0.sceneNumber == text.sceneNumber + 1 })
            #expect(next.script.contains(text.script.dropLast()), "\(text.script) is not explained by: \(next.script)")
        }
    }

    @Test func aListKeepsItsBeats() async throws {
        let script = try await write(SampleArticles.list)
        let spoken = script.scenes.map(\.script)
        let headings = ["Keep the stove low", "Close the shutters", "Wear wool", "Move the bed", "Cook at noon"]
        let places = headings.map { heading in spoken.firstIndex { $0.hasPrefix(heading) } }
        #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self) == places.compactMap(\.self).sorted())
        #expect(spoken[0] == "5 ways to stay warm in an old house.")
        #expect(script.scenes.allSatisfy { $0.grounded == true })
    }

    @Test func theSameArticleGivesTheSameScript() async throws {
        let first = try await write(SampleArticles.bridge)
        for _ in 0..<3 { #expect(try await write(SampleArticles.bridge) == first) }
    }

    @Test func anArticleWithTooLittleToSayIsRefusedWithItsSeconds() async throws {
        let short = Article(
            url: nil, title: "Rain in Ghent", text: "Rain fell on Ghent all day. The streets were empty.")
        let error = await #expect(throws: ScriptError.self) { try await write(short) }
        let failure = try #require(error?.failure)
        #expect(failure.code == "too_short" && failure.stage == .script && !failure.isRetryable)
        #expect(failure.message.contains("at least 30"))
    }

    /// However much there is of it, a text makes a reel of the right length or is refused as too short.
    @Test func everyLengthOfTextIsAReelOrTooShort() async throws {
        let pool = SampleArticles.all.flatMap(\.paragraphs).filter { $0.hasSuffix(".") }
        var reels = 0
        for count in 1...pool.count {
            let article = Article(
                url: nil, title: "Of bridges and bees", text: pool.prefix(count).joined(separator: "\n\n"))
            do {
                let script = try await write(article)
                let seconds = SpeechPace.rms.seconds(ofScenes: script.scenes.map(\.script))
                #expect(
                    (31.4...46.9).contains(seconds) && (7...15).contains(script.scenes.count), "\(count): \(seconds)")
                reels += 1
            } catch ScriptError.tooShort {
                #expect(reels == 0, "\(count) paragraphs are enough, since fewer were")
            }
        }
        #expect(reels > pool.count / 2)
    }

    @Test(arguments: [
        HostileText("A", count: 200_000), HostileText("A-A ", count: 50_000), HostileText("(", count: 100_000),
        HostileText("“", count: 100_000), HostileText("By Aa Bb, ", count: 20_000), HostileText(". ", count: 100_000),
        HostileText("— ", count: 100_000), HostileText("\u{0}\u{1B}\u{202E}"), HostileText(""),
        HostileText("LONDON ", count: 20_000, then: "- end."), HostileText("x\n\n", count: 60_000),
    ])
    func hostileTextIsRefusedSoon(_ hostile: HostileText) async throws {
        let text = hostile.text
        let start = ContinuousClock.now
        await #expect(throws: ScriptError.self) {
            try await write(
                Article(url: nil, title: String(text.prefix(5000)), byline: String(text.prefix(500)), text: text))
        }
        #expect(ContinuousClock.now - start < .seconds(10))
    }
}
