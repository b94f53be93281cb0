import Foundation
import ReelCache
import ReelCompose
import ReelCore
import ReelTool
import Testing

private let upright = FrameSize(width: 90, height: 160)
private let draft = Quality.draft.frameSize()

@Suite("The whole stage, small") struct ComposeStageTests {
    private func plain(_ world: ComposeWorld, _ name: String, _ colour: (UInt8, UInt8, UInt8)) async throws -> URL {
        try await world.picture(name, upright) { _, _ in colour }
    }

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
        let picture = try await plain(world, "a.png", (200, 90, 30))
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

    @Test("Pieces are handed on in the order of the reel, one at a time, made or found")
    func published() async throws {
        let world = try ComposeWorld()
        let picture = try await plain(world, "a.png", (200, 90, 30))
        // The first segment takes longest, so that others are ready before it; the second and the last scene look the same.
        let scenes = [200, 12, 10, 14, 12].map {
            Told(words: $0 == 200 ? spoken("Wait") : [], frames: $0, picture: picture, size: upright)
        }
        var settings = ComposeSettings()
        settings.encoders = 3
        for _ in 0..<2 {
            let log = PieceLog()
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
            try await plain(world, "a.png", (200, 90, 30)),
            try await world.picture("b.png", upright) { x, y in (UInt8(x * 2), UInt8(y), UInt8(x * y % 256)) },
        ]
        let clip = try await world.clip("c.mp4", "testsrc2=s=90x160:r=30", frames: 20)
        let scenes = [
            Told(words: spoken("It begins"), frames: 20, picture: pictures[0], size: upright),
            Told(words: spoken("Both at once"), frames: 60, picture: pictures[1], size: upright),
            Told(words: spoken("And a clip as well"), frames: 66, picture: pictures[0], size: upright, clip: clip),
        ]
        func segments() async throws -> [Data] {
            let log = PieceLog()
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
            let picture = try await plain(world, "\(index).png", (UInt8(60 * index), 90, 30))
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

    @Test("A picture fades from old to new in even steps and never beyond")
    func transition() async throws {
        let world = try ComposeWorld()
        let dark = try await plain(world, "dark.png", (0, 0, 0))
        let light = try await plain(world, "light.png", (255, 255, 255))
        let scenes = [dark, light].map { Told(words: [], frames: 20, picture: $0, size: upright) }
        let made = try await world.compose(ComposeInput(scenes))
        let levels = try await decode(made.file, draft).map { $0.luma(180, 100) }
        for frame in 0..<20 { #expect(abs(levels[frame] - 16) <= 2) }
        for frame in 20..<29 {
            let wanted = 16 + 219 * (frame - 19) / 10
            #expect(abs(levels[frame] - wanted) <= 4, "frame \(frame): \(levels[frame]) instead of \(wanted)")
        }
        for frame in 29..<40 { #expect(abs(levels[frame] - 235) <= 2) }
    }

    @Test("A card pushes another card out, so that no words lie over words")
    func push() async throws {
        let world = try ComposeWorld()
        // Of the frame's own shape, so that nothing but them is seen.
        let dark = try await world.picture("dark.png", draft) { _, _ in (0, 0, 0) }
        let light = try await world.picture("light.png", draft) { _, _ in (255, 255, 255) }
        var input = ComposeInput([dark, light].map { Told(words: [], frames: 20, picture: $0, size: draft) })
        input.captions = .off
        for index in input.visuals.indices { input.visuals[index].choice.kind = .card }
        let frames = try await decode(try await world.compose(input).file, draft)
        var shares: [Double] = []
        for frame in frames[20..<29] {
            let row = (0..<draft.width).map { frame.luma($0, 300) }
            // All old on the left, all new on the right, and hardly a column between.
            #expect(row.count { $0 > 40 && $0 < 210 } <= 12)
            #expect(row == row.sorted() || zip(row, row.dropFirst()).allSatisfy { $1 - $0 > -40 })
            shares.append(Double(row.count { $0 > 128 }) / Double(draft.width))
        }
        #expect(shares == shares.sorted() && shares[0] < 0.1 && abs(shares[4] - 0.5) < 0.05 && shares[8] > 0.9)
        #expect(frames[29].luma(5, 300) > 230 && frames[19].luma(355, 300) < 20)
    }

    @Test("A picture moves on without a jump while it fades away")
    func movingFade() async throws {
        let world = try ComposeWorld()
        let size = FrameSize(width: 360, height: 640)
        let edge = try await world.picture("edge.png", size) { x, _ in
            let level = UInt8(128 + 120 * tanh(Double(x - 180) / 4))
            return (level, level, level)
        }
        let grey = try await plain(world, "grey.png", (128, 128, 128))
        let made = try await world.compose(
            ComposeInput([
                Told(words: [], frames: 20, picture: edge, size: size, motion: .panRight),
                Told(words: [], frames: 12, picture: grey, size: upright),
            ]))
        let places = try await decode(made.file, draft)[10..<26].map { frame -> Double in
            let row = (0..<draft.width).map { Double(frame.luma($0, 100)) }
            let middle = (row.min()! + row.max()!) / 2
            let at = row.firstIndex { $0 >= middle }!
            return Double(at) - (row[at] - middle) / (row[at] - row[at - 1])
        }
        let steps = zip(places, places.dropFirst()).map { $1 - $0 }
        // About 40 pixels in 29 frames, a little faster in the middle.
        for step in steps { #expect(abs(step + 1.6) < 0.7, "\(steps)") }
    }

    @Test("A picture's colours arrive in the numbers of BT.709, from PNG and from JPEG", arguments: ["a.png", "a.jpg"])
    func pictureColours(name: String) async throws {
        let world = try ComposeWorld()
        let picture = try await plain(world, name, (40, 60, 200))
        let made = try await world.compose(ComposeInput([Told(words: [], frames: 10, picture: picture, size: upright)]))
        let frame = try await decode(made.file, draft)[0]
        // Y = 16 + 219/255 (0.2126 R + 0.7152 G + 0.0722 B), Cb and Cr likewise; the scrim begins further down.
        let wanted = (luma: 73, u: 192, v: 114)
        #expect(abs(frame.luma(180, 100) - wanted.luma) <= 2)
        #expect(abs(frame.chroma(180, 100).u - wanted.u) <= 2 && abs(frame.chroma(180, 100).v - wanted.v) <= 2)
    }

    @Test("A circle in a wide picture is still a circle, and the whole picture is there")
    func circle() async throws {
        let world = try ComposeWorld()
        let size = FrameSize(width: 640, height: 360)
        let picture = try await world.picture("wide.png", size) { x, y in
            let isInside = (x - 320) * (x - 320) + (y - 180) * (y - 180) < 150 * 150
            let isCorner = (x < 24 || x >= 616) && (y < 24 || y >= 336)
            return isCorner ? (255, 0, 0) : isInside ? (255, 255, 255) : (0, 0, 0)
        }
        let scene = Told(words: [], frames: 12, picture: picture, size: size, motion: .zoomIn)
        let made = try await world.compose(ComposeInput([scene]))
        let frame = try #require(try await decode(made.file, draft).first)
        let middle = (draft.height - 1) * 43 / 100
        // From the middle outwards, because the fill above and below is bright as well.
        func reach(_ dx: Int, _ dy: Int) -> Int {
            (0..<180).first { frame.luma(180 + dx * $0, middle + dy * $0) < 110 } ?? 180
        }
        let across = reach(1, 0) + reach(-1, 0)
        let down = reach(0, 1) + reach(0, -1)
        #expect(across > 150)
        // The scrim takes light, not shape, in the lower part.
        #expect(abs(Double(across) / Double(down) - 1) < 0.04, "\(across) by \(down)")
        let corners = [4, draft.width - 5].map { x in (0..<draft.height).count { frame.chroma(x, $0).v > 180 } }
        // 24 of 640 pixels of the picture, twice in each of the outer columns.
        #expect(corners.allSatisfy { (20...32).contains($0) }, "\(corners)")
    }

    @Test(
        "Captions stay clear of what the platforms draw over a video",
        arguments: [Scene.SceneType.media, .text], [CaptionLook.bold, .plate, .soft])
    func safeArea(type: Scene.SceneType, look: CaptionLook) async throws {
        let world = try ComposeWorld()
        let black = try await plain(world, "black.png", (0, 0, 0))
        let words = spoken("WWWWWW WWWWW, Donaudampfschifffahrtsgesellschaft WWWWWWWWW mmmmm WWWW", pace: 0.2, from: 0)
        let made = try await world.compose(
            ComposeInput([Told(words: words, frames: 36, picture: black, size: upright, type: type)], captions: look))
        var box = (left: draft.width, right: 0, top: draft.height, bottom: 0)
        for frame in try await decode(made.file, draft) {
            for y in 0..<draft.height {
                for x in 0..<draft.width where frame.luma(x, y) > 40 {
                    box = (min(box.left, x), max(box.right, x), min(box.top, y), max(box.bottom, y))
                }
            }
        }
        #expect(box.left >= 60 / 3 && box.right <= 916 / 3, "\(box)")
        #expect(box.top >= 220 / 3 && box.bottom <= 1470 / 3, "\(box)")
        #expect(box.right - box.left > 150)
    }

    @Test("Every aspect has its frame, with a picture that is not stretched", arguments: Aspect.allCases)
    func aspects(aspect: Aspect) async throws {
        let world = try ComposeWorld()
        let size = FrameSize(width: 400, height: 400)
        let picture = try await world.picture("disc.png", size) { x, y in
            (x - 200) * (x - 200) + (y - 200) * (y - 200) < 150 * 150 ? (255, 255, 255) : (0, 0, 0)
        }
        let scene = Told(words: [], frames: 12, picture: picture, size: size)
        let made = try await world.compose(ComposeInput([scene], aspect: aspect, captions: .off))
        let frameSize = Quality.draft.frameSize(aspect)
        #expect(made.size == frameSize)
        let frame = try #require(try await decode(made.file, frameSize).first)
        func isBright(_ x: Int, _ y: Int) -> Bool { frame.luma(x, y) > 210 }
        let rows = (0..<frameSize.height).map { y in (0..<frameSize.width).count { isBright($0, y) } }
        let columns = (0..<frameSize.width).map { x in (0..<frameSize.height).count { isBright(x, $0) } }
        #expect(rows.max()! > 180)
        #expect(abs(Double(rows.max()!) / Double(columns.max()!) - 1) < 0.05)
    }

    @Test("Captions can be left out; the words of a text scene are its picture and stay")
    func off() async throws {
        let world = try ComposeWorld()
        let black = try await plain(world, "black.png", (0, 0, 0))
        func brightest(_ type: Scene.SceneType) async throws -> Int {
            let scene = Told(words: spoken("Hello there"), frames: 24, picture: black, size: upright, type: type)
            let made = try await world.compose(ComposeInput([scene], captions: .off))
            return Int(try await decode(made.file, draft)[20].bytes.prefix(draft.width * draft.height).max() ?? 0)
        }
        #expect(try await brightest(.media) < 40)
        #expect(try await brightest(.text) > 150)
    }

    @Test("The word that is spoken is lit in the wanted yellow, at its time")
    func litWord() async throws {
        let world = try ComposeWorld()
        let black = try await plain(world, "black.png", (0, 0, 0))
        // A shape large enough for its chroma to be undisturbed in the middle.
        let words = [SpokenWord(text: "⬤", start: 0.3, end: 0.6)]
        // The palette's own accent is too pale to be told from white.
        let made = try await world.compose(
            ComposeInput([Told(words: words, frames: 21, picture: black, size: upright)]))
        let frames = try await decode(made.file, draft)
        func middle(_ frame: DecodedFrame) -> (luma: Int, u: Int, v: Int) {
            let bright = (0..<draft.height).flatMap { y in (0..<draft.width).map { ($0, y) } }
                .filter { frame.luma($0.0, $0.1) > 120 }
            let x = bright.map(\.0).reduce(0, +) / max(bright.count, 1)
            let y = bright.map(\.1).reduce(0, +) / max(bright.count, 1)
            return (frame.luma(x, y), frame.chroma(x, y).u, frame.chroma(x, y).v)
        }
        // (255, 201, 40) in the numbers of BT.709; in those of BT.601 it would be 189, 50, 169.
        let lit = middle(frames[12])
        #expect(abs(lit.luma - 188) <= 4 && abs(lit.u - 52) <= 5 && abs(lit.v - 158) <= 5, "\(lit)")
        let white = middle(frames[7])
        #expect(abs(white.luma - 235) <= 4 && abs(white.u - 128) <= 4, "\(white)")
        #expect(middle(frames[9]).u < 70)
        #expect(middle(frames[8]).u > 110)
    }
}

/// What was handed on, and how many at once.
private actor PieceLog {
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

@Suite("When composing fails") struct ComposeErrorTests {
    private func failure(_ body: () async throws -> Void) async -> JobFailure? {
        do {
            try await body()
            return nil
        } catch {
            return JobFailure(error, in: nil)
        }
    }

    private func input(_ world: ComposeWorld, frames: Int = 20) async throws -> ComposeInput {
        let picture = try await world.picture("a.png", upright) { _, _ in (9, 9, 9) }
        return ComposeInput([Told(words: spoken("Hello"), frames: frames, picture: picture, size: upright)])
    }

    @Test("Each cause has its own words")
    func causes() async throws {
        let world = try ComposeWorld()
        var missing = ComposeSettings()
        missing.ffmpeg = "/nowhere/ffmpeg"
        let good = try await input(world)
        var failure = await failure { _ = try await world.compose(good, settings: missing) }
        #expect(failure?.code == "ffmpeg_missing")
        #expect(failure?.message.contains("apt-get install ffmpeg") == true)

        var empty = good
        empty.timeline.scenes = []
        failure = await self.failure { _ = try await world.compose(empty) }
        #expect(failure?.code == "no_scenes")

        var blind = good
        blind.visuals = []
        failure = await self.failure { _ = try await world.compose(blind) }
        #expect(failure?.code == "scene_missing")

        let text = world.root.appending(path: "text.png")
        try Data("not a picture".utf8).write(to: text)
        var broken = good
        broken.visuals[0].file = text
        failure = await self.failure { _ = try await world.compose(broken) }
        #expect(failure?.code == "picture_unreadable")

        // The right first bytes are not enough.
        try Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0]).write(to: text)
        failure = await self.failure { _ = try await world.compose(broken) }
        #expect(failure?.code == "picture_unreadable")
        #expect(failure?.detail?.isEmpty == false)
    }

    @Test("An encoder that dies leaves its last words and no entry")
    func encoderDies() async throws {
        let world = try ComposeWorld()
        let good = try await input(world)
        let script = world.root.appending(path: "ffmpeg")
        try Data(
            """
            #!/bin/sh
            case "$*" in *libx264*) head -c 1000 >/dev/null; echo "x264 [error]: malloc failed" >&2; exit 1;; esac
            exec ffmpeg "$@"
            """.utf8
        ).write(to: script)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        var settings = ComposeSettings()
        settings.ffmpeg = script.path
        let failure = await failure { _ = try await world.compose(good, settings: settings) }
        #expect(failure?.code == "encoder_failed")
        #expect(failure?.detail == "x264 [error]: malloc failed")
        // Only the still is there; nothing half-made.
        #expect(try world.entries().count == 1)
    }

    @Test("A full disk is called a full disk")
    func diskFull() {
        let said = ToolError.failed(
            executable: "ffmpeg", status: "exit 1", errorTail: "av_interleaved_write_frame(): No space left on device")
        for error in [said, POSIXError(.ENOSPC), CocoaError(.fileWriteOutOfSpace)] as [any Error] {
            let failure = ComposeError.explain(error) { .joinFailed(lastWords: $0) } as? JobFailure
            #expect(failure?.code == "disk_full" && failure?.stage == .compose && failure?.isRetryable == true)
        }
        #expect(ComposeError.explain(CancellationError()) { .joinFailed(lastWords: $0) } is CancellationError)
    }

    @Test("A cancelled run ends at once and leaves nothing half-made")
    func cancel() async throws {
        let world = try ComposeWorld()
        let long = try await input(world, frames: 3000)
        let task = Task { try await world.compose(long) }
        while world.reports.fractions.last ?? 0 < 0.002 { try await Task.sleep(for: .milliseconds(2)) }
        let clock = ContinuousClock()
        let time = await clock.measure {
            task.cancel()
            _ = await task.result
        }
        #expect(time < .seconds(5))
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try world.entries().count == 1)
    }
}
