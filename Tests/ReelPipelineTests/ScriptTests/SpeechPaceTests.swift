import Foundation
import ReelCore
import ReelScript
import ReelTestKit
import Testing

/// What is reckoned against what the voice itself needs, spoken by the built program.
@Suite struct SpeechPaceTests {
    @Test(arguments: [("rms", SpeechPace.rms), ("slt", SpeechPace.slt)])
    func aReelIsReckonedWithinATenth(_ voice: String, _ pace: SpeechPace) async throws {
        try await withTemporaryFolder { folder in
            for article in SampleArticles.all {
                let script = try await ExtractiveWriter().write(article, within: ScriptLimits(pace: pace))
                let texts = script.scenes.map(\.script)
                var seconds = 0.0
                for (index, text) in texts.enumerated() {
                    seconds += try speak(text, voice, after: index == texts.count - 1 ? 0.8 : 0.35, into: folder)
                }
                let reckoned = pace.seconds(ofScenes: texts)
                #expect(abs(seconds / reckoned - 1) < 0.1, "\(seconds) for \(reckoned)")
                #expect((30...60).contains(seconds))
            }
        }
    }

    @Test func aScriptThatIsTooLongOrTooShortIsSpokenFasterOrSlower() throws {
        let texts = Array(repeating: "The reef is quiet tonight, and nobody in the town knows why it is.", count: 10)
        let seconds = SpeechPace.rms.seconds(ofScenes: texts)
        #expect(SpeechPace.rms.speed(fitting: texts, to: seconds * 1.02) == nil)
        // Of the speech alone, since pauses keep their length: a little more than of the whole.
        let faster = try #require(SpeechPace.rms.speed(fitting: texts, to: seconds / 1.05))
        #expect((1.05...1.07).contains(faster))
        let slower = try #require(SpeechPace.rms.speed(fitting: texts, to: seconds * 1.05))
        #expect((0.93...0.95).contains(slower))
        #expect(SpeechPace.rms.speed(fitting: texts, to: seconds / 2) == 1.08)
        #expect(SpeechPace.rms.speed(fitting: texts, to: seconds * 2) == 0.92)
        #expect(SpeechPace.rms.speed(fitting: [], to: 45) == nil)
    }

    @Test func nothingTakesNoTime() {
        #expect(SpeechPace.rms.seconds(speaking: " \n") == 0)
        #expect(SpeechPace.rms.seconds(ofScenes: []) == 0)
    }

    /// - Returns: seconds of the sound.
    private func speak(_ text: String, _ voice: String, after: Double, into folder: URL) throws -> Double {
        let pauses = ["leadIn": 0.1, "betweenSentences": 0.35, "after": after]
        let request = try JSONSerialization.data(withJSONObject: ["text": text, "voice": voice, "pauses": pauses])
        let input = folder.appending(path: "request.json")
        try request.write(to: input)
        let process = Process()
        process.executableURL = try BuiltProgram.url("ReelSpeak")
        process.arguments = ["speak", folder.path]
        process.standardInput = try FileHandle(forReadingFrom: input)
        try process.run()
        process.waitUntilExit()
        let bytes = try Data(contentsOf: folder.appending(path: "speech.wav")).count
        return Double(bytes - 44) / 2 / 16000
    }
}
