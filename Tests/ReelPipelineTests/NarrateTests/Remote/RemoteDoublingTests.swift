import Foundation
import ReelCore
import ReelNarrate
import ReelSpeech
import ReelTestKit
import Testing

/// A speech service's answer, up to the 32 MB that are taken, costs as much as it is long.
@Suite struct RemoteDoublingTests {
    private static let word = #"{"word": "a", "start_time": 0, "end_time": 1},"#

    @Test(
        arguments: [
            .repeated(word, after: #"{"audio": "", "timestamps": ["#, before: "1]}"),
            .repeated(word, after: #"{"audio": "", "timestamps": ["#, before: "null]}"),
            .repeated("A", after: #"{"audio": ""#, before: #""}"#),
            .repeated("=", after: #"{"audio": ""#, before: #""}"#),
            .repeated(" ", after: #"{"audio": "AAAA"#, before: #""}"#), .repeated("[", after: #"{"audio": "#),
            .nested("[", "]", after: #"{"timestamps": "#, before: "}"), .repeated(#""audio": 1,"#, after: "{"),
        ] as [HostileShape])
    func captionedSpeechIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 2_000).run(shape) {
            // What is no answer is read to where that is seen.
            _ = try? SpeechAnswer(Data($0.utf8), of: .captioned)
        }
    }

    @Test func charactersWithTimesAreReadInOnePass() {
        let shape = HostileShape("characters with times") { count in
            func list(_ value: String) -> String {
                "[" + Array(repeating: value, count: count).joined(separator: ",") + "]"
            }
            return #"{"audio_base64": "AAAA", "alignment": {"characters": \#(list(#""a""#)), "#
                + #""character_start_times_seconds": \#(list("0")), "character_end_times_seconds": \#(list("1"))}}"#
        }
        DoublingExercise(first: 500).run(shape) { _ = try? SpeechAnswer(Data($0.utf8), of: .elevenlabs) }
    }

    @Test(
        arguments: [
            .repeated("RIFF\u{4}\0\0\0", after: "RIFF\0\0\0\0WAVE"), .repeated("\0", after: "RIFF\0\0\0\0WAVE"),
            .repeated("OggS", after: "OggS"), .repeated("Ogg", after: "OggS"), .repeated("O", after: "OggS"),
            .repeated("fLaC"), .repeated("ID3"), .repeated(" "),
        ] as [HostileShape])
    func theEndsOfAudioAreReadInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 2_000).run(shape) {
            let bytes = Data($0.utf8)
            _ = SpeechAudioFormat(of: bytes)?.isCut(bytes)
            _ = SpeechAudioFormat.isText(bytes)
        }
    }

    /// More pieces than a text can have are not compared with it.
    @Test(arguments: [1, 40]) func piecesAreComparedInOnePass(_ words: Int) {
        let activity = SpeechActivity(
            SpeechAudio(samples: Array(repeating: 8_000, count: 8_000), sampleRate: 8_000))
        let spoken = Array(repeating: "word", count: words)
        DoublingExercise(first: 2_000).run(.repeated("a")) { text in
            let pieces = text.map { SpeechAnswer.TimedText(text: String($0), start: 0, end: 1) }
            _ = try? ServerTimes.spans(of: spoken, from: pieces, in: activity)
        }
    }

    @Test(arguments: HostileShape.prose + [.repeated("a"), .repeated("a "), .repeated(". "), .repeated("a, ")])
    func aTextIsCutInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 1_000).run(shape) { text in
            let said = PronunciationList().apply(to: text.split(whereSeparator: \.isWhitespace).map(String.init))
            _ = SpeechTextCutter.cut(said, limit: 100)
        }
    }

    /// A sound is looked at once, however often it begins and ends.
    @Test func aSoundIsLookedAtInOnePass() {
        DoublingExercise(first: 500).run(.repeated("x")) { text in
            let beat = Array(repeating: Int16(9_000), count: 160) + Array(repeating: 0, count: 1_440)
            let samples = Array(repeatElement(beat, count: text.utf8.count).joined())
            let activity = SpeechActivity(SpeechAudio(samples: samples, sampleRate: 8_000))
            _ = activity.shared(by: Array(repeating: 1, count: 100))
        }
    }
}
