import Foundation

/// A colour in Oklab (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/): mixtures of two look like what
/// lies between them, where mixtures of sRGB values turn grey.
package struct OklabColour: Hashable, Sendable {
    /// Lightness 0...1, green to red, blue to yellow.
    package var lab: SIMD3<Float>

    package init(lab: SIMD3<Float>) {
        self.lab = lab
    }

    /// - Parameter hex: sRGB as 0xRRGGBB.
    package init(hex: UInt32) {
        func linear(_ shift: UInt32) -> Float {
            let value = Float(hex >> shift & 0xFF) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        let (r, g, b) = (linear(16), linear(8), linear(0))
        let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
        let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
        let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
        lab = SIMD3(
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)
    }

    /// sRGB as 0xRRGGBB, the nearest that it can show.
    package var hex: UInt32 {
        let light = linearRGB
        return (0..<3).reduce(0) { hex, channel in
            let value = min(max(light[channel], 0), 1)
            let level = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
            return hex << 8 | UInt32((255 * level).rounded())
        }
    }

    package func mixed(with other: OklabColour, _ share: Float) -> OklabColour {
        OklabColour(lab: lab + (other.lab - lab) * share)
    }

    /// Linear light, red, green, blue, 0...1 where sRGB can show it.
    var linearRGB: SIMD3<Float> {
        let l = lab.x + 0.3963377774 * lab.y + 0.2158037573 * lab.z
        let m = lab.x - 0.1055613458 * lab.y - 0.0638541728 * lab.z
        let s = lab.x - 0.0894841775 * lab.y - 1.2914855480 * lab.z
        let cubes = SIMD3(l * l * l, m * m * m, s * s * s)
        return SIMD3(
            4.0767416621 * cubes.x - 3.3077115913 * cubes.y + 0.2309699292 * cubes.z,
            -1.2684380046 * cubes.x + 2.6097574011 * cubes.y - 0.3413193965 * cubes.z,
            -0.0041960863 * cubes.x - 0.7034186147 * cubes.y + 1.7076147010 * cubes.z)
    }
}

/// Linear light to sRGB (IEC 61966-2-1) by a table, because a power for each channel of each pixel takes a second.
struct GammaTable {
    private static let steps = 8192
    private let levels: [Float]

    init() {
        levels = (0...Self.steps + 1).map { step in
            let value = Float(step) / Float(Self.steps)
            return 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055)
        }
    }

    /// 0...255, not rounded.
    func level(_ linear: Float) -> Float {
        let place = min(max(linear, 0), 1) * Float(Self.steps)
        let step = Int(place)
        return levels[step] + (levels[step + 1] - levels[step]) * (place - Float(step))
    }
}
