import Foundation
import ReelCache
import ReelCore
import ReelFinish
import ReelTestKit
import ReelTool
import Synchronization
import Testing

struct SoundMasterTests {
    private func master(_ narration: Narration, _ media: TestMedia) async throws -> MasteredSound {
        try await SoundMaster(cache: media.cache).run(
            SoundInput(narration: narration, timeline: Timeline(narration: narration)), in: media.context)
    }

    @Test(arguments: [
        ("volume=0.01", "aevalsrc=0.5*sin(2*PI*220*t)*(0.3+0.7*abs(sin(2*t)))"),
        ("anull", TestMedia.speech("The reef is quiet tonight, and nobody knows why it is.")),
        ("volume=4", TestMedia.speech("The reef is quiet tonight, and nobody knows why it is.")),
        // Quiet speech with clicks that reach full scale: the gain has to push them into the limiter.
        ("anull", "aevalsrc=0.04*sin(2*PI*300*t)*(0.3+0.7*abs(sin(3*t)))+0.9*lt(mod(t\\,0.5)\\,0.0004)"),
    ])
    func everySpeechComesOutEquallyLoud(filter: String, source: String) async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let narration = try await media.narration([("\(source),\(filter)", 4), ("\(source),\(filter)", 3.5)])
            let sound = try await master(narration, media)
            #expect(abs(sound.loudness.integrated + 14) <= 0.5)
            #expect(try #require(sound.loudness.truePeak) <= -1)
        }
    }

    @Test func lastsAsLongAsItsFramesToTheSample() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let narration = try await media.narration([
                ("sine=f=200", 1.2345), ("sine=f=300", 0.5), ("sine=f=400", 2.0001),
            ])
            let timeline = Timeline(narration: narration)
            #expect(timeline.scenes.map(\.frameCount) == [38, 15, 61])
            let parts = try SoundMaster.parts(SoundInput(narration: narration, timeline: timeline))
            #expect(parts.map(\.sampleCount) == [38 * 1600, 15 * 1600, 61 * 1600])
            let joined = folder.appending(path: "joined.wav")
            try await Tool.run(ToolCommand("ffmpeg", SoundArguments.join(parts, output: joined)))
            let samples = try await media.samples(joined)
            #expect(samples.count == 114 * 1600)

            let sound = try await master(narration, media)
            let probe = try await Tool.run(
                ToolCommand(
                    "ffprobe",
                    [
                        "-v", "error", "-show_entries", "stream=duration_ts,start_pts,sample_rate,channels,profile",
                        "-of",
                        "csv=p=0", sound.file.path,
                    ]))
            #expect(String(decoding: probe.standardOutput, as: UTF8.self) == "LC,48000,2,0,\(114 * 1600)\n")
        }
    }

    /// The narration's scenes here begin and end in the middle of a wave.
    @Test func scenesJoinWithoutAClick() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let source = "aevalsrc=0.5*cos(2*PI*100*t)"
            let narration = try await media.narration([(source, 0.7125), (source, 0.5125), (source, 0.5)])
            let input = SoundInput(narration: narration, timeline: Timeline(narration: narration))
            let joined = folder.appending(path: "joined.wav")
            try await Tool.run(ToolCommand("ffmpeg", SoundArguments.join(SoundMaster.parts(input), output: joined)))
            let samples = try await media.samples(joined)
            let steps = zip(samples, samples.dropFirst()).map { abs($0 - $1) }
            // A wave of 100 Hz moves by 0.0065 from sample to sample, the fade of 240 samples by 0.0021.
            #expect(steps.max()! < 0.01)
            // Half a mono sound's power in each of two channels; 1.5 dB go below the corner of the high-pass.
            #expect(samples.max()! > 0.28)
        }
    }

    /// So nobody listens to it once more.
    @Test func theFilmHasThePacketsThatWereHeard() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let narration = try await media.narration([(TestMedia.speech("The reef is quiet tonight."), 2)])
            let sound = try await master(narration, media)
            let pictures = try await media.film(frames: Timeline(narration: narration).frameCount)
            let film = folder.appending(path: "joined.mp4")
            try await Tool.run(
                ToolCommand(
                    "ffmpeg",
                    MuxArguments.mux(
                        pictures: pictures, sound: sound.file, tags: ReelTags(title: "A", sourceURL: ""), output: film))
            )
            let packets = try #require(sound.heard.packets)
            #expect(try await SoundScan.packets(of: film) == packets)
            let louder = try await media.sound(seconds: 2, filter: "volume=-8dB")
            #expect(try await SoundScan.packets(of: louder) != packets)
        }
    }

    @Test func silenceStaysSilent() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let sound = try await master(media.narration([("anullsrc", 1), ("anullsrc", 1)]), media)
            #expect(sound.loudness.isSilence)
            let hiss = try await master(media.narration([("anoisesrc=a=0.00005", 1.5)]), media)
            #expect(hiss.loudness.isSilence)
        }
    }

    @Test func gainIsBounded() {
        #expect(SoundMaster.gain(from: Loudness(integrated: -24, truePeak: -10), to: -14) == 10)
        #expect(SoundMaster.gain(from: Loudness(integrated: -70, truePeak: nil), to: -14) == 0)
        #expect(SoundMaster.gain(from: Loudness(integrated: -61, truePeak: -50), to: -14) == 0)
        #expect(SoundMaster.gain(from: Loudness(integrated: -58, truePeak: -40), to: -14) == 30)
        #expect(SoundMaster.gain(from: Loudness(integrated: -5, truePeak: 1), to: -14) == -9)
    }

    @Test func isMadeOnceForTheSameNarration() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            var narration = try await media.narration([("sine=f=300", 1), ("sine=f=500", 1)])
            let first = try await master(narration, media)
            let written = try FileManager.default.attributesOfItem(atPath: first.file.path)[.modificationDate] as? Date
            let again = try await master(narration, media)
            #expect(again == first)
            #expect(
                try FileManager.default.attributesOfItem(atPath: again.file.path)[.modificationDate] as? Date == written
            )
            narration.scenes[1].audio = try await media.wav("other.wav", "sine=f=700", seconds: 1)
            let other = try await master(narration, media)
            #expect(other.file != first.file)
        }
    }

    @Test func aNarrationOfOtherScenesIsRefused() async throws {
        let scene = SceneNarration(sceneNumber: 1, audio: URL(fileURLWithPath: "/x.wav"), duration: 1, words: [])
        let narration = Narration(voice: "v", scenes: [scene])
        var other = narration
        other.scenes[0].sceneNumber = 2
        #expect(throws: FinishError.self) {
            try SoundMaster.parts(SoundInput(narration: other, timeline: Timeline(narration: narration)))
        }
        let nothing = Narration(voice: "v", scenes: [])
        #expect(throws: FinishError.self) {
            try SoundMaster.parts(SoundInput(narration: nothing, timeline: Timeline(narration: nothing)))
        }
    }

    @Test func readsTheFiltersSummary() {
        let summary = """
            [Parsed_ebur128_0 @ 0x1] t: 2.9 TARGET:-23 LUFS M: -24.1 S:-120.7 I: -20.0 LUFS LRA: 0.0 LU
            [Parsed_ebur128_0 @ 0x1] Summary:

              Integrated loudness:
                I:         -22.1 LUFS
                Threshold: -32.1 LUFS

              Loudness range:
                LRA:         1.0 LU
                Threshold: -42.0 LUFS

              True peak:
                Peak:       -9.6 dBFS
            """
        #expect(Loudness(summary: summary) == Loudness(integrated: -22.1, truePeak: -9.6))
        let silent = summary.replacing("-22.1", with: "-70.0").replacing("-9.6", with: "-inf")
        #expect(Loudness(summary: silent) == Loudness(integrated: -70, truePeak: nil))
        #expect(Loudness(summary: "nothing") == nil)
        #expect(Loudness(summary: "Summary:\n I: x") == nil)
    }
}
