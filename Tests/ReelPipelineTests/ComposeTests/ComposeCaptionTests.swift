import ReelCompose
import ReelCore
import Testing

@Suite("Captions in the frames") struct ComposeCaptionTests {
    @Test(
        "Captions stay clear of what the platforms draw over a video",
        arguments: [Scene.SceneType.media, .text], [CaptionLook.bold, .plate, .soft])
    func safeArea(type: Scene.SceneType, look: CaptionLook) async throws {
        let world = try ComposeWorld()
        let black = try await world.plain("black.png", (0, 0, 0))
        let words = spoken("WWWWWW WWWWW, Donaudampfschifffahrtsgesellschaft WWWWWWWWW mmmmm WWWW", pace: 0.2, from: 0)
        let made = try await world.compose(
            ComposeInput([Told(words: words, frames: 36, picture: black, size: upright, type: type)], captions: look))
        var box = (left: draft.width, right: 0, top: draft.height, bottom: 0)
        for frame in try await decode(made.file, draft) {
            for y in 0..<draft.height {
                for x in 0..<draft.width where frame.luma(x, y) > 40 {
                    box = (min(box.left, x), max(box.right, x), min(box.top, y), max(box.bottom, y))
                }
            }
        }
        #expect(box.left >= 60 / 3 && box.right <= 916 / 3, "\(box)")
        #expect(box.top >= 220 / 3 && box.bottom <= 1470 / 3, "\(box)")
        #expect(box.right - box.left > 150)
    }

    @Test("Captions can be left out; the words of a text scene are its picture and stay")
    func off() async throws {
        let world = try ComposeWorld()
        let black = try await world.plain("black.png", (0, 0, 0))
        func brightest(_ type: Scene.SceneType) async throws -> Int {
            let scene = Told(words: spoken("Hello there"), frames: 24, picture: black, size: upright, type: type)
            let made = try await world.compose(ComposeInput([scene], captions: .off))
            return Int(try await decode(made.file, draft)[20].bytes.prefix(draft.width * draft.height).max() ?? 0)
        }
        #expect(try await brightest(.media) < 40)
        #expect(try await brightest(.text) > 150)
    }

    @Test("The word that is spoken is lit in the wanted yellow, at its time")
    func litWord() async throws {
        let world = try ComposeWorld()
        let black = try await world.plain("black.png", (0, 0, 0))
        // A shape large enough for its chroma to be undisturbed in the middle.
        let words = [SpokenWord(text: "⬤", start: 0.3, end: 0.6)]
        // The palette's own accent is too pale to be told from white.
        let made = try await world.compose(
            ComposeInput([Told(words: words, frames: 21, picture: black, size: upright)]))
        let frames = try await decode(made.file, draft)
        func middle(_ frame: DecodedFrame) -> (luma: Int, u: Int, v: Int) {
            let bright = (0..<draft.height).flatMap { y in (0..<draft.width).map { ($0, y) } }
                .filter { frame.luma($0.0, $0.1) > 120 }
            let x = bright.map(\.0).reduce(0, +) / max(bright.count, 1)
            let y = bright.map(\.1).reduce(0, +) / max(bright.count, 1)
            return (frame.luma(x, y), frame.chroma(x, y).u, frame.chroma(x, y).v)
        }
        // (255, 201, 40) in the numbers of BT.709; in those of BT.601 it would be 189, 50, 169.
        let lit = middle(frames[12])
        #expect(abs(lit.luma - 188) <= 4 && abs(lit.u - 52) <= 5 && abs(lit.v - 158) <= 5, "\(lit)")
        let white = middle(frames[7])
        #expect(abs(white.luma - 235) <= 4 && abs(white.u - 128) <= 4, "\(white)")
        #expect(middle(frames[9]).u < 70)
        #expect(middle(frames[8]).u > 110)
    }
}
