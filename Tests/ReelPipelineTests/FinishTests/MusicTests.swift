import Foundation
import ReelCache
import ReelCore
import ReelFinish
import ReelTestKit
import ReelTool
import Testing

/// Speech of the real engine over music, mastered and decoded again.
@Suite struct MusicTests {
    private static let lines = [
        "The reef is quiet tonight, and nobody knows why it is so.", "Two boats went out to look.",
        "They came back with nothing but a short note.",
    ]

    private func narration(_ media: TestMedia, _ lines: [String] = lines) async throws -> Narration {
        var sources: [(String, Double)] = []
        for (index, line) in lines.enumerated() {
            sources.append(
                (TestMedia.speech(line) + ",adelay=100", Double(line.count) / 15 + 0.8 + Double(index) * 0.01))
        }
        return try await media.narration(sources)
    }

    private func sound(
        _ narration: Narration, _ music: MusicName, _ media: TestMedia, folder: URL? = nil
    ) async throws -> MasteredSound {
        try await SoundMaster(cache: media.cache, music: MusicSettings(name: music, folder: folder)).run(
            SoundInput(narration: narration, timeline: Timeline(narration: narration), music: music),
            in: media.context)
    }

    @Test(arguments: MusicName.Loop.allCases)
    func aLoopLiesUnderTheVoice(_ loop: MusicName.Loop) async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let narration = try await narration(media)
            let timeline = Timeline(narration: narration)
            let sound = try await sound(narration, .loop(loop), media)
            #expect(abs(sound.loudness.integrated + 14) <= 0.5)
            #expect(try #require(sound.loudness.truePeak) <= -1)
            let samples = try await decoded(sound, frames: timeline.frameCount, media)

            // No step at the joints of the scenes: the music goes on over them.
            for scene in timeline.scenes.dropFirst() {
                let joint = scene.startFrame * 1600
                let step = level(samples, joint, joint + 960) - level(samples, joint - 960, joint)
                #expect(abs(step) <= 6, "\(step) dB at \(joint)")
            }
            // It is heard where nobody speaks, is far below the voice where somebody does, and ends softly.
            let voice = level(samples, 14_400, 48_000)
            let pause = timeline.scenes[1].startFrame * 1600
            #expect((-35 ... -18).contains(level(samples, pause - 4800, pause)))
            #expect(voice > level(samples, pause - 4800, pause) + 6)
            #expect(level(samples, samples.count - 960, samples.count) < -40)
            #expect(level(samples, 0, 480) < -40)
        }
    }

    @Test func musicGoesDownUnderTheVoice() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            // A "voice" at 3 kHz over "music" at 300 Hz, which a filter can tell apart.
            let scenes = try await media.narration([
                ("aevalsrc=0.3*sin(2*PI*3000*t)*lt(t\\,3)", 6), ("aevalsrc=0.3*sin(2*PI*3000*t)*lt(t\\,3)", 6),
            ])
            try await media.ffmpeg([
                "-f", "lavfi", "-i", "sine=f=300", "-t", "20", folder.appending(path: "hum.flac").path,
            ])
            let sound = try await sound(scenes, .file("hum.flac"), media, folder: folder)
            let low = folder.appending(path: "low.wav")
            try await media.ffmpeg(["-i", sound.file.path, "-af", "lowpass=f=600,lowpass=f=600", low.path])
            let samples = try await media.samples(low)
            let under = level(samples, 72_000, 120_000)
            let alone = level(samples, 240_000, 280_000)
            #expect((6...13).contains(alone - under), "\(alone) \(under)")
            // Down at once, up slowly, and never by a jump.
            let levels = stride(from: 48_000, to: samples.count - 96_000, by: 2400).map {
                level(samples, $0, $0 + 2400)
            }
            #expect(zip(levels, levels.dropFirst()).allSatisfy { abs($0 - $1) < 6 })
        }
    }

    @Test func aLoopHasNoSeam() async throws {
        for loop in MusicName.Loop.allCases {
            let (left, right) = LoopSynth.samples(LoopScore(loop))
            #expect((15...30).contains(Double(left.count) / 48_000))
            for channel in [left, right] {
                let steps = zip(channel, channel.dropFirst()).map { abs($0 - $1) }
                let seam = abs(channel[0] - channel[channel.count - 1])
                #expect(seam <= steps.max()!)
                // Nowhere does it jump in level, and least of all where it begins anew: by windows of 50 ms, which hold
                // a few waves of the lowest note.
                let around = Array((channel + channel.prefix(4800)).map(Float.init))
                let levels = stride(from: 0, to: around.count - 2400, by: 2400).map { level(around, $0, $0 + 2400) }
                #expect(zip(levels, levels.dropFirst()).allSatisfy { abs($0 - $1) < 6 })
                #expect(levels.min()! > -30 && channel.lazy.map(abs).max()! <= 0.5)
            }
        }
        #expect(LoopSynth.wav(LoopScore(.stride)) == LoopSynth.wav(LoopScore(.stride)))
    }

    /// Five seconds of a file for twelve seconds of speech: it is played four times.
    @Test func aShortFileIsRepeatedWithoutAClick() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let narration = try await media.narration([("anullsrc", 5), ("aevalsrc=0.1*sin(2*PI*3000*t)", 7)])
            for name in ["hum.mp3", "hum.m4a", "hum.ogg", "hum.opus", "hum.wav"] {
                let codec = name.hasSuffix("ogg") ? ["-c:a", "libvorbis"] : []
                try await media.ffmpeg(
                    ["-f", "lavfi", "-i", "aevalsrc=0.4*cos(2*PI*200*t):s=44100", "-t", "5.2"] + codec
                        + [folder.appending(path: name).path])
                let sound = try await sound(narration, .file(name), media, folder: folder)
                #expect(abs(sound.loudness.integrated + 14) <= 0.5)
                let samples = try await decoded(sound, frames: 12 * 30, media)
                // Two waves of one pitch may meet in any phase, so the level can dip, but nothing jumps.
                let quiet = samples[48_000..<230_000]
                let peak = quiet.map(abs).max()!
                let steps = zip(quiet, quiet.dropFirst()).map { abs($0 - $1) }
                #expect(peak > 0.01)
                #expect(steps.max()! < peak * 0.06, "\(name)")
            }
        }
    }

    @Test func anotherMusicIsAnotherSound() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let narration = try await media.narration([(TestMedia.speech("Only a few words."), 2)])
            let plain = try await sound(narration, .nothing, media)
            let dawn = try await sound(narration, .loop(.dawn), media)
            #expect(plain.file != dawn.file)
            #expect(try await sound(narration, .loop(.dawn), media).file == dawn.file)
            #expect(try await sound(narration, .nothing, media).file == plain.file)
        }
    }

    @Test func whatIsNoMusicIsRefusedByName() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let narration = try await media.narration([("sine=f=300", 1)])
            let music = folder.appending(path: "music")
            try FileManager.default.createDirectory(at: music, withIntermediateDirectories: true)
            func failure(_ name: String, in folder: URL?) async throws -> JobFailure {
                let file = try #require(MusicName(rawValue: name))
                let error = await #expect(throws: FinishError.self) {
                    try await sound(narration, file, media, folder: folder)
                }
                return try #require(error).failure
            }
            #expect(try await failure("a.mp3", in: nil).message.contains("REEL_MUSIC_FOLDER"))
            #expect(try await failure("a.mp3", in: music).code == "music_missing")
            try Data("ID3 nothing of the kind".utf8).write(to: music.appending(path: "a.mp3"))
            #expect(try await failure("b.mp3", in: music).message.contains("the folder has a.mp3"))
            #expect(try await failure("a.mp3", in: music).code == "music_unusable")

            // A film, and a list of other files, under the name of a song.
            let film = try await media.film(frames: 30)
            try FileManager.default.copyItem(at: film, to: music.appending(path: "film.m4a"))
            #expect(try await failure("film.m4a", in: music).code == "music_unusable")
            try Data("#EXTM3U\n#EXTINF:5,\nfile:///etc/hostname\n".utf8).write(to: music.appending(path: "list.mp3"))
            #expect(try await failure("list.mp3", in: music).code == "music_unusable")
            // What its name does not say.
            try await media.ffmpeg(["-f", "lavfi", "-i", "sine=f=300", "-t", "9", music.appending(path: "s.wav").path])
            try FileManager.default.moveItem(at: music.appending(path: "s.wav"), to: music.appending(path: "s.flac"))
            #expect(try await failure("s.flac", in: music).code == "music_unusable")

            try await media.ffmpeg([
                "-f", "lavfi", "-i", "sine=f=300", "-t", "2", music.appending(path: "short.wav").path,
            ])
            #expect(try await failure("short.wav", in: music).message.contains("less than 5 seconds"))
            try await media.ffmpeg([
                "-f", "lavfi", "-i", "anullsrc", "-t", "9", music.appending(path: "still.wav").path,
            ])
            #expect(try await failure("still.wav", in: music).message.contains("silent"))
            #expect(mkfifo(music.appending(path: "pipe.wav").path, 0o600) == 0)
            #expect(try await failure("pipe.wav", in: music).message.contains("it is no file"))
            try FileManager.default.createDirectory(
                at: music.appending(path: "d.wav"), withIntermediateDirectories: true)
            #expect(try await failure("d.wav", in: music).message.contains("it is no file"))
        }
    }

    /// An odd name, a cover picture and tags are no hindrance.
    @Test func aSongWithACoverIsPlayed() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let narration = try await media.narration([(TestMedia.speech("Only a few words."), 2)])
            let name = "-i 'Sun' \"&\" $HOME %d: Ünder.mp3"
            try await media.ffmpeg([
                "-f", "lavfi", "-i", "sine=f=440", "-f", "lavfi", "-i", "color=red:s=64x64:d=0.04", "-map", "0", "-map",
                "1", "-c:v", "png", "-disposition:v", "attached_pic", "-metadata", "title=A;b", "-t", "6",
                "file:" + folder.appending(path: name).path,
            ])
            let sound = try await sound(narration, .file(name), media, folder: folder)
            #expect(abs(sound.loudness.integrated + 14) <= 0.5)
        }
    }

    /// The samples of as many frames as there are pictures: the last packet is filled up with some that no player
    /// plays.
    private func decoded(_ sound: MasteredSound, frames: Int, _ media: TestMedia) async throws -> [Float] {
        let samples = try await media.samples(sound.file)
        let count = frames * 1600
        #expect((count..<(count + 1024)).contains(samples.count), "\(samples.count) of \(count)")
        return Array(samples.prefix(count))
    }

    /// dB below full scale, root mean square.
    private func level(_ samples: [Float], _ start: Int, _ end: Int) -> Double {
        let range = samples[max(0, start)..<min(samples.count, end)]
        let power = range.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, range.count))
        return 10 * log10(power + 1e-9)
    }
}
