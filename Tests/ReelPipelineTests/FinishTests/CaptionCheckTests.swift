import Foundation
import ReelCore
import ReelFinish
import ReelTestKit
import Testing

struct CaptionCheckTests {
    private static let frame = FrameSize(width: 1080, height: 1920)
    private static let header = """
        [Script Info]
        ScriptType: v4.00+
        PlayResX: 1080
        PlayResY: 1920

        [V4+ Styles]
        Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
        Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
        MarginR, MarginV, Encoding
        Style: Words,Inter,90,&H00FFFFFF,&H00FFFFFF,&H00140E0C,&H60000000,0,0,0,0,100,100,0,0,1,5.5,2,5,0,0,0,-1

        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text

        """

    /// Three words, of which one after the other lights up at 0.2, 0.8 and 1.4 s, as Compose writes them: half a frame
    /// early, because its times have hundredths only.
    private static func document(
        late frames: Int = 0, x: Int = 540, y: Int = 1285, _ words: [String] = ["Coral", "gardens", "return."]
    ) -> String {
        let starts = [6, 24, 42, 60].map { $0 + frames }
        func time(_ frame: Int) -> String {
            let hundredths = max(0, (200 * frame - 100) / 60)
            return String(format: "0:00:%02d.%02d", hundredths / 100, hundredths % 100)
        }
        return header
            + words.indices.map { lit in
                let text = words.enumerated().map { $0 == lit ? "{\\1c&H28C9FF&}\($1){\\1c}" : $1 }.joined(
                    separator: " ")
                return
                    "Dialogue: 0,\(time(starts[lit])),\(time(starts[lit + 1])),Words,,0,0,0,,{\\pos(\(x),\(y))}\(text)\n"
            }.joined()
    }

    private static func check(
        _ document: String, words: [String] = ["Coral", "gardens", "—", "return."], in frame: FrameSize = frame
    ) -> CaptionCheck {
        let spoken = zip(words, [0.2, 0.8, 1.3, 1.4]).map { SpokenWord(text: $0, start: $1, end: $1 + 0.4) }
        let scenes = [1, 2].map { number in
            SceneNarration(
                sceneNumber: number, audio: URL(fileURLWithPath: "/x"), duration: 2.5, words: number == 1 ? [] : spoken)
        }
        return CaptionCheck(
            [DrawnCaptions(startFrame: 75, frameCount: 75, document: document)],
            timeline: Timeline(narration: Narration(voice: "v", scenes: scenes)), frame: frame)
    }

    @Test func readsEventsAsTheyAreDrawn() {
        let events = DrawnEvents(
            Self.document() + "Dialogue: 1,0:00:00.20,0:00:01.00,Words,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}\n"
                + "Dialogue: 0,0:00:00.00,0:00:01.00,Words,,0,0,0,,two\\Nlines \\{braced\\}\n", frameRate: 30)
        #expect(events.events.map(\.frames) == [6..<24, 24..<42, 42..<60, 6..<30, 0..<30])
        #expect(
            events.events.map(\.words) == [
                "Coral gardens return.", "Coral gardens return.", "Coral gardens return.", "", "two lines {braced}",
            ])
        // The words once, with the drawing behind them, and the two lines once.
        #expect(events.specimens.count == 2)
        #expect(events.specimens.document.components(separatedBy: "Dialogue:").count - 1 == 4)
    }

    @Test func wordsLightUpWhenTheyAreHeard() {
        let (findings, faults) = Self.check(Self.document()).times()
        #expect(faults == [] && findings.words == 3 && findings.latest == 0)
        let (near, none) = Self.check(Self.document(late: 1)).times()
        #expect(none == [] && near.latest == 1)
        let late = Self.check(Self.document(late: 2)).times().1
        #expect(late.map(\.aspect) == [.captionTime, .captionTime, .captionTime])
        #expect(late.first?.message == "the word \"Coral\" at 2.70 s is drawn 2 frames beside its sound")
        let other = Self.check(Self.document(), words: ["Coral", "forests", "—", "return."]).times().1
        #expect(other.map(\.message) == ["the word \"forests\" at 3.30 s is not among the captions"])
    }

    /// As Compose draws a long word: a line for each part, the last of them in a caption of its own.
    @Test func aWordInPartsIsFoundByAllOfThem() {
        func check(_ parts: [String], _ word: String) -> [DeliveryFault] {
            let events = parts.enumerated().map { index, part in
                "Dialogue: 1,0:00:0\(index < 2 ? 0 : 1).18,0:00:02.00,Words,,0,0,0,,\(part)\n"
                    + "Dialogue: 2,0:00:0\(index < 2 ? 0 : 1).18,0:00:02.00,Words,,0,0,0,,\(part)\n"
            }
            return Self.check(Self.header + events.joined(), words: [word]).times().1
        }
        let state = "Republican-dominated"
        #expect(check(["Republican-", "dominated"], state) == [])
        #expect(check(["Republican-", "dominate"], state).map(\.aspect) == [.captionTime])
        #expect(check(["publican-", "dominated"], state).map(\.aspect) == [.captionTime])
        #expect(check(["Republican-"], state).map(\.aspect) == [.captionTime])
        let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
        #expect(check(["Donaudampfschiff-", "fahrtselektrizitäten-", "hauptbetriebs…"], long) == [])
        #expect(check(["Donaudampfschiff-", "fahrtselektrizitäten-"], long).map(\.aspect) == [.captionTime])
    }

    @Test func captionsStayWhereTheyAreSeenAndEveryLetterIsThere() async throws {
        try await withTemporaryFolder { folder in
            let (findings, faults) = try await Self.check(Self.document()).run(in: folder)
            #expect(faults == [])
            let bounds = findings.bounds
            try #require(bounds.count == 4)
            // Its middle is where it was put; the letters are as high as letters of this size are.
            #expect(abs((bounds[0] + bounds[2]) / 2 - 540) < 12 && abs((bounds[1] + bounds[3]) / 2 - 1285) < 30)
            #expect((40...110).contains(bounds[3] - bounds[1]))

            for (x, y) in [(540, 1500), (300, 1285), (840, 1285), (540, 180)] {
                let wrong = try await Self.check(Self.document(x: x, y: y)).run(in: folder).1
                #expect(wrong.map(\.aspect) == [.captionPlace], "\(x), \(y)")
            }
            let rare = try await Self.check(Self.document(["Coral", "gardens", "\u{10FFFD}return."])).run(in: folder).1
            let glyph = try #require(rare.first { $0.aspect == .captionGlyph })
            #expect(glyph.message.contains("U+10FFFD"))
        }
    }
}
