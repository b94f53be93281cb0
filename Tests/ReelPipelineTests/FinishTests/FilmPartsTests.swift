import Foundation
import ReelCache
import ReelCore
import ReelFinish
import ReelTestKit
import ReelTool
import Synchronization
import Testing

struct FilmPartsTests {
    private static let frame = FrameSize(width: 360, height: 640)

    private static func timeline(_ frames: [Int]) -> Timeline {
        let scenes = frames.enumerated().map { index, count in
            SceneNarration(
                sceneNumber: index + 1, audio: URL(fileURLWithPath: "/x"), duration: Double(count) / 30, words: [])
        }
        return Timeline(narration: Narration(voice: "v", scenes: scenes))
    }

    /// Scenes one after the other, each a film of its own from a lavfi source, joined without encoding again.
    private static func film(_ name: String, _ media: TestMedia, _ scenes: [(source: String, frames: Int)]) async throws
        -> URL
    {
        var list = "ffconcat version 1.0\n"
        for (index, scene) in scenes.enumerated() {
            let piece = media.folder.appending(path: "\(name)-\(index).mp4")
            try await media.ffmpeg([
                "-f", "lavfi", "-i", scene.source, "-frames:v", "\(scene.frames)", "-c:v", "libx264", "-preset",
                "veryfast", "-pix_fmt", "yuv420p", "-g", "60", "-x264-params", "stitchable=1:open-gop=0",
                "-video_track_timescale", "15360", "-fflags", "+bitexact", piece.path,
            ])
            // The container knows a piece's length to the millisecond only.
            list += "file '\(piece.path)'\nduration \(scene.frames * 1_000_000 / 30)us\n"
        }
        let listFile = media.folder.appending(path: "\(name).txt")
        try Data(list.utf8).write(to: listFile)
        let film = media.folder.appending(path: "\(name).mp4")
        try await media.ffmpeg([
            "-f", "concat", "-safe", "0", "-i", listFile.path, "-c", "copy", "-video_track_timescale", "15360",
            film.path,
        ])
        return film
    }

    // Full of edges: where there is nothing to see, nothing is seen to hang.
    private static let hanging = "mandelbrot=s=360x640:r=30,loop=loop=-1:size=1:start=0"
    private static let moving = "\(hanging),scroll=h=0.02:v=0.01"
    private static let black = "color=c=black:s=360x640:r=30"
    private static func colour(_ colour: String) -> String { "color=c=\(colour):s=360x640:r=30" }

    private static func packets(_ film: URL) async throws -> FilmPackets {
        let answer = try await Tool.run(ToolCommand("ffprobe", ProbeAnswer.arguments(film)))
        return try #require(FilmPackets(try ProbeAnswer.decode(answer.standardOutput), frameRate: 30))
    }

    /// A decoder that leaves frames out complains that it has not those that it is told to forget.
    @Test(arguments: [
        "cellauto=s=90x160:r=30:random_seed=8:rule=30",
        "testsrc=s=90x160:r=30,loop=loop=-1:size=1:start=0,scroll=h=0.003:v=0.003",
    ])
    func whatIsLeftOutIsNotMissed(source: String) async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let film = try await Self.film("a", media, [(source, 60)])
            let size = FrameSize(width: 90, height: 160)
            let scan = FilmScan(frame: size, frameRate: 30, frames: 0..<60, tiles: [0], longestScene: 60)
            let tiles = folder.appending(path: "tiles.yuv")
            let quick = scan.arguments(film, small: PictureTrace.size(size), tileFile: tiles)
            #expect(try await Tool.run(ToolCommand("ffmpeg", quick)).errorTail.contains("mmco"))
            #expect(try await scan.run(film, tileFile: tiles).errors == [])
        }
    }

    @Test func aDamagedFilmIsComplainedOf() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let film = try await Self.film("a", media, [(Self.moving, 60)])
            var bytes = try Data(contentsOf: film)
            for place in stride(from: bytes.count / 4, to: bytes.count / 2, by: 97) { bytes[place] ^= 0x5A }
            try bytes.write(to: film)
            let scan = FilmScan(frame: Self.frame, frameRate: 30, frames: 0..<60, tiles: [0], longestScene: 60)
            #expect(try await scan.run(film, tileFile: folder.appending(path: "tiles.yuv")).errors != [])
        }
    }

    @Test func findsWhatIsBlackAndFrozenWhereItIs() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let scenes = [(Self.moving, 75), (Self.hanging, 100), (Self.black, 30), (Self.moving, 60)]
            let film = try await Self.film("a", media, scenes)
            let timeline = Self.timeline(scenes.map(\.1))
            let parts = FilmParts(
                cache: media.cache, packets: try await Self.packets(film), timeline: timeline, frame: Self.frame,
                sprite: Sprite(timeline, frame: Self.frame))
            #expect(parts.parts().map(\.frames) == [0..<75, 75..<175, 175..<205, 205..<265])
            let (facts, tiles) = try await parts.scan(film, in: media.context)
            #expect(facts.errors == [])
            try #require(facts.frozen.count == 1 && facts.black.count == 1, "\(facts)")
            #expect(abs(facts.frozen[0].start - 2.5) < 0.01 && abs(facts.frozen[0].end - 5.83) < 0.25, "\(facts)")
            #expect(abs(facts.black[0].start - 5.833) < 0.01 && abs(facts.black[0].end - 6.833) < 0.25, "\(facts)")
            let sprite = Sprite(timeline, frame: Self.frame)
            #expect(tiles.count == sprite.tiles.count * sprite.tileBytes)
        }
    }

    @Test func onlyAnEditedSceneIsDecodedAgainAndItsTileIsNew() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let made = Mutex(0)
            let cache = ContentCache(root: folder.appending(path: "cache"), onMade: { made.withLock { $0 += 1 } })
            func tiles(_ name: String, _ scenes: [(source: String, frames: Int)]) async throws -> [UInt8] {
                let film = try await Self.film(name, media, scenes)
                let timeline = Self.timeline(scenes.map(\.frames))
                let sprite = Sprite(timeline, frame: Self.frame)
                let (_, tiles) = try await FilmParts(
                    cache: cache, packets: try await Self.packets(film), timeline: timeline, frame: Self.frame,
                    sprite: sprite
                ).scan(film, in: media.context)
                // The luma of each tile's middle.
                return sprite.tiles.indices.map { number in
                    tiles[number * sprite.tileBytes + sprite.tile.width * (sprite.tile.height / 2 + 1) - 80]
                }
            }
            let first = try await tiles("a", [(Self.colour("red"), 40), (Self.colour("white"), 50), (Self.moving, 45)])
            #expect(first.count == 3 && made.withLock { $0 } == 3)
            // The first scene is longer and grey: all that follows lies elsewhere, and is known.
            let second = try await tiles(
                "b", [(Self.colour("gray"), 70), (Self.colour("white"), 50), (Self.moving, 45)])
            #expect(made.withLock { $0 } == 4)
            #expect(second.dropFirst() == first.dropFirst())
            #expect(abs(Int(first[0]) - 82) < 8 && abs(Int(first[1]) - 235) < 4 && abs(Int(second[0]) - 126) < 6)
        }
    }

    @Test func aFilmThatIsNotFrameAfterFrameHasNoPackets() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let film = try await media.film(frames: 30, rate: 25)
            let answer = try await Tool.run(ToolCommand("ffprobe", ProbeAnswer.arguments(film)))
            #expect(FilmPackets(try ProbeAnswer.decode(answer.standardOutput), frameRate: 30) == nil)
        }
    }
}
