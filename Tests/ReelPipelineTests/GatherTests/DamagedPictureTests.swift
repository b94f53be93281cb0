import Foundation
import ReelCache
import ReelCore
import ReelFetch
import ReelGather
import ReelTestKit
import Synchronization
import Testing

/// Real pictures that were hurt on their way: cut, with bytes turned over, blanked or moved. Each is shown as something
/// that can be decoded or passed over.
struct DamagedPictureTests {
    private static let variants = 18

    @Test(arguments: ["jpg", "png", "webp", "gif"])
    func eachIsShownOrPassedOver(kind: String) async throws {
        let whole = try await TestPicture.bytes("mandelbrot=s=640x480", as: "a.\(kind)")
        var dice = SeededRNG(seed: UInt64(kind.utf8.reduce(7) { $0 * 31 + UInt64($1) }))
        var pages: [String: Data] = [:]
        for variant in 0..<Self.variants {
            pages["https://hurt.test/\(variant).\(kind)"] = Self.hurt(whole, variant, &dice)
        }
        let asked = Mutex<[String]>([])
        let offered = web(pages)
        let fetcher = Fetcher { request in
            asked.withLock { $0.append(request.url) }
            return try await offered.fetch(request)
        }
        try await withTemporaryFolder { folder in
            let article = Article(
                url: "https://hurt.test/story", title: "T", text: "T",
                images: pages.keys.sorted().map { ArticleImage(url: $0) })
            let stage = GatherStage(fetcher: fetcher, cache: ContentCache(root: folder.appending(path: "cache")))
            let found = try await stage.run(
                GatherInput(
                    article: article, script: Script(title: "T", scenes: scenes(Self.variants)), quality: .draft),
                in: context(folder))
            #expect(found.scenes.count == Self.variants)
            for scene in found.scenes {
                #expect(try await TestPicture.pixels(scene.file, width: 64, height: 48).count == 64 * 48 * 3)
            }
            #expect(Set(asked.withLock { $0 }).isSubset(of: pages.keys))
            #expect(leftovers(folder.appending(path: "work")).isEmpty)
        }
    }

    private static func hurt(_ whole: Data, _ variant: Int, _ dice: inout SeededRNG) -> Data {
        var bytes = [UInt8](whole)
        // The first bytes say what it is; without them it is nothing at all, which `HostilePictureTests` has.
        let body = 12..<bytes.count
        func place() -> Int { Int.random(in: body, using: &dice) }
        switch variant % 6 {
        case 0: return whole.prefix(place())
        case 1: bytes[place()] ^= UInt8(1 << Int.random(in: 0..<8, using: &dice))
        case 2: for _ in 0..<200 { bytes[place()] = .random(in: 0...255, using: &dice) }
        case 3:
            let start = place()
            for index in start..<min(start + 2_000, bytes.count) { bytes[index] = 0 }
        case 4:
            let start = place()
            bytes.insert(contentsOf: bytes[12..<min(4_012, bytes.count)], at: start)
        default:
            // Of the header, where sizes and tables stand.
            for _ in 0..<8 {
                bytes[Int.random(in: 12..<min(400, bytes.count), using: &dice)] = .random(in: 0...255, using: &dice)
            }
        }
        return Data(bytes)
    }
}
