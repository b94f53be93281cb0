import Foundation

/// A block of override tags, as libass 0.17 reads them, in the order in which they were added.
package struct ASSTags: Hashable, Sendable {
    private var tags: String

    package init() {
        tags = ""
    }

    private init(_ tags: String) {
        self.tags = tags
    }

    /// What is written in front of the text that the tags are for.
    package var block: String { "{\(tags)}" }

    /// - Parameter corner: of the text, as a numeric keypad has it, that lies at its position.
    package func alignment(_ corner: Int) -> ASSTags { adding("\\an\(corner)") }
    package func position(_ x: Double, _ y: Double) -> ASSTags {
        adding("\\pos(\(Self.number(x)),\(Self.number(y)))")
    }
    package func font(_ name: String) -> ASSTags { adding("\\fn\(name)") }
    package func fontSize(_ pixels: Double) -> ASSTags { adding("\\fs\(Self.number(pixels))") }
    /// - Parameter weight: 0 and 1 for normal and bold, or a weight of OpenType (100...900).
    package func weight(_ weight: Int) -> ASSTags { adding("\\b\(weight)") }
    /// - Parameter share: 1 for the size as it is.
    package func scale(_ share: Double) -> ASSTags {
        adding("\\fscx\(Self.number(100 * share))\\fscy\(Self.number(100 * share))")
    }
    package func fill(_ colour: RGBColour) -> ASSTags { adding("\\1c\(colour.ass)") }
    /// - Parameter opacity: 0 is unseen, 1 is solid.
    package func fillOpacity(_ opacity: Double) -> ASSTags { adding("\\1a\(Self.alpha(opacity))") }
    package func outlineOpacity(_ opacity: Double) -> ASSTags { adding("\\3a\(Self.alpha(opacity))") }
    package func outline(_ pixels: Double) -> ASSTags { adding("\\bord\(Self.number(pixels))") }
    package func blur(_ strength: Double) -> ASSTags { adding("\\blur\(Self.number(strength))") }
    /// What follows is a path, in pixels of the document.
    package func drawing() -> ASSTags { adding("\\p1") }
    /// What follows is the next syllable or word, which lights up for this long after those before it.
    package func karaoke(hundredths: Int) -> ASSTags { adding("\\k\(hundredths)") }
    /// The tags of both.
    package func adding(_ other: ASSTags) -> ASSTags { adding(other.tags) }

    private func adding(_ tag: String) -> ASSTags { ASSTags(tags + tag) }

    /// `&HAA&`: the format counts what is let through.
    private static func alpha(_ opacity: Double) -> String {
        String(format: "&H%02X&", Int((255 * (1 - min(max(opacity, 0), 1))).rounded()))
    }

    /// Hundredths at most, without zeros behind a whole number.
    static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(format: "%.2f", rounded)
    }
}
