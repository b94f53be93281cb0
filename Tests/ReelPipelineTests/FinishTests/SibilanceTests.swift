import Foundation
import ReelFinish
import ReelTestKit
import ReelTool
import Testing

@Suite struct SibilanceTests {
    /// A vowel of 200 Hz with half a second of noise above 6 kHz in each second, so many times as loud.
    private func voice(hissing factor: Double, _ media: TestMedia) async throws -> URL {
        let tone = "0.2*sin(2*PI*200*t)*lt(mod(t\\,1)\\,0.5)"
        let hiss = "\(0.2 * factor)*sin(2*PI*6500*t)*gte(mod(t\\,1)\\,0.5)"
        return try await media.wav("voice.wav", "aevalsrc='\(tone)+\(hiss)'", seconds: 6)
    }

    private func joined(_ voice: URL, _ media: TestMedia) async throws -> URL {
        let output = media.folder.appending(path: "joined.wav")
        let part = SoundPart(audio: voice, duration: 6, sampleCount: 6 * SoundFormat.rate)
        let filters = Sibilance.filters(taming: try Sibilance.measured([voice]))
        try await Tool.run(ToolCommand("ffmpeg", SoundArguments.join([part], filters: filters, output: output)))
        let mono = media.folder.appending(path: "mono.wav")
        try await media.ffmpeg(["-i", output.path, "-ac", "1", "-c:a", "pcm_s16le", "-bitexact", mono.path])
        return mono
    }

    private func measured(_ voice: URL, _ media: TestMedia) async throws -> Sibilance? {
        try Sibilance.measured([try await joined(voice, media)])
    }

    @Test func whatHissesTooMuchIsTamed() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let sharp = try await voice(hissing: 1, media)
            // As loud as the vowel: both are as loud as their mean.
            let before = try #require(try Sibilance.measured([sharp]))
            #expect(abs(before.hiss) < 0.5 && abs(before.level + 17) < 0.5)
            let after = try #require(try await measured(sharp, media))
            #expect(after.hiss < -3 && after.hiss > -12, "\(after.hiss)")
        }
    }

    @Test func aVoiceThatIsAsItShouldIsLeftAlone() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let soft = try await voice(hissing: 0.2, media)
            let before = try #require(try Sibilance.measured([soft]))
            #expect(before.hiss < -10)
            #expect(Sibilance.filters(taming: before) == Sibilance.filters(taming: nil))
            let after = try #require(try await measured(soft, media))
            #expect(abs(after.hiss - before.hiss) < 0.3)
        }
    }

    @Test func rumbleIsTakenAway() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let rumble = try await media.wav("rumble.wav", "aevalsrc=0.2*sin(2*PI*30*t)", seconds: 6)
            let before = try #require(try Sibilance.measured([rumble]))
            let after = try #require(try await measured(rumble, media))
            #expect(after.level < before.level - 15)
        }
    }

    @Test func silenceHasNone() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let silence = try await media.wav("none.wav", "anullsrc", seconds: 1)
            #expect(try Sibilance.measured([silence]) == nil)
        }
    }
}
