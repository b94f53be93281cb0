import Foundation
import ReelCache
import ReelCore
import ReelFetch
import ReelGather
import ReelTestKit
import Synchronization
import Testing

struct PictureSourceTests {
    private func source(_ fetcher: Fetcher, _ folder: URL, _ settings: GatherSettings = GatherSettings())
        -> PictureSource
    {
        let cache = ContentCache(root: folder.appending(path: "cache"))
        return PictureSource(
            fetcher: fetcher, normalizer: PictureNormalizer(cache: cache, settings: settings), settings: settings)
    }

    private func article(_ names: [String], lead: String? = nil) -> Article {
        Article(
            url: "https://x.test/", title: "T", text: "T", image: lead.map { "https://x.test/\($0)" },
            images: names.map { ArticleImage(url: "https://x.test/\($0)") })
    }

    @Test func onePictureInSeveralSizesIsUsedOnceAndInTheLargest() async throws {
        let small = try await TestPicture.bytes("mandelbrot=s=800x600", as: "a.webp", ["-vf", "scale=480:360"])
        let large = try await TestPicture.bytes("mandelbrot=s=800x600", as: "a.jpg", ["-q:v", "5"])
        let other = try await TestPicture.bytes("mandelbrot=s=800x600:start_scale=0.6:start_x=-0.2", as: "a.jpg")
        let crop = try await TestPicture.bytes("mandelbrot=s=800x600", as: "a.jpg", ["-vf", "crop=350:600"])
        let web = web([
            "https://x.test/small": small, "https://x.test/large": large, "https://x.test/copy": large,
            "https://x.test/other": other, "https://x.test/crop": crop,
        ])
        try await withTemporaryFolder { folder in
            var article = article(["small", "other", "large", "copy", "crop"])
            article.images[2].caption = "A fractal"
            let pictures = try await source(web, folder).pictures(
                of: article, atMost: 20, largestEdge: 3000, in: context(folder))
            #expect(pictures.map(\.index) == [0, 1, 4])
            #expect(pictures[0].image.url == "https://x.test/large")
            #expect(pictures[0].image.caption == "A fractal")
            #expect(pictures[0].picture.size == FrameSize(width: 800, height: 600))
        }
    }

    @Test func neverMoreAtOnceNorInAllThanAllowed() async throws {
        let counts = Mutex((now: 0, most: 0, all: 0))
        let slow = Fetcher { _ in
            counts.withLock {
                $0.now += 1
                $0.all += 1
                $0.most = max($0.most, $0.now)
            }
            // Each waits for the three that there may be, and then for one more that there must not be.
            try await eventually(within: .seconds(20), "three at once") { counts.withLock { $0.most >= 3 } }
            for _ in 0..<100 { await Task.yield() }
            counts.withLock { $0.now -= 1 }
            throw JobFailure(stage: nil, code: "x", message: "no", isRetryable: false)
        }
        var settings = GatherSettings()
        settings.parallel = 3
        try await withTemporaryFolder { folder in
            let pictures = try await source(slow, folder, settings).pictures(
                of: article((1...30).map { "\($0).jpg" }), atMost: 12, largestEdge: 3000, in: context(folder))
            #expect(pictures.isEmpty)
        }
        let seen = counts.withLock { $0 }
        #expect(seen.all == 12)
        #expect(seen.most == 3)
    }

    @Test func asksForNoMoreBytesThanAllowed() async throws {
        let asked = Mutex<[Int]>([])
        let fetcher = Fetcher { request in
            asked.withLock { $0.append(request.maximumBytes) }
            throw JobFailure(stage: nil, code: "x", message: "no", isRetryable: false)
        }
        try await withTemporaryFolder { folder in
            _ = try await source(fetcher, folder).pictures(
                of: article(["a"]), atMost: 9, largestEdge: 900, in: context(folder))
        }
        #expect(asked.withLock { $0 } == [20_000_000])
    }

    @Test func aSecondRunDoesNotFetchAgain() async throws {
        let lead = try await TestPicture.bytes("testsrc2=s=800x600", as: "a.jpg")
        let article = article(["a"])
        try await withTemporaryFolder { folder in
            let first = try await source(web(["https://x.test/a": lead]), folder).pictures(
                of: article, atMost: 9, largestEdge: 900, in: context(folder))
            let offline = try await source(web([:]), folder).pictures(
                of: article, atMost: 9, largestEdge: 900, in: context(folder))
            #expect(first.count == 1)
            #expect(offline == first)
        }
    }

    @Test func cancellingEndsTheWait() async throws {
        let (started, signal) = AsyncStream.makeStream(of: Void.self)
        let hanging = Fetcher { _ in
            signal.yield()
            try await Task.sleep(for: .seconds(3600))
            throw CancellationError()
        }
        let article = article(["a", "b"])
        try await withTemporaryFolder { folder in
            let source = source(hanging, folder)
            let task = Task {
                try await source.pictures(of: article, atMost: 9, largestEdge: 900, in: context(folder))
            }
            for await _ in started { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func theLeadImageComesFirstAndEachAddressOnce() {
        var article = article(["a", "b#one", "b#two", "lead"], lead: "lead")
        article.images.append(ArticleImage(url: "https://x.test/icon", width: 32, height: 32))
        article.images.append(ArticleImage(url: "https://x.test/half", width: 320, height: 200))
        #expect(
            PictureSource.candidates(article, settings: GatherSettings()).map(\.url)
                == ["lead", "a", "b#one", "half"].map { "https://x.test/\($0)" })
        article.image = "https://x.test/elsewhere"
        #expect(
            PictureSource.candidates(article, settings: GatherSettings()).first?.url == "https://x.test/elsewhere")
    }
}
