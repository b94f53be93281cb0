import Foundation
import ReelCore
import ReelFCGI
import ReelSettings
import ReelStore
import ReelTestKit
import Testing

/// Links by which one video can be watched: made, listed and revoked, and what they lead to.
@Suite struct ShareRoutesTests {
    private func share(_ world: World, _ id: VideoID, _ body: String? = nil) async throws -> (path: String, id: Int) {
        let made = try await world.request(
            "POST", "/api/videos/\(id)/shares", json: body, headers: ["HTTP_HOST": "localhost:8000"])
        #expect(made.status == 201)
        let path = try #require(made.headers["location"])
        #expect(made.json["url"] as? String == "http://localhost:8000\(path)")
        return (path, try #require(made.json["id"] as? Int))
    }

    @Test func aLinkIsMadeListedAndRevoked() async throws {
        try await withWorld { world in
            let id = try world.finishedVideo()
            let first = try await share(world, id)
            let second = try await share(world, id, #"{"indexable": true}"#)
            #expect(first.path != second.path)
            let listed = try await world.request("GET", "/api/videos/\(id)/shares")
            #expect(listed.json["count"] as? Int == 2)
            // What was listed leads nowhere: the token is told once.
            let token = String(first.path.dropFirst(3))
            #expect(!listed.text.contains(token))
            #expect(try await world.request("GET", first.path).status == 200)
            let revoked = try await world.request("DELETE", "/api/videos/\(id)/shares/\(first.id)")
            #expect(revoked.status == 200)
            for path in ["", "/player", "/video.mp4", "/poster.jpg", "/captions.vtt"] {
                #expect(try await world.request("GET", first.path + path).status == 404, "\(path)")
                #expect(try await world.request("GET", second.path + path).status == 200, "\(path)")
            }
            #expect(try await world.request("DELETE", "/api/videos/\(id)/shares/\(first.id)").status == 404)
            #expect(try await world.request("GET", "/api/videos/\(id)/shares").json["count"] as? Int == 1)
            // The database holds no token, and neither does a file beside it.
            for file in try FileManager.default.contentsOfDirectory(atPath: world.layout.root.path)
            where file.hasPrefix("reelcraft.db") {
                let bytes = try Data(contentsOf: world.layout.root.appending(path: file))
                for path in [first.path, second.path] {
                    #expect(bytes.firstRange(of: Data(path.dropFirst(3).utf8)) == nil, "\(file)")
                }
            }
        }
    }

    @Test func linksEndWithTheirVideo() async throws {
        try await withWorld { world in
            let id = try world.finishedVideo()
            let made = try await share(world, id)
            #expect(try await world.request("DELETE", "/api/videos/\(id)").status == 200)
            #expect(try await world.request("GET", made.path).status == 404)
            #expect(try await world.request("GET", "/api/videos/\(id)/shares").status == 404)
            #expect(try await world.request("POST", "/api/videos/\(id)/shares").status == 404)
        }
    }

    @Test func refusesWhatIsNoChoiceAndMoreLinksThanThereMayBe() async throws {
        try await withWorld { world in
            let id = try world.finishedVideo()
            let path = "/api/videos/\(id)/shares"
            for body in [#"{"indexable": "yes"}"#, #"{"indexable": 1}"#, "[]"] {
                #expect(try await world.request("POST", path, json: body).status == 422, "\(body)")
            }
            #expect(try await world.request("POST", path, json: "{").status == 400)
            #expect(try await world.request("POST", path, json: "{}", contentType: "text/plain").status == 415)
            #expect(try await world.request("POST", path, json: #"{"indexable": null, "more": 1}"#).status == 201)
            for _ in 1..<Responder.shareLimit { _ = try await share(world, id) }
            let full = try await world.request("POST", path)
            #expect(full.status == 409)
            #expect((full.json["detail"] as? String)?.contains("Revoke one") == true)
            #expect(try await world.request("DELETE", "\(path)/x").status == 404)
        }
    }

    /// Unguessable: no two are alike, and each byte of them is random.
    @Test func tokensAreLongAndRandom() {
        let tokens = (0..<500).map { _ in ShareToken().text }
        #expect(Set(tokens).count == 500 && tokens.allSatisfy { $0.utf8.count == 32 })
        for place in 0..<32 {
            #expect(Set(tokens.map { Array($0)[place] }).count > 40, "place \(place)")
        }
        #expect(ShareToken("short") == nil && ShareToken(String(repeating: "é", count: 16)) == nil)
        #expect(ShareToken(tokens[0])?.hash == ShareToken(tokens[0])?.hash)
    }

    @Test func onlyWhatMayBeListedIsListed() async throws {
        try await withWorld { world in
            let id = try world.finishedVideo()
            for (body, isListed) in [(nil, false), (#"{"indexable": true}"#, true)] as [(String?, Bool)] {
                let made = try await share(world, id, body)
                let page = try await world.request("GET", made.path)
                #expect(page.text.contains("noindex") == !isListed)
                #expect((page.headers["x-robots-tag"] == nil) == isListed)
                let film = try await world.request("GET", made.path + "/video.mp4")
                #expect((film.headers["x-robots-tag"] == nil) == isListed)
            }
        }
    }

    @Test func nginxSendsTheFilesOfTheSharedVideoAlone() async throws {
        try await withWorld { world in
            let made = try await share(world, try world.finishedVideo("Röd", name: "red-1"))
            let types = [
                "video.mp4": "video/mp4", "poster.jpg": "image/jpeg", "captions.vtt": "text/vtt; charset=utf-8",
            ]
            for (name, type) in types {
                let answer = try await world.request("GET", "\(made.path)/\(name)")
                let ending = try #require(name.split(separator: ".").last)
                #expect(answer.headers["x-accel-redirect"] == "/.reel/shared/red-1.\(ending)")
                #expect(answer.headers["content-type"] == type)
                #expect(answer.headers["cache-control"] == "private, no-cache")
                #expect(answer.headers["content-disposition"] == nil)
            }
            let saved = try await world.request("GET", "\(made.path)/video.mp4?download=1")
            #expect(saved.headers["content-disposition"]?.hasPrefix("attachment; filename=\"R_d.mp4\"") == true)
            for name in ["manifest.json", "red-1.mp4", "..", "%2e%2e", "..%2F..%2Freelcraft.db", "video.mp4%00"] {
                #expect(try await world.request("GET", "\(made.path)/\(name)").status == 404, "\(name)")
            }
            #expect(try await world.request("GET", made.path + "x").status == 404)
            #expect(try await world.request("GET", String(made.path.dropLast())).status == 404)
            #expect(try await world.request("POST", made.path).status == 405)
        }
    }

    /// Titles, texts and addresses of strangers are text, wherever they stand.
    @Test func nothingOfAStrangerIsMarkup() async throws {
        try await withWorld { world in
            let id = try world.finishedVideo(
                World.hostile, words: World.hostile, url: "https://example.org/?a=1&b='\"<>")
            let page = try await world.request("GET", try await share(world, id).path).text
            #expect(!page.contains("<b>") && !page.contains("<!--") && !page.contains("]]>"))
            // The one script, which is data, ends where it should.
            #expect(page.components(separatedBy: "<script").count == 2)
            #expect(page.components(separatedBy: "</script").count == 2)
            let start = try #require(page.firstRange(of: "application/ld+json\">")).upperBound
            let end = try #require(page.firstRange(of: "</script>")).lowerBound
            let data = try #require(
                try JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? [String: Any])
            #expect(data["@type"] as? String == "VideoObject" && data["name"] as? String == World.read)
            #expect(data["transcript"] as? String == World.read && data["duration"] as? String == "PT32S")
            #expect(page.contains("<h1 lang=\"en\" dir=\"auto\">A &amp; &lt;b&gt;&quot;B&quot;"))
        }
    }

    @Test func thePageTellsOtherProgramsWhatItIs() async throws {
        var settings = FCGISettings()
        settings.publicAddress = PublicAddress("https://reels.example.org/")
        try await withWorld(settings) { world in
            let id = try world.finishedVideo("Swifts")
            let made = try await world.request("POST", "/api/videos/\(id)/shares")
            let path = try #require(made.headers["location"])
            let whole = "https://reels.example.org\(path)"
            #expect(made.json["url"] as? String == whole)
            let page = try await world.request("GET", path).text
            for line in [
                #"<meta property="og:title" content="Swifts">"#, #"<meta property="og:url" content="\#(whole)">"#,
                #"<meta property="og:image" content="\#(whole)/poster.jpg">"#,
                #"<meta property="og:video:secure_url" content="\#(whole)/video.mp4">"#,
                #"<meta property="og:video:width" content="1080">"#,
                #"<meta name="twitter:card" content="player">"#,
                #"<meta name="twitter:player" content="\#(whole)/player">"#,
                #"<link rel="canonical" href="\#(whole)">"#,
                #"<track kind="captions" src="\#(path)/captions.vtt" srclang="en" label="Captions">"#,
            ] { #expect(page.contains(line), "\(line)") }
        }
    }
}
