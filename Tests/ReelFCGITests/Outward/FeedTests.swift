import Foundation
import ReelCore
import ReelFCGI
import ReelSettings
import ReelStore
import ReelTestKit
import Testing

/// `GET /feeds/reels.xml`. What a reader and a validator make of it, `scripts/check-interop` tries.
@Suite struct FeedTests {
    private let path = "/feeds/reels.xml"
    private let host = ["HTTP_HOST": "localhost:8000"]

    @Test func tellsOfEachReelWithItsTrueLength() async throws {
        try await withWorld { world in
            try world.finishedVideo("First", name: "first-1", bytes: 1_234)
            let claim = ClaimID()
            try world.finishedVideo("Second", name: "second-\(claim)", bytes: 77)
            let answer = try await world.request("GET", path, headers: host)
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/rss+xml; charset=utf-8")
            let base = "http://localhost:8000"
            for line in [
                "<enclosure url=\"\(base)/outputs/first-1.mp4\" length=\"1234\" type=\"video/mp4\"/>",
                "<enclosure url=\"\(base)/outputs/second-\(claim).mp4\" length=\"77\" type=\"video/mp4\"/>",
                "<guid isPermaLink=\"false\">urn:uuid:\(claim)</guid>", "<link>\(base)/#/reels/2</link>",
                "fileSize=\"77\" type=\"video/mp4\" medium=\"video\"", "duration=\"32\" width=\"1080\" height=\"1920\"",
                "<media:thumbnail url=\"\(base)/outputs/first-1.jpg\" width=\"1080\" height=\"1920\"/>",
                "<media:subTitle type=\"text/vtt\" lang=\"en\" href=\"\(base)/outputs/first-1.vtt\"/>",
                "<dc:source>https://example.org/done</dc:source>",
            ] { #expect(answer.text.contains(line), "\(line)") }
            let first = try #require(answer.text.firstRange(of: "<title>First"))
            let second = try #require(answer.text.firstRange(of: "<title>Second"))
            #expect(first.lowerBound > second.lowerBound)
        }
    }

    /// A reel whose film is gone stays told of, and offers nothing that is not there.
    @Test func offersNoFilmThatIsNotThere() async throws {
        try await withWorld { world in
            try world.finishedVideo(name: "gone-1")
            try FileManager.default.removeItem(at: world.layout.outputs.appending(path: "gone-1.mp4"))
            let text = try await world.request("GET", path).text
            #expect(text.contains("<item>") && !text.contains("<enclosure") && !text.contains("<media:"))
        }
    }

    @Test func isNotSentToWhoHasIt() async throws {
        try await withWorld { world in
            try world.finishedVideo()
            let first = try await world.request("GET", path, headers: host)
            let tag = try #require(first.headers["etag"])
            for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let again = try await world.request(
                    "GET", path, headers: host.merging(["HTTP_IF_NONE_MATCH": known]) { $1 })
                #expect(again.status == 304 && again.body.isEmpty && again.headers["etag"] == tag, "\(known)")
                #expect(again.headers["content-length"] == nil && again.headers["content-type"] == nil)
            }
            try world.finishedVideo("Another")
            let other = try await world.request(
                "GET", path, headers: host.merging(["HTTP_IF_NONE_MATCH": tag]) { $1 })
            #expect(other.status == 200 && other.headers["etag"] != tag)
        }
    }

    /// By the date alone: not within the second of the last change, in which there may be another one.
    @Test func aDateCountsWhenItsSecondIsOver() {
        let changed = Date(timeIntervalSince1970: 784_111_777.5)
        let answer = Response(status: 200, body: Data("feed".utf8))
        func ask(_ since: String?, _ tag: String? = nil, after seconds: Double = 9) -> Response {
            answer.unless(
                Conditions(knownTags: tag, knownSince: since), changed: changed,
                now: changed.addingTimeInterval(seconds))
        }
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        #expect(ask(nil).headers.contains { $0 == ("Last-Modified", date) })
        #expect(ask(date).status == 304)
        #expect(ask(date, "\"other\"").status == 200)
        #expect(ask(date, after: 0.4).status == 200)
        #expect(!ask(nil, after: 0.4).headers.contains { $0.name == "Last-Modified" })
        // A clock that was set back: neither is the date that was told.
        for other in ["Sun, 06 Nov 1994 08:49:36 GMT", "Sun, 06 Nov 1994 08:49:38 GMT", "yesterday", ""] {
            #expect(ask(other).status == 200, "\(other)")
        }
    }

    @Test func hasPages() async throws {
        try await withWorld { world in
            for number in 1...5 { try world.finishedVideo("Reel \(number)") }
            func relations(_ target: String) async throws -> [String: String] {
                let text = try await world.request("GET", target, headers: host).text
                let links = text.matches(of: /<atom:link rel="([a-z]+)" type="[a-z\/+]+" href="([^"]+)"\/>/)
                return Dictionary(uniqueKeysWithValues: links.map { (String($0.1), String($0.2)) })
            }
            let base = "http://localhost:8000\(path)"
            let all = try await relations(path)
            #expect(all == ["self": base, "first": base, "last": base])
            let middle = try await relations("\(path)?limit=2&page=2")
            #expect(
                middle == [
                    "self": "\(base)?page=2&amp;limit=2", "first": "\(base)?limit=2",
                    "previous": "\(base)?limit=2", "next": "\(base)?page=3&amp;limit=2",
                    "last": "\(base)?page=3&amp;limit=2",
                ])
            #expect(try await relations("\(path)?limit=2&page=3")["next"] == nil)
            #expect(try await world.request("GET", "\(path)?limit=2&page=4").status == 404)
            for wrong in ["page=0", "page=x", "page=1000001", "limit=0", "limit=201", "page="] {
                #expect(try await world.request("GET", "\(path)?\(wrong)").status == 422, "\(wrong)")
            }
        }
    }

    @Test func isThereWithoutReels() async throws {
        try await withWorld { world in
            let answer = try await world.request("GET", path)
            #expect(answer.status == 200 && !answer.text.contains("<item>"))
            #expect(try await world.request("HEAD", path).body.isEmpty)
        }
    }

    /// What one reads out of the document is what was written into it, and the document is one.
    @Test func nothingOfAStrangerIsMarkup() async throws {
        try await withWorld { world in
            try world.finishedVideo(World.hostile, words: World.hostile, url: "https://example.org/?a=1&b='\"<>")
            let text = try await world.request("GET", path).text
            #expect(text.components(separatedBy: "<item>").count == 2 && !text.contains("<b>"))
            #expect(text.contains("<title>A &amp; &lt;b&gt;&quot;B&quot;&lt;/b&gt; &lt;/script&gt;&lt;!-- ]]&gt; "))
            #expect(!text.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{FFFE}" || $0 == "\u{8}" })
            #expect(text.contains("<dc:source>https://example.org/?a=1&amp;b=&#39;&quot;&lt;&gt;</dc:source>"))
        }
    }
}
