import Foundation
import ReelASS
import ReelCore

extension RGBColour {
    /// Relative luminance, 0...1 (WCAG 2.1).
    package var luminance: Double {
        func linear(_ value: Int) -> Double {
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Contrast ratio, 1...21 (WCAG 2.1); 4.5 is asked of text.
    package func contrast(with other: RGBColour) -> Double {
        let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
        return (light + 0.05) / (dark + 0.05)
    }

    /// How far it is from grey, 0...255.
    var colourfulness: Int { max(red, green, blue) - min(red, green, blue) }
}

/// The colours of captions: white words on something dark, and the reel's own accent where it can be read.
package struct CaptionColours: Hashable, Sendable {
    package static let white = RGBColour.white
    /// Outlines, plates and shadows: nearly black, a little blue.
    package static let dark = RGBColour(red: 12, green: 14, blue: 20)
    /// Where the palette's accent does not stand out.
    package static let ownAccent = RGBColour(red: 255, green: 201, blue: 40)

    /// Of the word that is spoken, and of the plate it stands on.
    package var accent: RGBColour
    /// Of words on a plate of the accent.
    package var onAccent: RGBColour

    /// - Parameter palette: its last colour is the accent. It is taken if it can be read on dark, and cannot be taken
    ///   for white.
    package init(_ palette: ReelPalette) {
        let wanted = palette.colours.last.flatMap { RGBColour(hex: $0) }
        accent = wanted.flatMap { Self.standsOut($0) ? $0 : nil } ?? Self.ownAccent
        onAccent = accent.contrast(with: Self.dark) >= accent.contrast(with: Self.white) ? Self.dark : Self.white
    }

    static func standsOut(_ colour: RGBColour) -> Bool {
        colour.contrast(with: dark) >= 5 && colour.colourfulness >= 80
            && (colour.contrast(with: white) >= 1.5 || colour.colourfulness >= 150)
    }
}
