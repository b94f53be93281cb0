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

    /// - Parameter seed: decides the kind of shapes as well; neighbouring numbers have different ones.
    package init(palette: Palette, seed: Int) {
        self.init(palette: palette, motif: Self.motif(seed), seed: UInt64(seed.magnitude))
    }

    /// The background of one scene: the palette is the article's, shapes and places are the scene's.
    package init(palette: Palette, title: String, sceneNumber: Int) {
        self.init(palette: palette, seed: Self.seed(title: title, sceneNumber: sceneNumber))
    }

    package static func seed(title: String, sceneNumber: Int) -> Int {
        Int(StableHash.of(title) >> 32) + sceneNumber
    }

    package static func motif(_ seed: Int) -> Motif {
        Motif.allCases[Int(seed.magnitude % UInt(Motif.allCases.count))]
    }

    /// RGB, 8 bits, row by row.
    package func render(_ size: FrameSize) -> [UInt8] {
        var random = SplitMix64(seed: seed)
        let painter = painter(&random)
        let gamma = GammaTable()
        // The painters' unit is the width of an upright frame. A wider one shows a wider part of a less high one.
        let unit = max(Float(size.height) / Float(size.width), 1.15) / Float(size.height)
        let (middleX, middleY) = (Float(size.width) / 2, Float(size.height) / 2)
        return [UInt8](unsafeUninitializedCapacity: size.width * size.height * 3) { buffer, count in
            var offset = 0
            for row in 0..<size.height {
                let y = 0.889 + (Float(row) + 0.5 - middleY) * unit
                for column in 0..<size.width {
                    let x = 0.5 + (Float(column) + 0.5 - middleX) * unit
                    let light = painter.colour(x, y).linearRGB
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

/// Gives each point its colour. In a 9:16 frame a point's x runs over 0...1 from left to right, y by the same unit from
/// the top to about 1.78; the middle of every frame is at 0.5 and 0.889.
protocol BackdropPainter: Sendable {
    func colour(_ x: Float, _ y: Float) -> OklabColour
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
