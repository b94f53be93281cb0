import Foundation
import ReelCore
import ReelFinish
import ReelTestKit
import ReelTool
import Testing

struct DeliveryCheckTests {
    private static let frames = 45
    private static let seconds = 1.5

    private func wanted(_ quality: Quality = .draft, frames: Int = frames) -> DeliveryExpectation {
        var wanted = anyTags(quality, frames)
        wanted.tags = ["title": "A reel"]
        return wanted
    }

    private func anyTags(_ quality: Quality, _ frames: Int) -> DeliveryExpectation {
        let scene = SceneNarration(
            sceneNumber: 1, audio: URL(fileURLWithPath: "/x"), duration: Double(frames) / 30, words: [])
        return DeliveryExpectation(
            quality: quality, timeline: Timeline(narration: Narration(voice: "v", scenes: [scene])))
    }

    private func faults(_ file: URL, _ expectation: DeliveryExpectation? = nil) async throws -> Set<
        DeliveryFault.Aspect
    > {
        Set(try await DeliveryCheck().inspect(file, for: expectation ?? wanted()).faults.map(\.aspect))
    }

    @Test func acceptsAGoodFileAndSaysWhatIsInIt() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let film = try await media.film(frames: Self.frames, ["-preset", "veryfast", "-profile:v", "high"])
            let file = try await media.reel(film: film, sound: media.sound(seconds: Self.seconds))
            let report = try await DeliveryCheck().inspect(file, for: wanted())
            #expect(report.faults == [])
            #expect(report.found.frameCount == Self.frames)
            #expect(report.found.constantFrameRate == 30)
            #expect(report.found.profile == "High")
            #expect(report.found.tags["title"] == "A reel")
            #expect(abs(try #require(report.found.loudness).integrated + 14) < 0.5)
            // The same file is no video of standard quality.
            #expect(try await faults(file, wanted(.standard)) == [.frameSize, .duration])
            let bytes = try Data(contentsOf: file)
            #expect(bytes.range(of: Data(folder.path.utf8)) == nil)
            #expect(bytes.range(of: Data("Lavf".utf8)) == nil)
        }
    }

    /// A way to spoil a film, and what must be noticed.
    struct BadPicture: Sendable {
        var options: [String] = []
        var rate = 30
        var aspects: Set<DeliveryFault.Aspect>

        static let all = [
            BadPicture(options: ["-pix_fmt", "yuv444p"], aspects: [.profile, .pixelFormat]),
            BadPicture(options: ["-color_primaries", "bt470bg"], aspects: [.colour]),
            BadPicture(options: ["-color_range", "pc"], aspects: [.colour, .pixelFormat]),
            BadPicture(
                options: ["-vf", "setpts='if(gt(N,30),PTS+1/(30*TB),PTS)'", "-vsync", "vfr"],
                aspects: [.frameRate]),
            BadPicture(options: ["-vf", "scale=362:640"], aspects: [.frameSize]),
            BadPicture(rate: 25, aspects: [.frameRate, .streamTimes]),
        ]
    }

    @Test(arguments: BadPicture.all)
    func refusesABadPicture(_ bad: BadPicture) async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let film = try await media.film(frames: Self.frames, rate: bad.rate, bad.options)
            let found = try await faults(media.reel(film: film, sound: media.sound(seconds: Self.seconds)))
            #expect(found == bad.aspects)
        }
    }

    /// A stranger's file needs none of our tags, has the shape of a reel, and is looked at for what nobody wants.
    @Test func aStrangersFileIsToldWhatIsWrongWithIt() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let file = folder.appending(path: "stranger.mp4")
            try await media.ffmpeg([
                "-f", "lavfi", "-i",
                "testsrc2=s=360x640:r=30,loop=loop=180:size=1:start=60,drawbox=t=fill:c=black:enable='lt(t,1)'",
                "-f", "lavfi", "-i", "sine=f=440,volume=enable='gt(t,4)':volume=0", "-t", "8", "-c:v", "libx264",
                "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", file.path,
            ])
            let report = try await DeliveryCheck().inspect(file, for: .anyReel())
            let aspects = Set(report.faults.map(\.aspect))
            #expect(aspects.isSuperset(of: [.frameSize, .order, .black, .frozen, .silent, .profile]))
            #expect(!aspects.contains(.metadata) && !aspects.contains(.frameCount))
            let black = try #require(report.found.stretches.first { $0.kind == .black })
            #expect(black.start == 0 && abs(black.end - 1) < 0.25)
            let silent = try #require(report.found.stretches.first { $0.kind == .silent })
            #expect(abs(silent.start - 4) < 0.1 && abs(silent.end - 8) < 0.1)
            #expect(report.listing.contains("the frame is 360x640, not 1080x1920 or 1080x1080 or 1920x1080"))
            #expect(report.listing.contains("- nothing is heard from 4."))
            let json = try #require(try JSONSerialization.jsonObject(with: report.data) as? [String: Any])
            #expect((json["found"] as? [String: Any])?["frame_size"] != nil)
        }
    }

    /// A way to spoil a sound, and what must be noticed.
    struct BadSound: Sendable {
        var filter = "anull"
        var seconds = DeliveryCheckTests.seconds
        var options: [String] = []
        var aspects: Set<DeliveryFault.Aspect>

        static let all = [
            BadSound(filter: "volume=-8dB", aspects: [.loudness]),
            BadSound(filter: "volume=0", aspects: [.loudness]),
            BadSound(filter: "volume=14dB", aspects: [.loudness, .truePeak]),
            BadSound(seconds: 1.6, aspects: [.streamTimes]),
            BadSound(seconds: 1.4, aspects: [.streamTimes]),
            BadSound(options: ["-ar", "44100"], aspects: [.audioFormat]),
            BadSound(options: ["-ac", "1"], aspects: [.audioFormat]),
        ]
    }

    @Test(arguments: BadSound.all)
    func refusesABadSound(_ bad: BadSound) async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let sound = try await media.sound(seconds: bad.seconds, filter: bad.filter, bad.options)
            let found = try await faults(media.reel(film: media.film(frames: Self.frames), sound: sound))
            #expect(found == bad.aspects)
        }
    }

    @Test func refusesWhatIsNotWhole() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let good = try await media.reel(
                film: media.film(frames: Self.frames), sound: media.sound(seconds: Self.seconds))
            let bytes = try Data(contentsOf: good)
            let bad = folder.appending(path: "bad.mp4")

            try bytes.prefix(bytes.count * 2 / 3).write(to: bad)
            #expect(try await faults(bad).isSuperset(of: [.frameCount, .decoding]))
            try bytes.prefix(400).write(to: bad)
            #expect(try await faults(bad) == [.unreadable])
            try Data("not a film".utf8).write(to: bad)
            #expect(try await faults(bad) == [.unreadable])

            var scratched = bytes
            let middle = bytes.count * 2 / 3
            scratched.replaceSubrange(middle..<middle + 4000, with: [UInt8](repeating: 0xAA, count: 4000))
            try scratched.write(to: bad)
            #expect(try await faults(bad).contains(.decoding))

            #expect(try await faults(good, wanted(frames: Self.frames + 1)) == [.frameCount])
        }
    }

    @Test func refusesAnotherContainerOrOrder() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let good = try await media.reel(
                film: media.film(frames: Self.frames), sound: media.sound(seconds: Self.seconds))
            func copy(_ name: String, _ options: [String]) async throws -> URL {
                let file = folder.appending(path: name)
                try await media.ffmpeg(["-i", good.path, "-c", "copy"] + options + [file.path])
                return file
            }
            let late = try await faults(copy("late.mp4", ["-map", "0"]))
            #expect(late == [.order])
            let time = ["-movflags", "+faststart", "-metadata", "creation_time=2026-01-01T00:00:00Z"]
            let dated = try await faults(copy("dated.mp4", time))
            #expect(dated == [.metadata])
            let silent = try await faults(copy("silent.mp4", ["-an", "-movflags", "+faststart"]))
            #expect(silent == [.streams, .audioFormat, .loudness, .streamTimes])
            let other = try await faults(copy("film.mkv", []))
            #expect(other == [.unreadable])
        }
    }

    @Test func aMissingFileIsUnreadable() async throws {
        #expect(try await faults(URL(fileURLWithPath: "/nowhere/reel.mp4")) == [.unreadable])
    }

    @Test func followsBoxesOfEverySizeAndStopsAtNonsense() async throws {
        func box(_ type: String, _ size: [UInt8], _ body: Int) -> [UInt8] {
            size.prefix(4) + Array(type.utf8) + size.dropFirst(4) + [UInt8](repeating: 0, count: body)
        }
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "boxes")
            func types(_ bytes: [UInt8]) throws -> [String] {
                try Data(bytes).write(to: file)
                return try MP4Boxes.topLevel(file)
            }
            let ftyp = box("ftyp", [0, 0, 0, 12], 4)
            let large = box("mdat", [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 20], 4)
            let found = try [
                ftyp + large + box("moov", [0, 0, 0, 8], 0), ftyp + box("mdat", [0, 0, 0, 0], 9),
                ftyp + box("moov", [0xFF, 0xFF, 0xFF, 0xFF], 9), box("ftyp", [0, 0, 0, 3], 9), [0, 0],
            ].map(types)
            #expect(found == [["ftyp", "mdat", "moov"], ["ftyp", "mdat"], ["ftyp", "moov"], ["ftyp"], []])
        }
    }

    @Test func everyFaultSaysWhatWasFound() {
        let faults = DeliveryRules.faults(DeliveryFindings(), wanted(.standard))
        #expect(Set(faults.map(\.aspect)).count == 15)
        #expect(DeliveryReport(found: DeliveryFindings(), faults: faults).listing.contains("16 things are wrong"))
        let failure = FinishError.refused(DeliveryReport(found: DeliveryFindings(), faults: faults)).failure
        #expect(failure.message.contains("the frame is unknown, not 1080x1920"))
        #expect(failure.message.contains("it lasts 1.500 s, not 30.000 to 60.000 s"))
    }
}
