import Foundation
import ReelCache
import ReelCompose
import ReelCore
import ReelTool
import Testing

@Suite("The whole stage, small") struct ComposeStageTests {
    @Test("Odd numbers of frames come out exactly, and decode without a word of complaint")
    func frameCount() async throws {
        let world = try ComposeWorld(name: "it's, an [odd]: name")
        let picture = try await world.picture("a.png", upright) { x, y in (UInt8(x * 2), UInt8(y), 128) }
        let scenes = zip([37, 11, 25], [SceneVisual.Motion.zoomIn, .panRight, .zoomOut]).map { frames, motion in
            Told(words: spoken("One two"), frames: frames, picture: picture, size: upright, motion: motion)
        }
        let made = try await world.compose(ComposeInput(scenes))
        #expect(
            made
                == ComposedPictures(
                    file: made.file, frameCount: 73, frameRate: 30, size: draft, captions: made.captions))
        #expect(try await decode(made.file, draft).count == 73)
        #expect(world.reports.fractions == world.reports.fractions.sorted())
        #expect(world.reports.fractions.last == 1)
        #expect(world.reports.messages.contains("Encoding scene 2 of 3"))
        // Transitions and bodies carry the same parameter sets, or a player would stumble where they meet.
        let probe = try await Tool.run(
            ToolCommand(
                "ffprobe",
                [
                    "-v", "error", "-show_entries",
                    "stream=profile,pix_fmt,color_range,color_space,color_transfer,color_primaries,chroma_location,"
                        + "avg_frame_rate,r_frame_rate", "-of", "default=nw=1:nk=1", made.file.path,
                ]))
        #expect(
            String(decoding: probe.standardOutput, as: UTF8.self).split(separator: "\n") == [
                "High", "yuv420p", "tv", "bt709", "bt709", "bt709", "left", "30/1", "30/1",
            ])
    }

    @Test("The same input gives the same bytes; a second run makes nothing")
    func cached() async throws {
        let world = try ComposeWorld()
        let other = try ComposeWorld()
        let picture = try await world.plain("a.png", (200, 90, 30))
        let scenes = [20, 15].map { Told(words: spoken("Same again"), frames: $0, picture: picture, size: upright) }
        let first = try await world.compose(ComposeInput(scenes))
        let entries = try world.entries()
        let second = try await world.compose(ComposeInput(scenes))
        #expect(try world.entries() == entries)
        let elsewhere = try await other.compose(ComposeInput(scenes))
        let bytes = try Data(contentsOf: first.file)
        #expect(try Data(contentsOf: second.file) == bytes)
        #expect(try Data(contentsOf: elsewhere.file) == bytes)
        #expect(world.reports.messages.contains("Reusing scene 1 of 2"))
    }

    @Test("Segments are handed on in the order of the reel, one at a time, made or found")
    func published() async throws {
        let world = try ComposeWorld()
        let picture = try await world.plain("a.png", (200, 90, 30))
        // The first segment takes longest, so that others are ready before it; the second and the last scene look the
        // same.
        let scenes = [200, 12, 10, 14, 12].map {
            Told(words: $0 == 200 ? spoken("Wait") : [], frames: $0, picture: picture, size: upright)
        }
        var settings = ComposeSettings()
        settings.encoders = 3
        for _ in 0..<2 {
            let log = SegmentLog()
            let made = try await world.compose(ComposeInput(scenes), settings: settings) { await log.take($0) }
            let segments = await log.segments
            #expect(segments.map(\.index) == Array(0..<11))
            #expect(segments.map(\.frameCount) == [30, 60, 110, 9, 3, 9, 1, 9, 5, 9, 3])
            #expect(segments.map(\.firstFrame) == [0, 30, 90, 200, 209, 212, 221, 222, 231, 236, 245])
            #expect(await log.mostAtOnce == 1)
            let files = segments.map(\.file)
            for (file, segment) in zip(files, segments) {
                #expect(try await decode(file, draft).count == segment.frameCount)
            }
            #expect(made.frameCount == 248)
        }
    }

    @Test("A transition and a body that were encoded together have the bytes that each has alone")
    func together() async throws {
        let world = try ComposeWorld()
        let pictures = [
            try await world.plain("a.png", (200, 90, 30)),
            try await world.picture("b.png", upright) { x, y in (UInt8(x * 2), UInt8(y), UInt8(x * y % 256)) },
        ]
        let clip = try await world.clip("c.mp4", "testsrc2=s=90x160:r=30", frames: 20)
        let scenes = [
            Told(words: spoken("It begins"), frames: 20, picture: pictures[0], size: upright),
            Told(words: spoken("Both at once"), frames: 60, picture: pictures[1], size: upright),
            Told(words: spoken("And a clip as well"), frames: 66, picture: pictures[0], size: upright, clip: clip),
        ]
        func segments() async throws -> [Data] {
            let log = SegmentLog()
            _ = try await world.compose(ComposeInput(scenes)) { await log.take($0) }
            return try await log.segments.map { try Data(contentsOf: $0.file) }
        }
        let together = try await segments()
        let entries = try world.entries()
        #expect(together.count == 5)
        // Each entry is taken away and made again while all others are there.
        for entry in entries {
            try FileManager.default.removeItem(at: world.cache.root.appending(path: "\(entry.prefix(2))/\(entry)"))
            #expect(try await segments() == together)
        }
    }

    @Test("A changed sentence makes its scene's body and its two transitions anew, and nothing else")
    func edit() async throws {
        let world = try ComposeWorld()
        var scenes: [Told] = []
        for index in 0..<4 {
            let picture = try await world.plain("\(index).png", (UInt8(60 * index), 90, 30))
            scenes.append(Told(words: spoken("Scene \(index)"), frames: 20, picture: picture, size: upright))
        }
        _ = try await world.compose(ComposeInput(scenes))
        let before = try world.entries()
        scenes[1].words = spoken("Another sentence")
        scenes[1].frames = 33
        let made = try await world.compose(ComposeInput(scenes))
        #expect(made.frameCount == 93)
        #expect(try world.entries().subtracting(before).count == 3)
        // A word after the transition into the next scene, of the same length: only one segment differs.
        let later = try world.entries()
        scenes[2].words[1].text = "too"
        scenes[2].words[1].start = 0.5
        _ = try await world.compose(ComposeInput(scenes))
        #expect(try world.entries().subtracting(later).count <= 2)
    }
}

/// What was handed on, and how many at once.
private actor SegmentLog {
    private(set) var segments: [PublishedSegment] = []
    private(set) var mostAtOnce = 0
    private var atOnce = 0

    func take(_ new: [PublishedSegment]) async {
        atOnce += 1
        mostAtOnce = max(mostAtOnce, atOnce)
        // Others would come in here if they could.
        for _ in 0..<20 { await Task.yield() }
        segments += new
        atOnce -= 1
    }
}
