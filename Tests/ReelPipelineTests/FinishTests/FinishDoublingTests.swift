import Foundation
import ReelCore
import ReelFinish
import ReelTestKit
import Testing

/// Captions beside the film, and what programs and files say, cost as much as there is of it.
@Suite struct FinishDoublingTests {
    private static func timeline(_ text: String) -> Timeline {
        let words = text.split(separator: " ").enumerated().map { index, word in
            SpokenWord(text: String(word), start: Double(index) * 0.1, end: Double(index) * 0.1 + 0.09)
        }
        return Timeline(
            narration: Narration(
                voice: "v",
                scenes: [
                    SceneNarration(
                        sceneNumber: 1, audio: URL(fileURLWithPath: "/x"), duration: 0.2 + Double(words.count) * 0.1,
                        words: words)
                ]))
    }

    @Test(
        arguments: HostileShape.words + HostileShape.prose + [.repeated("a "), .repeated("--> "), .repeated("<{\\ ")])
    func captionFilesAreWrittenInOnePass(_ shape: HostileShape) {
        // Up to two lines of one-letter words each word costs more, because more of them may share a cue with it.
        DoublingExercise(first: 160, doublings: 4).run(shape) { text in
            let cues = CaptionCutter.cues(Self.timeline(text))
            _ = CaptionFiles.webVTT(cues)
            _ = CaptionFiles.subRip(cues)
            _ = KaraokeFile.text(cues, title: text, frame: FrameSize(width: 1080, height: 1920))
        }
    }

    /// Words of the voice, looked for among the captions: those of a script at most.
    @Test(
        arguments: [
            .repeated("a "), .repeated("word "), .repeated("ab"), .repeated("a", before: " b"), .repeated("- "),
        ] as [HostileShape])
    func captionsAreComparedWithTheVoice(_ shape: HostileShape) {
        DoublingExercise(first: 20).run(shape) { text in
            let timeline = Self.timeline(text)
            let events = timeline.scenes.flatMap(\.words).map { word in
                let (start, end) = (Int(word.start * 100), Int(word.end * 100) + 1)
                func time(_ value: Int) -> String {
                    "0:\(value / 6000):" + String(format: "%02d.%02d", value / 100 % 60, value % 100)
                }
                return "Dialogue: 0,\(time(start)),\(time(end)),Words,,0,0,0,,\(word.text)\n"
            }
            let drawn = DrawnCaptions(
                startFrame: 0, frameCount: timeline.frameCount, document: "[Events]\n" + events.joined())
            _ = CaptionCheck([drawn], timeline: timeline, frame: FrameSize(width: 1080, height: 1920)).times()
        }
    }

    // MARK: What programs print

    @Test(
        arguments: HostileShape.five(
            sign: "lavfi.bbox.x1=", opening: "lavfi.bbox.", closing: "x1=1\n", nearly: "lavfi.bbox.x1=a\n")
            + [.repeated("9", after: "lavfi.bbox.x1="), .repeated("lavfi.bbox.x1=7\n"), .repeated("l")])
    func boundsAreReadInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 400).run(shape) { _ = CaptionCheck.bounds($0) }
    }

    @Test(
        arguments: [
            .repeated("silence_start: 1\n"), .repeated("silence_start: 1", before: "\n"), .repeated("Summary:\n"),
            .repeated("9", after: "silence_start: "), .repeated("[error] "), .repeated("silence_end: -\n"),
            .repeated("Summary: I: 1"),
        ] as [HostileShape])
    func theSoundsLogIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 400).run(shape) { text in
            var log = SoundLog()
            for line in text.split(separator: "\n") { log.take(String(line)) }
            log.finish(end: 1)
            _ = Loudness(summary: text)
        }
    }

    @Test(
        arguments: HostileShape.five(sign: "{", opening: "[", closing: "]", nearly: "{\"streams\":") + [
            .repeated(
                "{\"stream_index\": 0, \"pts\": 1},", after: "{\"packets\": [", before: "{\"stream_index\": 0}]}"),
            .repeated("{\"index\": 0},", after: "{\"streams\": [", before: "{\"index\": 0}]}"),
            .repeated("\"a\": 1,", after: "{", before: "\"b\": 1}"),
            .repeated("\"a_b_\": \"c\",", after: "{\"format\": {\"tags\": {", before: "\"b\": \"1\"}}}"),
        ])
    func aProbesAnswerIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { text in
            // What is no answer is read to where that is seen.
            guard let answer = try? ProbeAnswer.decode(Data(text.utf8)) else { return }
            _ = answer.findings
            _ = answer.soundDigest
            _ = FilmPackets(answer, frameRate: 30)
        }
    }

    @Test(
        arguments: HostileShape.five(sign: "{", opening: "[", closing: "]", nearly: "{\"format\":") + [
            .repeated("a", after: "{\"format\": \"reelcraft-manifest/1\", \"title\": \"", before: "\"}"),
            .nested("[", "]", after: "{\"format\": \"reelcraft-manifest/1\", \"x\": ", before: "}"),
        ])
    func aManifestIsReadInOnePass(_ shape: HostileShape) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "a.manifest.json")
            DoublingExercise().run(shape) { text in
                #expect(throws: (any Error).self) {
                    try Data(text.utf8).write(to: file)
                    _ = try ReelManifest.read(file)
                }
            }
        }
    }

    @Test(
        arguments: [
            .repeated("\0\0\0\u{8}free"), .repeated("\0"), .repeated("\0\0\0\u{8}"), .repeated("moof"),
            .repeated("\0\0\0\u{8}moof", before: "\0\0\0\u{8}moov"), .repeated("avc", after: "\0\0\0\u{8}moof"),
        ] as [HostileShape])
    func boxesAreReadInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { text in
            _ = MP4Boxes.topLevel(in: Data(text.utf8))
            _ = MP4Fragment(Data(text.utf8))?.codecs
        }
    }

    @Test(arguments: HostileShape.prose + HostileShape.words + [.repeated("\u{1}")])
    func tagsAreWrittenInOnePass(_ shape: HostileShape) {
        DoublingExercise().run(shape) { _ = ReelTags(title: $0, sourceURL: $0, credits: [$0]).arguments }
    }
}
