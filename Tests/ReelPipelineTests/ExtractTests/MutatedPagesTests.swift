import Foundation
import ReelCore
import ReelExtract
import ReelTestKit
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Pages of our own, broken in 300 ways: no crash, no hang, bounded memory.
@Suite(.serialized) struct MutatedPagesTests {
    static let pages: [Data] = {
        let folder = FixtureTests.folder
        return (FixtureTests.names ?? []).compactMap {
            try? Data(contentsOf: folder.appending(path: "\($0)/source.html"))
        }
    }()

    /// Always the same numbers (Knuth's MMIX generator).
    struct SeededRNG {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, sides)
        }
    }

    static func mutated(_ number: Int) -> (page: Data, contentType: String?) {
        var dice = SeededRNG(state: UInt64(number) &* 7_919 &+ 1)
        var page = pages[number % pages.count]
        var contentType: String?
        switch number % 6 {
        case 0: page = page.prefix(dice.roll(page.count))
        case 1:
            for _ in 0...dice.roll(400) { page[dice.roll(page.count)] ^= UInt8(1 << dice.roll(8)) }
        case 2:
            // Pieces of it in another order, some of them many times.
            let whole = page
            page = Data()
            for _ in 0...dice.roll(60) {
                let start = dice.roll(whole.count)
                page += whole[start..<min(whole.count, start + dice.roll(2_000))]
            }
        case 3:
            // Every encoding, told by the server and not true.
            let labels = Charset.labels
            contentType = "text/html; charset=\(labels[dice.roll(labels.count)])"
        case 4:
            let tags = [
                "<div>", "</p>", "<table><tr>", "<svg>", "<!--", "]]>", "<script>", "<p", "\0", "&#x110000;",
                "<a href='",
            ]
            for _ in 0...dice.roll(300) {
                page.insert(contentsOf: Data(tags[dice.roll(tags.count)].utf8), at: dice.roll(page.count))
            }
        default:
            let depth = 100 + dice.roll(3_000)
            let tag = ["div", "span", "b", "table", "ul><li", "font", "blockquote"][dice.roll(7)]
            page.insert(
                contentsOf: Data(String(repeating: "<\(tag)>", count: depth).utf8), at: dice.roll(page.count))
        }
        return (page, contentType)
    }

    private func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Kilobytes that this process has ever had.
    private func peakMemory() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }

    /// CPU time of this thread, which a busy machine does not lengthen.
    private func read(_ page: Data, contentType: String? = nil, _ name: String) {
        let start = cpuSeconds()
        do {
            let article = try extractArticle(html: page, contentType: contentType, url: "https://example.org/a")
            #expect(!article.title.isEmpty && article.text.utf8.count <= 2 * page.count + 1_000, "\(name)")
        } catch {
            #expect(!error.message.isEmpty)
        }
        let seconds = cpuSeconds() - start
        #expect(seconds < 2, "\(name) took \(seconds) s")
    }

    @Test func threeHundredMutatedPages() {
        #expect(Self.pages.count >= 6)
        let before = peakMemory()
        for number in 0..<300 {
            let (page, contentType) = Self.mutated(number)
            read(page, contentType: contentType, "mutation \(number)")
        }
        #expect(peakMemory() - before < 300_000, "kilobytes more than before")
    }

    @Test(arguments: ["div", "p", "b", "table", "ul", "a href=x", "font", "svg", "form"])
    func nestedAHundredThousandDeep(tag: String) {
        let body = Data("<title>Deep</title>".utf8) + Data(String(repeating: "<\(tag)>", count: 100_000).utf8)
        read(body + Data("words at the bottom".utf8), "100,000 <\(tag)>")
    }

    /// What is larger than a page is refused before it is read; just below, it is read.
    @Test(arguments: ["<div>", "<p>", "<br>", "<a>", "</div>", "<td>", "<!-->", "<img src=x>"])
    func fiftyMegabytesOfOneTag(tag: String) throws {
        func filled(_ bytes: Int) -> Data {
            Data(String(repeating: tag, count: bytes / tag.utf8.count).utf8)
        }
        #expect(throws: ExtractError.tooLarge(limit: 10_000_000)) { try extractArticle(html: filled(50_000_000)) }
        let before = peakMemory()
        let start = cpuSeconds()
        _ = try? extractArticle(html: filled(9_900_000))
        #expect(cpuSeconds() - start < 8, "\(tag)")
        #expect(peakMemory() - before < 2_000_000, "\(tag): kilobytes more than before")
    }

    @Test func everyEncodingThatAPageCanName() {
        for label in Charset.labels {
            for page in Self.pages.prefix(2) {
                read(page, contentType: "text/html; charset=\(label)", label)
                read(Data("<meta charset=\(label)>".utf8) + page, label)
            }
        }
        #expect(Charset.labels.count > 200)
    }
}
