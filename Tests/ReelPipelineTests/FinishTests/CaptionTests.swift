import Foundation
import ReelCore
import ReelFinish
import Testing

struct CaptionTests {
    /// A timeline whose words follow each other at 0.3 s, one scene for each text.
    private func timeline(_ texts: [String], wordsAt pace: Double = 0.3) -> Timeline {
        Timeline(
            narration: Narration(
                voice: "v",
                scenes: texts.enumerated().map { index, text in
                    let words = text.components(separatedBy: " ").enumerated().map { place, word in
                        SpokenWord(
                            text: word, start: 0.2 + Double(place) * pace, end: 0.2 + Double(place) * pace + pace * 0.9)
                    }
                    return SceneNarration(
                        sceneNumber: index + 1, audio: URL(fileURLWithPath: "/x"),
                        duration: 0.5 + Double(words.count) * pace, words: words)
                }))
    }

    @Test func cutsWhereSentencesAndClausesEnd() {
        let cues = CaptionCutter.cues(
            timeline([
                "The Great Barrier Reef lost half of its corals. Now, after six quiet years, divers see them return, "
                    + "one branch at a time.", "Will it last?",
            ]))
        #expect(
            cues.map(\.lines) == [
                ["The Great Barrier Reef", "lost half of its corals."],
                ["Now, after six quiet years,"], ["divers see them return,", "one branch at a time."],
                ["Will it last?"],
            ])
    }

    @Test(arguments: [0.05, 0.3, 0.9])
    func nothingIsLostNothingOverlapsNothingIsTooLong(pace: Double) {
        let text =
            "In 2024, researchers from eleven countries measured the temperature of nine hundred and seventy lakes "
            + "\"every single day\" (without exception); what they found surprised them: not one was colder. "
            + "Donaudampfschifffahrtsgesellschaftskapitänsmütze is long. A B C. Yes! " + "word " + "word"
        let timeline = timeline([text, "One.", text], wordsAt: pace)
        let cues = CaptionCutter.cues(timeline)
        let said = cues.flatMap(\.lines).joined(separator: " ")
        #expect(said == [text, "One.", text].joined(separator: " "))
        for cue in cues {
            #expect((1...2).contains(cue.lines.count))
            #expect(cue.lines.allSatisfy { $0.count <= 37 || !$0.contains(" ") })
            #expect(cue.end > cue.start)
        }
        for (one, next) in zip(cues, cues.dropFirst()) { #expect(one.end <= next.start) }
        #expect(cues.last!.end <= timeline.duration)
    }

    @Test func staysUntilTheNextUnlessThereIsALongPause() {
        var timeline = timeline(["One two three.", "Four five six."])
        timeline.scenes[1].words = timeline.scenes[1].words.map {
            SpokenWord(text: $0.text, start: $0.start + 3, end: $0.end + 3)
        }
        timeline.scenes[1].frameCount += 90
        let cues = CaptionCutter.cues(timeline)
        let said = timeline.scenes[0].words.last!.end
        #expect(abs(cues[0].end - (said + 0.5)) < 1e-9)
        timeline = self.timeline(["One two three.", "Four five six."])
        let close = CaptionCutter.cues(timeline)
        #expect(close[0].end == close[1].start)
    }

    @Test func wordsOfStrangersCannotBreakTheFiles() {
        let cues = [
            CaptionCue(start: 0, end: 1.2345, lines: ["<b>Fish & chips</b> --> £3", "{\\an8}now"]),
            CaptionCue(start: 3599.9996, end: 3661.5, lines: ["Ende"]),
        ]
        #expect(
            CaptionFiles.webVTT(cues) == """
                WEBVTT

                00:00:00.000 --> 00:00:01.235
                &lt;b&gt;Fish &amp; chips&lt;/b&gt; --&gt; £3
                {\\an8}now

                01:00:00.000 --> 01:01:01.500
                Ende

                """)
        #expect(
            CaptionFiles.subRip(cues) == """
                1
                00:00:00,000 --> 00:00:01,235
                ‹b›Fish & chips‹/b› → £3
                (\\an8}now

                2
                01:00:00,000 --> 01:01:01,500
                Ende

                """)
        let broken = CaptionCutter.cues(timeline(["One\n\n2\n00:00 two\u{0}three \u{2028} end."]))
        #expect(broken.flatMap(\.lines).allSatisfy { !$0.contains { $0.isNewline } && !$0.contains("\u{0}") })
    }

    @Test func noWordsNoCues() {
        let empty = CaptionCutter.cues(timeline([""]))
        #expect(empty.isEmpty)
        #expect(CaptionFiles.webVTT(empty) == "WEBVTT\n")
        #expect(CaptionFiles.subRip(empty) == "")
    }
}
