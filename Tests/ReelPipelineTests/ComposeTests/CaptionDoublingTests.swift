import Foundation
import ReelASS
import ReelCompose
import ReelCore
import ReelTestKit
import Testing

/// Captions cost as much as there are words to show. A script has 24 scenes of at most 500 characters.
@Suite struct CaptionDoublingTests {
    private static let texts: [HostileShape] =
        HostileShape.words + HostileShape.prose + [
            .repeated("\u{6F22}"), .repeated("\u{300C}"), .repeated("\u{0627}"), .repeated("a "), .repeated("- "),
            .repeated("{\\"), .repeated("iiiiiiiii "),
        ]

    private static func spoken(_ text: String) -> [SpokenWord] {
        text.split(separator: " ").enumerated().map { index, word in
            SpokenWord(text: String(word), start: Double(index) * 0.1, end: Double(index) * 0.1 + 0.1)
        }
    }

    /// Half an em for each character.
    private static let fonts: CaptionFonts? = {
        // Without a font that can be read there is nothing to measure.
        guard
            let file = try? FileManager.default.contentsOfDirectory(atPath: "/usr/share/fonts/truetype/dejavu")
                .first(where: { $0.hasSuffix(".ttf") }),
            let data = try? Data(contentsOf: URL(fileURLWithPath: "/usr/share/fonts/truetype/dejavu/\(file)")),
            let metrics = FontMetrics(data)
        else { return nil }
        return CaptionFonts([CaptionFont(name: "any", metrics: metrics)])
    }()

    @Test(arguments: texts)
    func wordsAreCleanedInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 300).run(shape) { text in
            _ = CaptionText.readable(Self.spoken(text))
            _ = CaptionText.escapeASS(text)
        }
    }

    @Test(arguments: texts, [CaptionStyle.of(.media, .bold, .vertical)!, CaptionStyle.of(.text, .bold, .vertical)!])
    func wordsAreGroupedAndDrawnInOnePass(_ shape: HostileShape, _ style: CaptionStyle) {
        let grouping = CaptionGrouping(
            maxLines: style.maxLines, maxWidth: style.maxWidth / style.emHeight, maxWords: style.maxWords
        ) { Double($0.unicodeScalars.count) * 0.5 }
        DoublingExercise(first: 60).run(shape) { text in
            let words = grouping.fitting(CaptionText.readable(Self.spoken(text)))
            guard !words.isEmpty else { return }
            let groups = CaptionTrack.groups(of: words, frameCount: 100_000, frameRate: 30, grouping: grouping)
            if let fonts = Self.fonts {
                _ = CaptionRenderer(
                    style: style, colours: CaptionColours(ReelPalette(name: "plain", colours: [])), fonts: fonts
                ).events(groups)
            }
        }
    }
}
