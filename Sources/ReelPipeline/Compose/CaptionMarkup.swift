import Foundation
import ReelCore

/// Writes what libass draws: letters of several fonts on one baseline, and rounded plates (ASS override tags, as libass
/// 0.17 reads them).
struct CaptionMarkup: Sendable {
    let fonts: CaptionFonts

    /// What letters look like.
    struct Ink: Hashable, Sendable {
        var colour: Colour
        /// 0 is unseen, 1 is solid.
        var opacity = 1.0
        var outline = 0.0
        var outlineOpacity = 1.0
        var blur = 0.0
    }

    /// One word, or what stands together, around its middle.
    func word(_ text: String, x: Double, y: Double, em: Double, scale: Double = 1, _ ink: Ink) -> String {
        place(text, x: x, y: y, em: em, scale: scale) + tags(ink) + "}" + letters(text, em: em)
    }

    /// A whole line of words in their inks, shaped and ordered by libass.
    ///
    /// - Parameter isFromRight: the direction of the sentence, which the line's own first letters need not have.
    func line(
        _ words: [(text: String, isApart: Bool, ink: Ink)], x: Double, y: Double, em: Double, isFromRight: Bool
    ) -> String {
        let whole = words.map(\.text).joined()
        let direction = isFromRight ? "\u{200F}" : "\u{200E}"
        return place(whole, x: x, y: y, em: em, scale: 1) + "}" + direction
            + words.map { ($0.isApart ? " " : "") + "{\(tags($0.ink))}" + letters($0.text, em: em) }.joined()
    }

    /// A filled rectangle with round corners.
    func plate(
        left: Double, top: Double, width: Double, height: Double, radius: Double, colour: Colour, opacity: Double = 1
    ) -> String {
        let r = min(radius, width / 2, height / 2)
        // A quarter of a circle as a Bézier curve.
        let k = r * (1 - 0.5523)
        func n(_ value: Double) -> String { Self.number(value) }
        let (w, h) = (width, height)
        let path =
            "m \(n(r)) 0 l \(n(w - r)) 0 b \(n(w - k)) 0 \(n(w)) \(n(k)) \(n(w)) \(n(r))"
            + " l \(n(w)) \(n(h - r)) b \(n(w)) \(n(h - k)) \(n(w - k)) \(n(h)) \(n(w - r)) \(n(h))"
            + " l \(n(r)) \(n(h)) b \(n(k)) \(n(h)) 0 \(n(h - k)) 0 \(n(h - r))"
            + " l 0 \(n(r)) b 0 \(n(k)) \(n(k)) 0 \(n(r)) 0"
        let paint = "\\1c\(Self.colour(colour))\\1a\(Self.alpha(opacity))"
        return "{\\an7\\pos(\(n(left)),\(n(top)))\\bord0\\blur0\(paint)\\p1}\(path)"
    }

    /// libass is told where the bottom of the line is, because it takes the middle of a line to be another one in every
    /// font: this much below the baseline.
    private func place(_ text: String, x: Double, y: Double, em: Double, scale: Double) -> String {
        let descent = fonts.runs(text).map { fonts.fonts[$0.font].metrics.descent }.max() ?? 0
        let bottom = y + (descent + CaptionLayout.middle) * em * scale
        let size = scale == 1 ? "" : "\\fscx\(Self.number(100 * scale))\\fscy\(Self.number(100 * scale))"
        return "{\\an2\\pos(\(Self.number(x)),\(Self.number(bottom)))\(size)"
    }

    private func tags(_ ink: Ink) -> String {
        var tags = "\\1c\(Self.colour(ink.colour))\\1a\(Self.alpha(ink.opacity))\\bord\(Self.number(ink.outline))"
        if ink.outline > 0 { tags += "\\3a\(Self.alpha(ink.opacity * ink.outlineOpacity))" }
        return tags + "\\blur\(Self.number(ink.blur))"
    }

    private func letters(_ text: String, em: Double) -> String {
        fonts.runs(text).map { run in
            let font = fonts.fonts[run.font]
            let size = Self.number(em * font.metrics.lineHeight)
            return "{\\fn\(font.name)\\fs\(size)\\b\(font.isEmboldened ? 1 : 0)}" + CaptionText.escapeASS(run.text)
        }.joined()
    }

    /// `&HBBGGRR&`
    static func colour(_ colour: Colour) -> String {
        String(format: "&H%02X%02X%02X&", colour.blue, colour.green, colour.red)
    }

    /// ASS counts what is let through.
    private static func alpha(_ opacity: Double) -> String {
        String(format: "&H%02X&", Int((255 * (1 - min(max(opacity, 0), 1))).rounded()))
    }

    static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(format: "%.2f", rounded)
    }
}
