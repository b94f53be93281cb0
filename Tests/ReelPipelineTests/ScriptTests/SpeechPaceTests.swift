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
