import Foundation
import ReelCore
import Testing

/// Texts of strangers lose what controls a terminal or a direction of writing, and keep what words are written with.
@Suite struct CleanTextTests {
    @Test(arguments: [
        ("plain words", "plain words"), ("two\nlines\tand\r\n", "two\nlines\tand\r\n"),
        ("a\u{0}b\u{1B}[31mc", "ab[31mc"),
        ("\u{202E}gpj.exe\u{202C}", "gpj.exe"), ("\u{2066}a\u{2067}b\u{2068}c\u{2069}", "abc"),
        ("\u{FEFF}a\u{7F}\u{9B}b", "ab"),
        ("page\u{C}page\u{B}x\u{85}y\u{2028}z\u{2029}", "page\npage\nx\ny\nz\n"), ("a\u{FFF9}b\u{206A}", "ab"),
        // Persian with a joiner, Hebrew with a direction mark, a family, a heart with a selector, Hindi.
        ("می‌خواهم", "می‌خواهم"), ("שלום\u{200F}!", "שלום\u{200F}!"), ("👨‍👩‍👧", "👨‍👩‍👧"), ("❤️", "❤️"), ("क्‍ष", "क्‍ष"),
    ])
    func controlsAreLeftOut(text: String, expected: String) {
        // Scalars, because strings that are canonically equivalent are equal.
        #expect(Array(text.withoutControls.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(arguments: [
        ("Coral gardens", "Coral gardens"), ("two\r\nlines", "two  lines"), ("a\tb\u{2028}c", "a b c"),
        ("é\u{202E}\u{1B}", "é"),
    ])
    func linesBecomeOne(text: String, expected: String) {
        #expect(text.asOneLine == expected)
    }

    @Test func linesStayLinesForATerminal() {
        #expect("a\u{1B}[31m\r\nb\rc\n\n\u{202E}d".asLines == "a[31m\nb\nc\n\nd")
    }

    @Test func lengthsAreThoseOfScalars() {
        let heap = "a" + String(repeating: "\u{301}", count: 7_000)
        #expect(heap.count == 1 && heap.excerpt(100).unicodeScalars.count == 100)
        #expect("short".excerpt(5) == "short" && "shorter".excerpt(5) == "short" && "äöü".cut(to: 3) == "äöü")
        #expect("\u{1B}[2J\nx".excerpt(5) == "[2J ")
    }

    @Test func aScriptsLengthsAreThoseOfScalars() throws {
        func problems(_ title: String, _ words: String, keyword: String = "hen") -> [String] {
            ScriptForm(
                .object([
                    "title": .string(title),
                    "scenes": .array([
                        .object(["script": .string(words), "asset_keywords": .array([.string(keyword)])])
                    ]),
                ])
            ).problems.map(\.message)
        }
        func heap(_ count: Int) -> String { "a" + String(repeating: "\u{301}", count: count - 1) }
        #expect(problems(heap(200), heap(500), keyword: heap(80)).isEmpty)
        #expect(
            problems(heap(201), "Hens.") == ["The field script.title has 201 characters; at most 200 are possible."])
        #expect(problems("Hens", heap(501)).count == 1 && problems("Hens", "Hens.", keyword: heap(81)).count == 1)
    }

    @Test func aFailureIsCleanWhereverItComesFrom() throws {
        let message = "The type is text/\u{1B}[31m\u{202E}lmth.\nTry again."
        let made = JobFailure(stage: .extract, code: "x", message: message, detail: "\u{0}d", isRetryable: true)
        #expect(made.message == "The type is text/[31mlmth.\nTry again." && made.detail == "d")
        let sent = """
            {"stage": "extract", "code": "x", "message": "a\\u001b\\u202eb", "isRetryable": false}
            """
        #expect(try WireCoding.decode(JobFailure.self, from: Data(sent.utf8)).message == "ab")
        #expect(try WireCoding.decode(JobFailure.self, from: WireCoding.encode(made)) == made)
    }

    @Test func anArticleIsClean() {
        let article = Article(
            url: nil, title: "\u{202E}Cora\u{0}l\ngardens", byline: "A\u{1B}[1m", text: "One\u{9B}.\n\nTwo\u{2066}.",
            blocks: [ArticleBlock(.paragraph, "One\u{9B}."), ArticleBlock(.paragraph, "Two\u{2066}.")])
        #expect(article.title == "Coral gardens" && article.byline == "A[1m" && article.text == "One.\n\nTwo.")
        #expect(article.blocks.map(\.text) == article.paragraphs)
    }
}
