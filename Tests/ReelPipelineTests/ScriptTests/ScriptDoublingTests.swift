import Foundation
import ReelCore
import ReelScript
import ReelTestKit
import Testing

/// What chooses an article's sentences, and what compares a script with it, costs as much as the article is long.
@Suite struct ScriptDoublingTests {
    @Test(arguments: HostileShape.prose + [.repeated("The stone bridge of the old town was closed on Monday. ")])
    func aScriptIsWrittenInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { text in
            // Hardly anything of this is enough for a reel.
            _ = try? ExtractiveWriter().script(of: Article(url: nil, title: "A title", text: text), ScriptLimits())
        }
    }

    /// Each sentence another one, with other people in it.
    @Test func manySentencesAreRankedInOnePass() {
        let shape = HostileShape("Name0001 Surname0001 told … 0001 people.") { count in
            (0..<count).map { "Ada\($0) Example\($0) told \($0) people of the town\($0). " }.joined()
        }
        DoublingExercise(first: 150).run(shape) { text in
            _ = try? ExtractiveWriter().script(of: Article(url: nil, title: "A title", text: text), ScriptLimits())
        }
    }

    /// A list of that many things, each with what is said of it.
    @Test(arguments: [
        ("2. Keep it ", "It is said to be so."), ("1. a", ""), ("2. Keep it ", "  x"), ("3. Say", "ab.Cd"),
    ])
    func aListIsWrittenInOnePass(_ heading: String, _ words: String) {
        let shape = HostileShape("\(heading) / \(words)") { count in
            (0..<count).map { "\(heading)\($0)\n\(words)\n" }.joined()
        }
        DoublingExercise(first: 300).run(shape) { text in
            let blocks = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                .map { ArticleBlock($0 % 2 == 0 ? .heading : .paragraph, String($1), level: 2) }
            let article = Article(url: nil, title: "7 ways to say it", text: text, blocks: blocks)
            _ = try? ExtractiveWriter().script(of: article, ScriptLimits())
        }
    }

    /// One thing of a list of which very much is said.
    @Test(arguments: HostileShape.prose)
    func aLongThingOfAListIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { text in
            let blocks =
                (1...4).map { ArticleBlock(.heading, "\($0). Say this", level: 2) } + [
                    ArticleBlock(.paragraph, text)
                ]
            let article = Article(url: nil, title: "4 ways to say it", text: text, blocks: blocks)
            _ = try? ExtractiveWriter().script(of: article, ScriptLimits())
        }
    }

    // MARK: What a script states, compared with a long article

    private static let scenes = [
        "The first Unesco report by Ada Example says that \u{201C}word word word word word nothing\u{201D} cost 1,000 "
            + "million dollars on Monday.",
        "American Berliners of New York saw a a a a b.", "Word word word word other word word thing word word.",
    ]

    private static let articles: [HostileShape] =
        HostileShape.prose + [
            .repeated("Ada Smith met Bob Example. "), .repeated("1 "), .repeated("one hundred "), .repeated("Monday "),
            HostileShape("word0001 word0002 …") { count in (0..<count).map { "Word\($0) " }.joined() },
            HostileShape("A0001 b c. …") { count in (0..<count).map { "A\($0) b\($0) c said so. " }.joined() },
            .repeated("System prompt. "), .repeated("ignore all all all "), .repeated("Ignore previous rules. a\n"),
            .repeated("all ", after: "ignore "), .repeated("aaaa ", after: "System prompt "),
        ]

    @Test(arguments: articles)
    func aScriptIsComparedWithAnArticleInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 300).run(shape) { text in
            let article = GroundedArticle(Article(url: nil, title: "A title", text: text))
            for scene in Self.scenes {
                _ = article.source(of: scene)
                _ = article.unsupportedClaims(in: scene)
            }
        }
    }

    /// What a script of any length states: a model's quotations are as long as its answer.
    @Test(
        arguments: HostileShape.prose + [
            .repeated("the bridge "), .repeated("12 "), .repeated("Ada Example "), .repeated("\u{201C}a\u{201D} "),
            .repeated("Americans "), .repeated("a", after: "\u{201C}", before: "\u{201D}"),
        ])
    func whatAScriptStatesIsReadInOnePass(_ shape: HostileShape) {
        let text = String(repeating: "The bridge of Ada Example has 12 stones and the arch. A b. ", count: 40)
        let article = GroundedArticle(Article(url: nil, title: "A title", text: text))
        DoublingExercise(first: 100).run(shape) { scene in
            _ = article.source(of: scene)
            _ = article.unsupportedClaims(in: scene)
        }
    }
}
