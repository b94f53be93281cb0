import ReelASS
import ReelCore

/// The texts of events: letters of several fonts on one baseline, and rounded plates.
struct CaptionMarkup: Sendable {
    let fonts: CaptionFonts

    /// One word, or what stands together, around its middle.
    func word(_ text: String, x: Double, y: Double, em: Double, scale: Double = 1, _ paint: TextPaint) -> String {
        place(text, x: x, y: y, em: em, scale: scale).adding(tags(paint)).block + letters(text, em: em)
    }

    /// A whole line of words in their paints, shaped and ordered by libass.
    ///
    /// - Parameter isFromRight: the direction of the sentence, which the line's own first letters need not have.
    func line(
        _ words: [(text: String, isApart: Bool, paint: TextPaint)], x: Double, y: Double, em: Double, isFromRight: Bool
    ) -> String {
        let whole = words.map(\.text).joined()
        let direction = isFromRight ? "\u{200F}" : "\u{200E}"
        return place(whole, x: x, y: y, em: em).block + direction
            + words.map { ($0.isApart ? " " : "") + tags($0.paint).block + letters($0.text, em: em) }.joined()
    }

    /// A filled rectangle with round corners.
    func plate(
        left: Double, top: Double, width: Double, height: Double, radius: Double, colour: RGBColour,
        opacity: Double = 1
    ) -> String {
        ASSTags().alignment(7).position(left, top).outline(0).blur(0).fill(colour).fillOpacity(opacity).drawing().block
            + ASSPath.rectangle(width: width, height: height, radius: radius)
    }

    /// libass is told where the bottom of the line is, because it takes the middle of a line to be another one in every
    /// font: this much below the baseline.
    private func place(_ text: String, x: Double, y: Double, em: Double, scale: Double = 1) -> ASSTags {
        let descent = fonts.runs(text).map { fonts.fonts[$0.font].metrics.descent }.max() ?? 0
        let bottom = y + (descent + CaptionLayout.middle) * em * scale
        let tags = ASSTags().alignment(2).position(x, bottom)
        return scale == 1 ? tags : tags.scale(scale)
    }

    private func tags(_ paint: TextPaint) -> ASSTags {
        var tags = ASSTags().fill(paint.colour).fillOpacity(paint.opacity).outline(paint.outline)
        if paint.outline > 0 { tags = tags.outlineOpacity(paint.opacity * paint.outlineOpacity) }
        return tags.blur(paint.blur)
    }

    private func letters(_ text: String, em: Double) -> String {
        fonts.runs(text).map { run in
            let font = fonts.fonts[run.font]
            return ASSTags().font(font.name).fontSize(em * font.metrics.lineHeight).weight(font.isEmboldened ? 1 : 0)
                .block + CaptionText.escapeASS(run.text)
        }.joined()
    }
}

/// How letters are painted.
struct TextPaint: Hashable, Sendable {
    var colour: RGBColour
    /// 0 is unseen, 1 is solid.
    var opacity = 1.0
    /// Pixels of the canvas.
    var outline = 0.0
    var outlineOpacity = 1.0
    var blur = 0.0
}
