import Foundation
import ReelASS
import ReelCore

/// The colours of one reel's drawn backgrounds: dark enough for white words on top.
package struct Palette: Hashable, Sendable {
    package var name: String
    /// From the darkest to the lightest.
    package var colours: [OklabColour]

    /// sRGB as 0xRRGGBB, in the same order.
    package let hex: [UInt32]

    private init(_ name: String, _ hex: [UInt32]) {
        self.name = name
        self.hex = hex
        colours = hex.map { OklabColour(hex: $0) }
    }

    /// Colours taken from the lead image.
    ///
    /// - Parameter hex: four, as `LeadColours` makes them.
    package init(lead hex: [UInt32]) {
        self.init(Self.leadName, hex)
    }

    /// What was kept with a script: the same colours, except that the first two are made dark enough for white words if
    /// somebody else wrote them.
    ///
    /// - Returns: `nil` unless they are four colours `#rrggbb`.
    package init?(_ choice: ReelPalette) {
        let numbers = choice.colours.compactMap { RGBColour(hex: $0)?.hex }
        guard numbers.count == 4, choice.colours.count == 4 else { return nil }
        let dark = zip(numbers, [0.32, 0.46, 1, 1] as [Float]).map { hex, most in
            var colour = OklabColour(hex: hex)
            guard colour.lab.x > most else { return hex }
            colour.lab *= most / colour.lab.x
            return colour.hex
        }
        self.init(choice.name, dark)
    }

    package static let leadName = "lead"

    package static let all = [
        Palette("dusk", [0x17_123A, 0x41_2270, 0xA6_3E7C, 0xF0_845C]),
        Palette("lagoon", [0x05_202E, 0x0C_4A63, 0x1B_8E8C, 0x86_D8B8]),
        Palette("ember", [0x1E_0F16, 0x59_1B2D, 0xB8_432F, 0xEF_A046]),
        Palette("forest", [0x0B_1E1A, 0x1C_4A39, 0x56_8350, 0xCF_C272]),
        Palette("slate", [0x10_1620, 0x27_384E, 0x4C_6F95, 0xA3_BFD8]),
        Palette("plum", [0x1A_1028, 0x45_245F, 0x86_4AA4, 0xDE_96C4]),
        Palette("clay", [0x24_1917, 0x5E_3B2E, 0xA8_6E4A, 0xE2_C092]),
        Palette("polar", [0x09_162E, 0x1B_3E76, 0x47_80BF, 0xAC_DCF0]),
    ]

    /// The same title always has the same palette.
    package static func of(theme: Theme = .auto, title: String) -> Palette {
        all.first { $0.name == theme.rawValue } ?? all[Int(StableHash.of(title) % UInt64(all.count))]
    }

    /// The colours of a reel. A theme that was asked for wins; then what was chosen before; then the lead image's
    /// colours.
    package static func of(theme: Theme, kept: ReelPalette?, lead: [UInt32]?, title: String) -> Palette {
        if theme != .auto, kept?.name != theme.rawValue { return of(theme: theme, title: title) }
        if let kept = kept.flatMap({ Palette($0) }) { return kept }
        return lead.map { Palette(lead: $0) } ?? of(theme: theme, title: title)
    }

    /// As it is kept with the script.
    package var choice: ReelPalette {
        ReelPalette(name: name, colours: hex.map { String(format: "#%06x", $0) })
    }
}

/// A hash that is the same in every process, unlike Swift's own.
package enum StableHash {
    /// FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923), then mixed, because its low bits alone are weak.
    package static func of(_ text: String) -> UInt64 {
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        var random = SplitMix64(seed: hash)
        return random.next()
    }
}

/// SplitMix64 (Steele, Lea, Flood, 2014): small, and the same numbers everywhere.
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// Evenly spread over a range.
    mutating func number(_ range: ClosedRange<Float>) -> Float {
        let share = Float(next() >> 40) / Float(1 << 24)
        return range.lowerBound + share * (range.upperBound - range.lowerBound)
    }
}
