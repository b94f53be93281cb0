import Foundation
import ReelAlign
import ReelSpeech
import ReelTestKit
import Testing

/// What comes with a stranger's sound costs as much as there is of it.
@Suite struct AlignDoublingTests {
    @Test(
        arguments: [
            .repeated("junk\0\0\0\0", after: "RIFF1234WAVE"), .repeated("data", after: "RIFF1234WAVE"),
            .repeated("fmt \u{10}\0\0\0\u{1}\0\u{1}\0\u{0}\u{7D}\0\0\0\0\0\0\u{2}\0\u{10}\0", after: "RIFF1234WAVE"),
            .repeated("\u{1}\0\0\0", after: "RIFF1234WAVE"), .repeated("\0", after: "RIFF1234WAVEdata"),
        ] as [HostileShape])
    func chunksOfAWAVEFileAreReadInOnePass(_ shape: HostileShape) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "a.wav")
            DoublingExercise(first: 2_000).run(shape) { text in
                #expect(throws: SpeechError.self) {
                    try Data(text.utf8).write(to: file)
                    _ = try WAVFile.read(file, longest: 600)
                }
            }
        }
    }

    @Test(arguments: HostileShape.words)
    func syllablesAreCountedInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { _ = WordLength.syllables(of: $0) }
    }
}
