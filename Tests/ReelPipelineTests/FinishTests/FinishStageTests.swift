import Foundation
import ReelCore
import ReelFinish
import ReelTestKit
import ReelTool
import Testing

struct FinishStageTests {
    @Test func joinsSoundAndPicturesIntoAReelThatPassesItsCheck() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let narration = try await media.narration([
                (TestMedia.speech("The reef is quiet tonight."), 2.51),
                (TestMedia.speech("It may be recovering."), 2.2),
            ])
            let timeline = Timeline(narration: narration)
            let sound = try await SoundMaster(cache: media.cache).run(
                SoundInput(narration: narration, timeline: timeline), in: media.context)
            #expect(abs(sound.loudness.integrated + 14) <= 0.5)
            #expect(sound.loudness.truePeak ?? 0 <= -1)
            let script = Script(
                title: "Reefs", scenes: [Scene(sceneNumber: 1, script: "a"), Scene(sceneNumber: 2, script: "b")])
            let reel = try await media.stage.run(
                FinishInput(
                    title: "Reefs", sourceURL: "https://x.test/", script: script, narration: narration,
                    timeline: timeline, sound: sound, pictures: media.film(frames: timeline.frameCount), quality: .draft
                ),
                in: media.context)
            #expect(reel.duration == Double(timeline.frameCount) / 30)
            #expect(reel.voice == "test")
            #expect(reel.files.all.map(\.file) == ReelFile.allCases)
            for (file, place) in reel.files.all { #expect(try !Data(contentsOf: place).isEmpty, "\(file)") }
            let index = String(decoding: try Data(contentsOf: try #require(reel.files[.spriteIndex])), as: UTF8.self)
            #expect(index.hasPrefix("WEBVTT\n\n00:00:00.000 --> "))
            #expect(index.contains("\nreel.sprite.jpg#xywh=0,0,160,284\n"))
            let sheet = try await media.size(try #require(reel.files[.sprite]))
            #expect(sheet == FrameSize(width: 320, height: 284))
            let preview = try await media.size(try #require(reel.files[.preview]))
            #expect(preview == FrameSize(width: 360, height: 640))
        }
    }

    @Test func refusesPicturesThatAreNotOfThisTimeline() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let narration = try await media.narration([("sine=f=300", 1)])
            let timeline = Timeline(narration: narration)
            let sound = try await SoundMaster(cache: media.cache).run(
                SoundInput(narration: narration, timeline: timeline), in: media.context)
            let film = try await media.film(frames: timeline.frameCount - 3)
            let input = FinishInput(
                title: "Reefs", sourceURL: "", script: Script(title: "Reefs", scenes: []), narration: narration,
                timeline: timeline, sound: sound, pictures: film, quality: .draft)
            let error = try await #require(throws: FinishError.self) {
                try await media.stage.run(input, in: media.context)
            }
            #expect(error.failure.code == "video_refused")
            #expect(error.failure.message.contains("there are 27 frames, not 30"))
        }
    }

    @Test func aTitleOfAStrangerIsOneTagAndNothingElse() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let file = folder.appending(path: "out.mp4")
            try await Tool.run(
                ToolCommand(
                    "ffmpeg",
                    try await MuxArguments.mux(
                        pictures: media.film(frames: 15), sound: media.sound(seconds: 0.5),
                        tags: ReelTags(title: "-y; it's = \"50%\" \\ more\ncomment=x \u{0}é"), output: file)))
            let report = try await DeliveryCheck().inspect(
                file,
                for: DeliveryExpectation(
                    quality: .draft, timeline: Timeline(narration: Narration(voice: "", scenes: []))))
            #expect(report.found.tags["title"] == "-y; it's = \"50%\" \\ more comment=x  é")
            #expect(report.found.tags["comment"]?.hasPrefix("This video was made by a machine") == true)
        }
    }

    @Test func thePosterShowsTheFilmsColours() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let film = folder.appending(path: "film.mp4")
            try await media.ffmpeg([
                "-f", "lavfi", "-i", "color=c=0xC83214:s=360x640:r=30", "-frames:v", "40", "-vf",
                "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-colorspace", "bt709", "-color_range",
                "tv",
                film.path,
            ])
            let posters = ["poster.jpg", "poster.webp"].map { folder.appending(path: $0) }
            try await Tool.run(
                ToolCommand(
                    "ffmpeg",
                    Self.poster(Self.timeline([2, 2])).arguments(film, jpeg: posters[0], webP: posters[1])))
            for poster in posters {
                let pixel = try await Tool.run(
                    ToolCommand(
                        "ffmpeg",
                        [
                            "-loglevel", "error", "-i", poster.path, "-vf", "scale=1:1:flags=area", "-pix_fmt", "rgb24",
                            "-f", "rawvideo", "pipe:1",
                        ])
                ).standardOutput
                #expect(pixel.count == 3)
                for (level, expected) in zip(pixel, [0xC8, 0x32, 0x14]) { #expect(abs(Int(level) - expected) <= 6) }
            }
        }
    }

    @Test(arguments: [(3.0, 36), (1.3, 36), (1.0, 15), (0.4, 6)])
    func thePosterIsTakenWithinTheFirstScene(seconds: Double, frame: Int) {
        let poster = Self.poster(Self.timeline([seconds, seconds]))
        #expect(poster.frame == frame && !poster.isKey)
    }

    private static func timeline(_ seconds: [Double]) -> Timeline {
        let scenes = seconds.enumerated().map { index, seconds in
            SceneNarration(
                sceneNumber: index + 1, audio: URL(fileURLWithPath: "/x"), duration: seconds, words: [])
        }
        return Timeline(narration: Narration(voice: "v", scenes: scenes))
    }

    private static func poster(_ timeline: Timeline) -> Poster {
        Poster(timeline, Script(title: "", scenes: []), packets: nil, black: [])
    }

    /// Bytes as a film's index tells them: the keyframe of the most detail near the beginning, but none in a
    /// transition, none that is black.
    @Test func thePosterIsTheKeyframeWithTheMostDetail() throws {
        func poster(_ sizes: [Int: Int], black: [Stretch] = []) throws -> Int {
            let packets = (0..<360).map { frame in
                "{\"stream_index\":0,\"pts\":\(frame * 512),\"size\":\"\(sizes[frame] ?? 100)\","
                    + "\"flags\":\"\(sizes[frame] == nil ? "__" : "K_")\",\"data_hash\":\"SHA256:\(frame)\"}"
            }
            let json =
                "{\"streams\":[{\"index\":0,\"codec_type\":\"video\",\"time_base\":\"1/15360\"}],\"packets\":["
                + packets.joined(separator: ",") + "]}"
            let film = try #require(FilmPackets(try ProbeAnswer.decode(Data(json.utf8)), frameRate: 30))
            return Poster(Self.timeline([4, 8]), Script(title: "", scenes: []), packets: film, black: black).frame
        }
        #expect(try poster([0: 9000, 60: 5000, 120: 9000, 129: 5500, 330: 9000]) == 60)
        #expect(try poster([0: 9000, 60: 5000, 120: 9000, 129: 8000, 330: 9000]) == 129)
        #expect(try poster([0: 9000, 60: 5000, 129: 8000], black: [Stretch(start: 4, end: 5)]) == 60)
    }
}
