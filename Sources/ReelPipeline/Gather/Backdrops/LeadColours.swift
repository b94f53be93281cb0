import Foundation
import ReelCore

/// Colours for drawings, taken from a picture: its main hue for the dark ones, and its most vivid other hue for the
/// accent.
///
/// The hues are the picture's; how light the colours are is not, because white words must be legible on the dark ones.
package enum LeadColours {
    private static let bins = 36
    /// Lightness in Oklab, as the built-in palettes have it. White on 0.36 has a contrast above 9 (WCAG 2.2).
    private static let lightness: [Float] = [0.21, 0.36, 0.56, 0.81]
    /// Below this a pixel counts as grey.
    private static let leastChroma: Float = 0.035

    /// - Returns: four colours as 0xRRGGBB, from the darkest to the lightest, or `nil` for a picture that is nearly
    ///   grey.
    package static func of(_ image: AnalysisImage) -> [UInt32]? {
        var weights = [Float](repeating: 0, count: bins)
        var chromas = [Float](repeating: 0, count: bins)
        var counts = [Float](repeating: 0, count: bins)
        var total: Float = 0
        // Every 29th pixel is sample enough.
        for offset in stride(from: 0, to: image.pixels.count - 2, by: 87) {
            total += 1
            let hex =
                UInt32(image.pixels[offset]) << 16 | UInt32(image.pixels[offset + 1]) << 8
                | UInt32(image.pixels[offset + 2])
            let lab = OklabColour(hex: hex).lab
            let chroma = (lab.y * lab.y + lab.z * lab.z).squareRoot()
            guard chroma >= leastChroma, lab.x > 0.12 else { continue }
            let turn = (atan2(lab.z, lab.y) / (2 * .pi) + 1).truncatingRemainder(dividingBy: 1)
            let bin = min(bins - 1, Int(turn * Float(bins)))
            weights[bin] += chroma.squareRoot()
            chromas[bin] += chroma
            counts[bin] += 1
        }
        guard counts.reduce(0, +) > 0.06 * total else { return nil }
        let areas = smoothed(weights)
        let main = areas.indices.max { areas[$0] < areas[$1] } ?? 0
        let accent = accent(smoothed(chromas), areas, main)
        let vivid = counts[main] > 0 ? chromas[main] / counts[main] : 0.08
        return zip(lightness, [0.055, 0.09, 0.12, 0.12] as [Float]).enumerated().map { step, colour in
            let hue = step == 3 ? angle(accent) : step == 2 ? between(angle(main), angle(accent), 0.35) : angle(main)
            // Between a quiet and a loud version of the hue, as the picture is.
            let chroma = colour.1 * min(1.15, 0.55 + 4 * vivid)
            return inGamut(lightness: colour.0, chroma: chroma, hue: hue)
        }
    }

    /// The most vivid hue that is another one and not just a few pixels; without one a neighbour of the main hue.
    private static func accent(_ chromas: [Float], _ areas: [Float], _ main: Int) -> Int {
        func apart(_ bin: Int) -> Int { min((bin - main + bins) % bins, (main - bin + bins) % bins) }
        let others = chromas.indices.filter { apart($0) >= 5 && areas[$0] > 0.1 * areas[main] }
        return others.max { chromas[$0] < chromas[$1] } ?? (main + 3) % bins
    }

    private static func smoothed(_ values: [Float]) -> [Float] {
        values.indices.map { index in
            values[(index + bins - 1) % bins] / 2 + values[index] + values[(index + 1) % bins] / 2
        }
    }

    private static func angle(_ bin: Int) -> Float { (Float(bin) + 0.5) / Float(bins) * 2 * .pi }

    /// The shorter way round.
    private static func between(_ one: Float, _ other: Float, _ share: Float) -> Float {
        var way = other - one
        if way > .pi { way -= 2 * .pi }
        if way < -.pi { way += 2 * .pi }
        return one + way * share
    }

    /// As much of the chroma as sRGB can show.
    private static func inGamut(lightness: Float, chroma: Float, hue: Float) -> UInt32 {
        var chroma = chroma
        while true {
            let colour = OklabColour(lab: SIMD3(lightness, chroma * cos(hue), chroma * sin(hue)))
            let light = colour.linearRGB
            if chroma < 0.005 || light.min() >= -0.001 && light.max() <= 1.001 { return colour.hex }
            chroma *= 0.93
        }
    }
}
