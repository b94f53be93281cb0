import Foundation
import ReelCore

/// A drawn background: a gradient with large soft shapes and fine grain. The same inputs give the same bytes.
package struct Backdrop: Hashable, Sendable {
    /// Kinds of shapes.
    package enum Motif: String, CaseIterable, Sendable {
        /// Wide curved bands like folded paper.
        case folds
        /// Layers of hills, each with a soft shadow on the one behind.
        case dunes
        /// Large discs lit from one side.
        case orbits
    }

    package var palette: Palette
    package var motif: Motif
    package var seed: UInt64

    package init(palette: Palette, motif: Motif, seed: UInt64) {
        self.palette = palette
        self.motif = motif
        self.seed = seed
    }

    /// The background of one scene: the palette is the article's, shapes and places are the scene's.
    package init(palette: Palette, title: String, sceneNumber: Int) {
        let article = StableHash.of(title)
        let motifs = Motif.allCases
        self.init(
            palette: palette,
            motif: motifs[(Int(article >> 32 & 0xFF) + sceneNumber) % motifs.count],
            seed: article &+ UInt64(truncatingIfNeeded: sceneNumber))
    }

    /// RGB, 8 bits, row by row.
    package func render(_ size: FrameSize) -> [UInt8] {
        var random = SplitMix64(seed: seed)
        let painter = painter(&random)
        let gamma = GammaTable()
        let scale = 1 / Float(size.width)
        return [UInt8](unsafeUninitializedCapacity: size.width * size.height * 3) { buffer, count in
            var offset = 0
            for row in 0..<size.height {
                let y = (Float(row) + 0.5) * scale
                for column in 0..<size.width {
                    let light = painter.colour((Float(column) + 0.5) * scale, y).linearRGB
                    // Grain hides the steps between 8-bit levels, which a wide gradient would show as bands.
                    let noise = SplitMix64.pixelNoise(random: &random)
                    for channel in 0..<3 {
                        let level = gamma.level(light[channel]) + noise
                        buffer[offset + channel] = UInt8(min(max(level.rounded(), 0), 255))
                    }
                    offset += 3
                }
            }
            count = offset
        }
    }

    private func painter(_ random: inout SplitMix64) -> any BackdropPainter {
        switch motif {
        case .folds: FoldsPainter(palette, &random)
        case .dunes: DunesPainter(palette, &random)
        case .orbits: OrbitsPainter(palette, &random)
        }
    }
}

/// Gives each point its colour. A point's x runs over 0...1 from left to right, y by the same unit from the top, to
/// about 1.78 in a 9:16 frame.
protocol BackdropPainter: Sendable {
    func colour(_ x: Float, _ y: Float) -> Colour
}

extension SplitMix64 {
    /// Noise of one pixel, -2.5...2.5 levels, more often near zero.
    static func pixelNoise(random: inout SplitMix64) -> Float {
        let bits = random.next()
        let first = Float(bits & 0xFFFF) / 65536
        let second = Float(bits >> 16 & 0xFFFF) / 65536
        return (first + second - 1) * 2.5
    }
}
