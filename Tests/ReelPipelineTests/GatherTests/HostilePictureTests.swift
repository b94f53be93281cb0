import Foundation
import ReelCache
import ReelCore
import ReelFetch
import ReelGather
import ReelTestKit
import Synchronization
import Testing

/// Files that are not what they seem: each is shown as a usable picture or passed over, the reel is made all the same,
/// and no address is asked but those that the page names.
struct HostilePictureTests {
    /// A name, and how its bytes are made. `URL` stands for the server's address.
    private static let files: [(name: String, isUsable: Bool?, make: @Sendable (String) async throws -> Data)] = [
        (
            "truncated.jpg", false,
            { _ in
                let whole = try await TestPicture.bytes("mandelbrot=s=800x600", as: "a.jpg")
                return whole.prefix(whole.count * 2 / 3)
            }
        ),
        // 30000x30000 grey pixels are 100 KB of zeros in a PNG.
        ("bomb.png", false, { _ in Data(ImageBytes.png(width: 30_000, height: 30_000, colourType: 0)) }),
        ("large.jpg", false, { _ in Data(ImageBytes.jpeg(width: 20_000, height: 20_000)) }),
        // Says that it is small, and holds far more than it says. What is decoded of it is as small as it says.
        (
            "liar.png", nil,
            { _ in
                let real = [UInt8](try await TestPicture.bytes("color=c=red:s=6000x6000", as: "a.png"))
                let small = ImageBytes.png(width: 500, height: 400)
                return Data(small.prefix(33) + real.dropFirst(33))
            }
        ),
        (
            "svg.svg", false,
            { url in
                Data(
                    """
                    <?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "\(url)/entity">]>
                    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="900" height="900">
                    <image xlink:href="\(url)/reference.png" width="900" height="900"/><text>&x;</text></svg>
                    """.utf8)
            }
        ),
        ("svg.png", false, { url in Data("<svg><image href=\"\(url)/reference.png\"/></svg>".utf8) }),
        (
            "animated.webp", false,
            { _ in
                try await TestClip.bytes(
                    ["-f", "lavfi", "-i", "testsrc2=s=600x400:r=5:d=1"], ["-c:v", "libwebp_anim"], as: "webp")
            }
        ),
        ("photo.heic", false, { _ in Data("\0\0\0\u{18}ftypheic\0\0\0\0mif1heic".utf8) + Data(count: 5000) }),
        ("photo.avif", false, { _ in Data("\0\0\0\u{18}ftypavif\0\0\0\0mif1avif".utf8) + Data(count: 5000) }),
        ("streams.jpg", false, { _ in try await HostilePictureTests.manyStreams() }),
        ("playlist.jpg", false, { url in Data("#EXTM3U\n#EXTINF:5,\n\(url)/segment.ts\nfile:///etc/passwd\n".utf8) }),
        ("concat.png", false, { _ in Data("ffconcat version 1.0\nfile /etc/passwd\n".utf8) }),
        (
            "magicyuv.avi", false,
            { _ in
                try await TestClip.bytes(
                    ["-f", "lavfi", "-i", "testsrc2=s=600x400:r=5:d=1"], ["-c:v", "magicyuv"], as: "avi")
            }
        ),
        ("text.jpg", false, { _ in Data(String(repeating: "This is not a picture. ", count: 400).utf8) }),
        ("empty.jpg", false, { _ in Data() }),
        (
            "animated.gif", true,
            { _ in
                try await TestClip.bytes(["-f", "lavfi", "-i", "mandelbrot=s=600x400:r=5", "-t", "1"], [], as: "gif")
            }
        ),
        (
            "grey-and-alpha.png", true,
            { _ in
                try await TestPicture.bytes("testsrc=s=600x400", as: "a.png", ["-pix_fmt", "ya8"])
            }
        ),
    ]

    private static func manyStreams() async throws -> Data {
        try await TestClip.bytes(
            ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=5:d=1"],
            (0..<200).flatMap { _ in ["-map", "0:v"] } + ["-c:v", "mpeg4", "-threads", "1", "-t", "0.2"], as: "mp4")
    }

    @Test(arguments: files.indices)
    func eachIsShownOrPassedOver(index: Int) async throws {
        let hostile = Self.files[index]
        let good = try await TestPicture.bytes("testsrc2=s=640x480", as: "a.jpg")
        try await withTemporaryFolder { folder in
            let bytes = Mutex(Data())
            try await withLocalHTTPServer { request in
                switch request.path {
                case "/good.jpg": .data(good, type: "image/jpeg")
                case "/\(hostile.name)": .data(bytes.withLock(\.self), type: "image/jpeg")
                default: .notFound
                }
            } perform: { server in
                // Before it is asked for: a busy machine takes longer to make it than one waits for a picture.
                let made = try await hostile.make(server.url(""))
                bytes.withLock { $0 = made }
                var policy = FetchPolicy()
                policy.allowed = [server.endpoint]
                let article = Article(
                    url: server.url("/story"), title: "T", text: "T",
                    images: [
                        ArticleImage(url: server.url("/good.jpg")), ArticleImage(url: server.url("/\(hostile.name)")),
                    ])
                let stage = GatherStage(
                    fetcher: .live(policy), cache: ContentCache(root: folder.appending(path: "cache")))
                let found = try await stage.run(
                    GatherInput(article: article, script: Script(title: "T", scenes: scenes(4)), quality: .draft),
                    in: context(folder))
                #expect(found.scenes.count == 4)
                let shown = Set(found.scenes.compactMap(\.choice.url))
                #expect(shown.contains(server.url("/good.jpg")))
                if let isUsable = hostile.isUsable {
                    #expect(shown.contains(server.url("/\(hostile.name)")) == isUsable)
                }
                #expect(Set(server.requests.map(\.path)) == ["/good.jpg", "/\(hostile.name)"])
                #expect(leftovers(folder.appending(path: "work")).isEmpty)
            }
        }
    }

    /// Clips that are none, or not of the one kind that is decoded.
    private static let clips: [(name: String, make: @Sendable (String) async throws -> Data)] = [
        ("a playlist", { url in Data("#EXTM3U\n#EXTINF:5,\n\(url)/segment.ts\n#EXT-X-ENDLIST\n".utf8) }),
        (
            "MagicYUV in AVI",
            { _ in
                try await TestClip.bytes(
                    ["-f", "lavfi", "-i", "testsrc2=s=600x400:r=5:d=2"], ["-c:v", "magicyuv"], as: "avi")
            }
        ),
        (
            "another codec",
            { _ in
                try await TestClip.bytes(["-f", "lavfi", "-i", "testsrc2=s=600x400:r=5:d=2"], ["-c:v", "mpeg4"])
            }
        ),
        ("200 streams", { _ in try await manyStreams() }),
        (
            "half a file",
            { _ in
                let whole = try await TestClip.bytes(["-f", "lavfi", "-i", "testsrc2=s=600x400:r=25:d=4"])
                return whole.prefix(whole.count / 2)
            }
        ),
        ("a page", { url in Data("<html><script src=\"\(url)/x.js\"></script>".utf8) }),
        ("a black film", { _ in try await TestClip.bytes(["-f", "lavfi", "-i", "color=c=black:s=600x400:r=25:d=4"]) }),
        ("half a second", { _ in try await TestClip.bytes(["-f", "lavfi", "-i", "testsrc2=s=600x400:r=25:d=0.5"]) }),
        // An MP4 whose samples lie in another file (a data reference, ISO/IEC 14496-12, 8.7.2).
        (
            "an external reference",
            { url in
                var bytes = [UInt8](try await TestClip.bytes(["-f", "lavfi", "-i", "testsrc2=s=600x400:r=25:d=2"]))
                if let place = bytes.indices.first(where: { Array(bytes[$0...].prefix(4)) == Array("url ".utf8) }) {
                    bytes[place + 7] = 0
                }
                if let place = bytes.indices.first(where: { Array(bytes[$0...].prefix(4)) == Array("mdat".utf8) }) {
                    for index in place + 4..<min(bytes.count, place + 4000) { bytes[index] = 0 }
                }
                return Data(bytes)
            }
        ),
    ]

    @Test(arguments: clips.indices)
    func whatIsNoClipIsPassedOver(index: Int) async throws {
        let clip = Self.clips[index]
        try await withTemporaryFolder { folder in
            let bytes = Mutex(Data())
            try await withLocalHTTPServer { request in
                request.path == "/clip.mp4" ? .data(bytes.withLock(\.self), type: "video/mp4") : .notFound
            } perform: { server in
                let made = try await clip.make(server.url(""))
                bytes.withLock { $0 = made }
                var policy = FetchPolicy()
                policy.allowed = [server.endpoint]
                var scenes = scenes(2)
                scenes[1].visual = SceneChoice(
                    kind: .clip, provider: .client, url: server.url("/clip.mp4"), motion: .zoomIn)
                let stage = GatherStage(
                    fetcher: .live(policy), cache: ContentCache(root: folder.appending(path: "cache")))
                let found = try await stage.run(
                    GatherInput(
                        article: Article(url: nil, title: "T", text: ""), script: Script(title: "T", scenes: scenes),
                        quality: .draft, seconds: [2, 2]), in: context(folder))
                #expect(found.scenes[1].clip == nil, "\(clip.name)")
                #expect(found.note?.contains("scene 2") == true)
                #expect(server.requests.map(\.path) == ["/clip.mp4"])
                #expect(leftovers(folder.appending(path: "work")).isEmpty)
            }
        }
    }
}
