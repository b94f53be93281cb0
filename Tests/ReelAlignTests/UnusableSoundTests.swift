import Foundation
import ReelCore
import ReelSpeech
import ReelTestKit
import ReelTool
import Testing

/// Sounds in which no words can be looked for, and requests that ask for nothing.
@Suite struct UnusableSoundTests {
    @Test func silenceHasNoWords() async throws {
        try await withTemporaryFolder { folder in
            for level: Int16 in [0, 8] {
                let silence = (0..<(3 * ForeignSpeech.rate)).map { $0 % 2 == 0 ? level : -level }
                await expect(.silentAudio) { try await ForeignSpeech.align(silence, in: folder) }
            }
            await expect(.silentAudio) { try await ForeignSpeech.align([], in: folder) }
        }
    }

    @Test func moreThanTenMinutesAreRefused() async throws {
        try await withTemporaryFolder { folder in
            let long = [Int16](repeating: 100, count: 601 * ForeignSpeech.rate)
            await expect(.audioTooLong) { try await ForeignSpeech.align(long, in: folder) }
        }
    }

    @Test(arguments: [[], Array("ID3 is no WAVE file at all".utf8), Array("RIFF\u{4}\0\0\0WAVE".utf8)] as [[UInt8]])
    func whatIsNoWAVEFileIsRefused(_ bytes: [UInt8]) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "a.wav")
            try Data(bytes).write(to: file)
            await expect(.unreadableAudio) { try await align(file) }
            await expect(.unreadableAudio) { try await align(folder.appending(path: "missing.wav")) }
        }
    }

    /// Every byte of the header set to other values: a refusal, or times within the sound, and never a crash.
    @Test func noHeaderEndsTheProcess() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "a.wav")
            let good = WAVFile.encode([Int16](repeating: 1000, count: 100), sampleRate: 16_000)
            for place in 0..<44 {
                for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                    var bad = good
                    bad[place] = value
                    try bad.write(to: file)
                    if let read = try? WAVFile.read(file, longest: 600) { #expect(read.samples.count <= 100) }
                }
            }
            for length in 0..<good.count {
                try good.prefix(length).write(to: file)
                if let read = try? WAVFile.read(file, longest: 600) { #expect(read.samples.count == (length - 44) / 2) }
            }
        }
    }

    @Test func wordsWithoutSoundAreNotLookedFor() async throws {
        try await withTemporaryFolder { folder in
            await expect(.nothingToSay) { try await ForeignSpeech.align([1, 2], to: "- … !", in: folder) }
            await expect(.nothingToSay) { try await ForeignSpeech.align([1, 2], to: "", in: folder) }
            await expect(.unreadableRequest) { try await ForeignSpeech.align([1], language: "xx", in: folder) }
        }
    }

    private func align(_ file: URL) async throws -> WordAlignment {
        try await ForeignSpeech.program().align(
            AlignmentRequest(words: ["Yes."], language: "en", audio: file.path), timeout: .seconds(60))
    }

    private func expect(
        _ code: SpeechError.Code, sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () async throws -> WordAlignment
    ) async {
        do {
            _ = try await body()
            Issue.record("expected \(code)", sourceLocation: sourceLocation)
        } catch {
            #expect((error as? SpeechError)?.code == code, "\(error)", sourceLocation: sourceLocation)
        }
    }
}
