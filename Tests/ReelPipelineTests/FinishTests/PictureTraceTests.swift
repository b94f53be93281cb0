import Foundation
import ReelCore
import ReelFinish
import Testing

struct PictureTraceTests {
    private static let size = PictureTrace.size(FrameSize(width: 1080, height: 1920))

    /// A picture with something to see everywhere, moved by so many pixels, with a bright word at the captions' place.
    private static func picture(moved: Double, word: Int? = nil, contrast: Double = 60) -> [UInt8] {
        (0..<size.height).flatMap { y in
            (0..<size.width).map { x -> UInt8 in
                if let word, (198..<215).contains(y), (30 + word * 20..<50 + word * 20).contains(x) {
                    return (x + y) % 3 == 0 ? 20 : 250
                }
                let wave = sin((Double(x) + moved) * 0.9) + sin(Double(y) * 0.7 + Double(x) * 0.1)
                return UInt8(120 + contrast / 2 * wave)
            }
        }
    }

    private static func trace(_ pictures: [[UInt8]]) -> PictureTrace {
        PictureTrace(frames: pictures.flatMap { $0 }, size: size)
    }

    @Test func aPictureThatHangsIsFrozenWhateverItsWordsDo() {
        let hanging = Self.trace((0..<16).map { Self.picture(moved: 0, word: $0 / 3) })
        #expect(hanging.frozenStretches(window: 2) == [Stretch(start: 0, end: 3.2)])
    }

    @Test func aSlowMovementIsNotFrozen() {
        // A tenth of a pixel in a fifth of a second: half a second for a pixel of the small picture.
        let moving = Self.trace((0..<16).map { Self.picture(moved: 0.1 * Double($0), word: $0 / 3) })
        #expect(moving.frozenStretches(window: 2).isEmpty)
    }

    @Test func aPlainPictureTellsNothing() {
        let plain = Self.trace((0..<16).map { Self.picture(moved: 0, word: $0 / 3, contrast: 2) })
        #expect(plain.frozenStretches(window: 2).isEmpty)
    }

    @Test func aStretchInTheMiddleIsFound() {
        let places = [0, 3, 6, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 12, 15, 18, 21, 24, 27].map(Double.init)
        let trace = Self.trace(places.map { Self.picture(moved: $0) })
        #expect(trace.frozenStretches(window: 2) == [Stretch(start: 0.6, end: 3)])
    }

    @Test func blackNeedsTwoPicturesAndMayHaveWordsOnIt() {
        let light = Self.picture(moved: 0)
        let black = [UInt8](repeating: 4, count: light.count)
        var told = black
        for index in 0..<light.count / 25 { told[index * 3] = 255 }
        #expect(Self.trace([light, black, light]).blackStretches().isEmpty)
        #expect(Self.trace([light, black, told, light]).blackStretches() == [Stretch(start: 0.2, end: 0.6)])
        let dark = [UInt8](repeating: 40, count: light.count)
        #expect(Self.trace([dark, dark, dark]).blackStretches().isEmpty)
        #expect(PictureTrace(frames: [], size: Self.size).blackStretches().isEmpty)
    }
}

struct StretchReasonTests {
    private static let timeline = Timeline(
        narration: Narration(
            voice: "v",
            scenes: [(1, 3.0), (2, 4.0)].map { number, seconds in
                SceneNarration(
                    sceneNumber: number, audio: URL(fileURLWithPath: "/x"), duration: seconds,
                    words: [
                        SpokenWord(text: "One", start: 0.2, end: 0.6), SpokenWord(text: "—", start: 0.6, end: 1.4),
                        SpokenWord(text: "two.", start: 1.5, end: 2),
                    ])
            }))

    private static func reasons(_ kind: SceneChoice.Kind?) -> StretchReasons {
        let scenes = [1, 2].map { number in
            Scene(
                sceneNumber: number, script: "One — two.",
                visual: kind.map { SceneChoice(kind: $0, motion: .zoomIn) })
        }
        return StretchReasons(timeline: timeline, script: Script(title: "", scenes: scenes))
    }

    @Test(arguments: [
        (Stretch(start: 2.0, end: 3.3), true), (Stretch(start: 0.55, end: 1.55), true),
        (Stretch(start: 1.4, end: 2.1), false), (Stretch(start: 4.45, end: 5.1), false),
        (Stretch(start: 5.0, end: 7), true),
    ])
    func aSilenceIsAPauseWhenNoWordLiesInIt(stretch: Stretch, isExplained: Bool) {
        #expect((Self.reasons(nil).reason(silence: stretch) != nil) == isExplained)
    }

    @Test func aStillPictureMustMoveAndADrawnOneNeedNot() {
        let stretch = Stretch(start: 3.0, end: 5.4)
        #expect(Self.reasons(.picture).reason(frozen: stretch) == nil)
        #expect(Self.reasons(nil).reason(frozen: stretch) == nil)
        #expect(Self.reasons(.card).reason(frozen: stretch) != nil)
        #expect(Self.reasons(.backdrop).reason(frozen: stretch) != nil)
    }

    @Test func readsSilencesAndComplaintsOfTheDecoder() {
        var log = SoundLog()
        for line in [
            "[aac @ 0x5] [error] Input buffer exhausted", "[silencedetect @ 0x1] [info] silence_start: -0.01",
            "[silencedetect @ 0x1] [info] silence_end: 0.9 | silence_duration: 0.91",
            "[silencedetect @ 0x1] [info] silence_start: 2.25", "[Parsed_ebur128_0 @ 0x1] [info] Summary:", "",
            "  Integrated loudness:", "    I:         -14.1 LUFS", "  True peak:", "    Peak:       -1.6 dBFS",
        ] { log.take(line) }
        log.finish(end: 3)
        #expect(log.facts.silent == [Stretch(start: 0, end: 0.9), Stretch(start: 2.25, end: 3)])
        #expect(log.facts.errors == ["[aac @ 0x5] Input buffer exhausted"])
        #expect(log.facts.loudness == Loudness(integrated: -14.1, truePeak: -1.6))
    }
}
