import ReelCore
import ReelScript
import ReelTestKit
import Testing

/// Articles in scripts that part no words by spaces, and texts without line breaks.
@Suite struct UnspacedArticleTests {
    private static let chinese = """
        北京市政府周一宣布了新的公共交通计划，这是十年来规模最大的一次调整。计划包括三百辆电动公交车，以及二十公里长的新地铁线路。市长在新闻发布会上说，新的线路将连接城市的南部和北部，方便居民上下班。许多市民对这个计划表示欢迎，因为现在的公交车在早晚高峰时非常拥挤。

        专家认为，电动公交车可以减少城市的空气污染，并且降低噪音。第一批一百辆公交车将在明年春天投入使用，其余的将在三年内完成。新地铁线路的建设将从秋天开始，预计需要五年时间。政府表示，票价在未来两年内不会上涨。

        也有一些居民担心施工会影响他们的日常生活，商店老板担心顾客会减少。交通部门回答说，施工将分阶段进行，每个路段最多关闭三个月。一位住在南城的老人说，他等这条地铁已经等了二十年。
        """

    @Test func aChineseArticleBecomesAScript() async throws {
        let article = Article(url: nil, title: "北京宣布新的公共交通计划", language: "zh-CN", text: Self.chinese)
        let language = try ScriptLanguage.of(article.text, tag: article.language)
        #expect(language.code == "zh")
        let voice = try #require(VoiceName(speaking: language))
        let limits = ScriptLimits(targetSeconds: 45, pace: SpeechPace(voice))
        let script = try await ExtractiveWriter().write(article, within: limits)
        #expect(script.scenes.count >= 7)
        // The article's own words, without spaces that it has not.
        for scene in script.scenes {
            #expect(!scene.script.contains(" "), "\(scene.script)")
            let bare = scene.script.hasSuffix("。") ? String(scene.script.dropLast()) : scene.script
            #expect((article.title + Self.chinese).contains(bare), "\(scene.script)")
        }
    }

    @Test func sentencesEndWithoutASpace() {
        let sentences = Sentences.all(in: ["他说：「我们明天再来。后天也来。」许多市民表示欢迎这个计划。票价不会上涨！"]).map(\.text)
        #expect(sentences == ["他说：「我们明天再来。后天也来。」", "许多市民表示欢迎这个计划。", "票价不会上涨！"])
    }

    /// A text that was pasted without its line breaks is cut between sentences, whatever its length.
    @Test(arguments: [7_900, 8_100, 30_000, 59_000])
    func aLongParagraphIsReadToItsEnd(_ length: Int) {
        let sentence = "The oldest bridge of the town was closed on Monday after engineers found deep cracks. "
        let text = String(repeating: sentence, count: length / sentence.count)
        let paragraphs = SpeakableText.paragraphs(of: Article(url: nil, title: "T", text: text))
        #expect(paragraphs.joined(separator: " ").count >= text.count - 2 * sentence.count)
        #expect(paragraphs.allSatisfy { $0.hasSuffix("cracks.") && $0.count <= 8_000 })
    }

    /// Where no sentence ends for so long, it is cut where it is.
    @Test func aParagraphWithoutSentencesIsCut() {
        let pieces = SpeakableText.pieces(of: Substring(String(repeating: "word ", count: 5_000)))
        #expect(pieces.joined() == String(repeating: "word ", count: 5_000))
        #expect(pieces.allSatisfy { $0.count <= 8_000 })
    }
}
