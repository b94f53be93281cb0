import Foundation
import ReelCache
import ReelCore
import ReelFetch
import ReelGather
import ReelSettings
import ReelTestKit
import Synchronization
import Testing

/// A server of this machine speaks the documented API (https://www.pexels.com/api/documentation/).
struct PexelsTests {
    private let article = Article(url: nil, title: "Reefs", text: "")

    private func request(_ count: Int = 3, type: Scene.AssetType = .image) -> Script {
        var scenes = scenes(count)
        for index in scenes.indices {
            scenes[index].assetKeywords = ["coral reef", "fish"]
            scenes[index].assetType = type
        }
        return Script(title: "Reefs", scenes: scenes)
    }

    private func photo(_ id: Int, _ file: String, alt: String = "Coral reef") -> [String: Any] {
        [
            "id": id, "width": 800, "height": 1200, "url": "https://www.pexels.com/photo/coral-\(id)/",
            "photographer": "Ada Example", "photographer_url": "https://www.pexels.com/@ada", "photographer_id": 7,
            "avg_color": "#978E82", "liked": false, "alt": alt,
            "src": ["original": file, "large2x": file, "large": file, "medium": file, "small": file, "tiny": file],
        ]
    }

    private func video(_ id: Int, _ file: String, duration: Int = 20) -> [String: Any] {
        [
            "id": id, "width": 720, "height": 1280, "url": "https://www.pexels.com/video/a-diver-by-a-reef-\(id)/",
            "image": "https://images.test/\(id).jpg", "duration": duration,
            "user": ["id": 7, "name": "Ada Example", "url": "https://www.pexels.com/@ada"],
            "video_files": [
                [
                    "id": 1, "quality": "sd", "file_type": "video/mp4", "width": 72, "height": 128,
                    "link": file + "?tiny",
                ],
                ["id": 2, "quality": "hd", "file_type": "video/mp4", "width": 720, "height": 1280, "link": file],
                ["id": 3, "quality": "hls", "file_type": "application/x-mpegURL", "link": file + "?hls"],
            ],
            "video_pictures": [],
        ]
    }

    private func json(_ object: Any) throws -> LocalResponse {
        .data(try JSONSerialization.data(withJSONObject: object), type: "application/json")
    }

    private func run(
        _ script: Script, api: LocalHTTPServer, files: Fetcher, in folder: URL, seconds: [Double] = [4, 4, 4],
        timeout: Duration = .seconds(20)
    ) async throws -> Visuals {
        var settings = GatherSettings()
        settings.pexels = PexelsSettings(key: "secret-key", url: api.url(""))
        settings.pexels?.timeout = timeout
        let stage = GatherStage(
            fetcher: files, cache: ContentCache(root: folder.appending(path: "cache")), settings: settings)
        return try await stage.run(
            GatherInput(article: article, script: script, quality: .draft, seconds: seconds), in: context(folder))
    }

    @Test func everySceneGetsAPhotoOfItsOwnWithItsCredit() async throws {
        let files = [
            "https://files.test/1": try await TestPicture.bytes("testsrc2=s=600x900", as: "a.jpg"),
            "https://files.test/2": try await TestPicture.bytes("mandelbrot=s=600x900", as: "a.jpg"),
            "https://files.test/3": try await TestPicture.bytes("testsrc=s=600x900", as: "a.jpg"),
        ]
        let sent = Mutex<[FetchRequest]>([])
        let inner = web(files)
        let fetcher = Fetcher { request in
            sent.withLock { $0.append(request) }
            return try await inner.fetch(request)
        }
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer { request in
                // The first file of the answer is broken, the second is the same for all who ask.
                try self.json([
                    "total_results": 4, "page": 1, "per_page": 15,
                    "photos": [self.photo(9, "https://files.test/gone")]
                        + (1...3).map { self.photo($0, "https://files.test/\($0)") } + [["id": "odd"]],
                ])
            } perform: { server in
                let found = try await run(request(), api: server, files: fetcher, in: folder)
                #expect(found.scenes.allSatisfy { $0.choice.provider == .pexels && $0.choice.kind == .picture })
                #expect(Set(found.scenes.map(\.choice.digest)).count == 3)
                #expect(found.note == nil)
                for scene in found.scenes {
                    #expect(scene.choice.credit?.text == "Photo by Ada Example on Pexels")
                    #expect(scene.choice.credit?.licence == "Pexels License")
                    #expect(scene.choice.credit?.url?.hasPrefix("https://www.pexels.com/photo/coral-") == true)
                }
                let asked = server.requests
                #expect(asked.count == 3)
                for request in asked {
                    #expect(request.header("Authorization") == "secret-key")
                    let parts = URLComponents(string: request.path)
                    #expect(parts?.path == "/v1/search")
                    let query = parts?.queryItems ?? []
                    #expect(query.contains(URLQueryItem(name: "query", value: "coral reef fish")))
                    #expect(query.contains(URLQueryItem(name: "orientation", value: "portrait")))
                }
            }
        }
        // The key goes to the API and nowhere else.
        #expect(!sent.withLock { $0 }.isEmpty)
        for request in sent.withLock({ $0 }) { #expect(request.headers.isEmpty) }
    }

    /// It gets the pixels that are shown: a wide one lies inside the upright frame, an upright one fills it, a small
    /// one stays.
    @Test(arguments: [("640x360", 360, 202), ("362x642", 360, 640), ("300x534", 300, 534), ("400x640", 400, 640)])
    func aClipIsCutAndItsFirstFrameShown(size: String, width: Int, height: Int) async throws {
        let clip = try await TestClip.bytes(["-f", "lavfi", "-i", "testsrc2=s=\(size):r=25:d=6"])
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer { request in
                #expect(request.path.hasPrefix("/videos/search?"))
                return try self.json([
                    "page": 1, "per_page": 15, "total_results": 2, "url": "x",
                    // One is shorter than the scene.
                    "videos": [
                        self.video(1, "https://files.test/short", duration: 2),
                        self.video(2, "https://files.test/clip"),
                    ],
                ])
            } perform: { server in
                let files = web(["https://files.test/clip": clip])
                let script = request(1, type: .video)
                let found = try await run(script, api: server, files: files, in: folder, seconds: [2.2])
                let visual = try #require(found.scenes.first)
                #expect(visual.choice.kind == .clip)
                #expect(visual.choice.credit?.text == "Video by Ada Example on Pexels")
                #expect(visual.size == FrameSize(width: width, height: height))
                let file = try #require(visual.clip)
                let facts = try await TestClip.facts(file)
                #expect(facts == ["h264,\(width),\(height),yuv420p,30/1,90"])
                // A kept clip needs neither the API nor the file's server.
                var kept = script
                kept.scenes[0].visual = visual.choice
                let again = try await run(
                    kept, api: server, files: .failing(FetchError.nameNotFound(host: "x")), in: folder, seconds: [2.4])
                #expect(again.scenes[0].clip.map { try? Data(contentsOf: $0) } == (try? Data(contentsOf: file)))
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test(arguments: [
        (401, "refused the key"), (403, "refused the key"), (429, "no more requests"), (500, "status 500"),
        (302, "could not be reached"), (200, "not its documented JSON"),
    ])
    func whatTheLibraryDoesWrongFailsNothing(status: Int, note: String) async throws {
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer { other in
                .html("<p>Not JSON")
            } perform: { elsewhere in
                try await withLocalHTTPServer { request in
                    switch status {
                    case 302: .redirect(to: elsewhere.url("/v1/search"))
                    case 200: .html("<p>Not JSON")
                    default: .status(status)
                    }
                } perform: { server in
                    let found = try await run(request(), api: server, files: web([:]), in: folder)
                    #expect(found.scenes.allSatisfy { [.card, .backdrop].contains($0.choice.kind) })
                    #expect(found.note?.contains(note) == true, "\(found.note ?? "no note")")
                    #expect(found.note?.contains("secret-key") == false)
                    #expect(!server.requests.isEmpty)
                }
                // A redirect is not followed: the key would go along.
                #expect(elsewhere.requests.isEmpty)
            }
        }
    }

    @Test func anAPIThatHangsIsGivenUp() async throws {
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer { _ in
                .hanging(after: Data("{".utf8), type: "application/json")
            } perform: {
                server in
                let found = try await run(
                    request(1), api: server, files: web([:]), in: folder, timeout: .seconds(2))
                #expect(found.note?.contains("could not be reached") == true)
            }
        }
    }

    @Test func nothingIsAskedWhenTheArticleHasPicturesEnough() async throws {
        let pictures = [
            "https://x.test/a": try await TestPicture.bytes("testsrc2=s=600x900", as: "a.jpg"),
            "https://x.test/b": try await TestPicture.bytes("mandelbrot=s=600x900", as: "a.jpg"),
        ]
        var article = article
        article.images = pictures.keys.sorted().map { ArticleImage(url: $0) }
        try await withTemporaryFolder { folder in
            try await withLocalHTTPServer { _ in
                .status(500)
            } perform: { [article] server in
                var settings = GatherSettings()
                settings.pexels = PexelsSettings(key: "k", url: server.url(""))
                let stage = GatherStage(
                    fetcher: web(pictures), cache: ContentCache(root: folder.appending(path: "cache")),
                    settings: settings)
                let found = try await stage.run(
                    GatherInput(article: article, script: request(2), quality: .draft), in: context(folder))
                #expect(found.scenes.allSatisfy { $0.choice.provider == .article })
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test func settingsAreCheckedAtTheStart() async throws {
        func settings(_ values: [String: String]) async throws -> GatherSettings {
            try GatherSettings(await Settings.load(environment: values))
        }
        #expect(try await settings([:]).pexels == nil)
        #expect(try await settings(["REEL_PEXELS_KEY": ""]).pexels == nil)
        #expect(try await settings(["REEL_PEXELS_KEY": "abc"]).pexels == PexelsSettings(key: "abc"))
        let local = try await settings(["REEL_PEXELS_KEY": "abc", "REEL_PEXELS_URL": "http://localhost:9/"])
        #expect(local.pexels?.url == "http://localhost:9")
        for odd in [
            ["REEL_PEXELS_KEY": "a b"], ["REEL_PEXELS_KEY": "abc", "REEL_PEXELS_URL": "ftp://x"],
            ["REEL_GATHER_FOLDER": "/no/such/folder"],
        ] {
            await #expect(throws: SettingsError.self) { try await settings(odd) }
        }
    }
}
