import Foundation
import ReelCore
import ReelGather
import Testing

struct BackdropTests {
    private let size = FrameSize(width: 90, height: 160)

    @Test func theSameSceneIsDrawnTheSame() {
        let one = Backdrop(palette: .of(title: "Reefs recover"), title: "Reefs recover", sceneNumber: 3).render(size)
        #expect(
            one == Backdrop(palette: .of(title: "Reefs recover"), title: "Reefs recover", sceneNumber: 3).render(size))
        #expect(one.count == 90 * 160 * 3)
        #expect(
            one != Backdrop(palette: .of(title: "Reefs recover"), title: "Reefs recover", sceneNumber: 4).render(size))
    }

    /// Written down from a first run: a change here is a change of every cached background, and of its recipe number.
    @Test func drawsTheSameInEveryProcess() {
        #expect(StableHash.of("Reefs recover") == 12_601_660_037_817_243_694)
        #expect(Palette.of(title: "Reefs recover").name == "clay")
    }

    @Test func scenesOfOneReelShareColoursAndDifferInShapes() {
        let backdrops = (1...6).map { Backdrop(palette: .of(title: "Bees"), title: "Bees", sceneNumber: $0) }
        #expect(Set(backdrops.map(\.palette.name)).count == 1)
        for (one, next) in zip(backdrops, backdrops.dropFirst()) { #expect(one.motif != next.motif) }
        let palettes = Set((1...60).map { Palette.of(title: "Article \($0)").name })
        #expect(palettes.count == Palette.all.count)
    }

    /// White words must be readable on it, and it must not be flat.
    @Test(arguments: Palette.all, Backdrop.Motif.allCases)
    func isDarkEnoughForWhiteWordsAndNotFlat(palette: Palette, motif: Backdrop.Motif) {
        let sizes = [
            size, FrameSize(width: 120, height: 120), size, FrameSize(width: 160, height: 90),
        ]
        for (index, size) in sizes.enumerated() {
            let seed = UInt64(index + 1)
            let pixels = Backdrop(palette: palette, motif: motif, seed: seed).render(size)
            let light = stride(from: 0, to: pixels.count, by: 3).map { offset in
                0.2126 * linear(pixels[offset]) + 0.7152 * linear(pixels[offset + 1])
                    + 0.0722 * linear(pixels[offset + 2])
            }.sorted()
            // WCAG 2.2, contrast of large text: (1 + 0.05) / (light + 0.05) >= 3 wants at most 0.3.
            #expect(light[light.count * 98 / 100] < 0.3)
            #expect(light[light.count * 95 / 100] > 2 * light[light.count * 5 / 100])
        }
    }

    private func linear(_ level: UInt8) -> Double {
        let value = Double(level) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
}
