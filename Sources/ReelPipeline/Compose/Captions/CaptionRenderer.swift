import ReelASS
import ReelCore
import ReelText

/// Draws groups of words in one of the caption looks.
package struct CaptionRenderer: Sendable {
    let style: CaptionStyle
    let colours: CaptionColours
    let markup: CaptionMarkup

    /// How long a word of a text scene takes to come in: 0.23 s.
    package static let entrance = 7
    /// How many pixels it rises meanwhile.
    static let rise = 30.0
    /// A lit word grows this much, but never into its neighbours.
    static let growth = (share: 0.07, pixels: 12.0)
    /// Room around the words on a plate.
    package static let plateMargin = (x: 26.0, y: 12.0)

    package init(style: CaptionStyle, colours: CaptionColours, fonts: CaptionFonts) {
        self.style = style
        self.colours = colours
        markup = CaptionMarkup(fonts: fonts)
    }

    package func events(_ groups: [CaptionGroup]) -> [CaptionEvent] {
        let isFromRight = WritingSystem.isFromRight(groups.flatMap(\.lines).joined().map(\.text).joined(separator: " "))
        return groups.flatMap { group -> [CaptionEvent] in
            let layout = CaptionLayout(group, style, markup.fonts)
            return ground(group, layout)
                + layout.lines.flatMap { line in
                    line.isWhole
                        ? whole(line, group, isFromRight) : line.words.flatMap { word($0, line, group) }
                }
        }
    }

    /// What lies below the words of a whole group.
    private func ground(_ group: CaptionGroup, _ layout: CaptionLayout) -> [CaptionEvent] {
        var events: [CaptionEvent] = []
        if style.look == .plate {
            let margin = Self.plateMargin
            let plate = markup.plate(
                left: layout.left - margin.x, top: layout.top - margin.y,
                width: layout.right - layout.left + 2 * margin.x, height: layout.bottom - layout.top + 2 * margin.y,
                radius: 28, colour: CaptionColours.dark, opacity: style.kind == .headline ? 0.62 : 0.8)
            events.append(CaptionEvent(layer: 0, frames: group.frames, text: plate))
        }
        if style.kind == .headline {
            let top = layout.top - Self.plateMargin.y - 58
            events += growing(group.frames, over: 12) { share in
                markup.plate(
                    left: style.centreX - 70 * share, top: top, width: 140 * share, height: 12, radius: 6,
                    colour: colours.accent)
            }
        }
        return events
    }

    /// A state for each frame of an entrance, and the last one until the end.
    private func growing(
        _ frames: Range<Int>, over count: Int, layer: Int = 1, _ text: (_ share: Double) -> String
    ) -> [CaptionEvent] {
        (0..<count).compactMap { step in
            let from = frames.lowerBound + step
            let to = step == count - 1 ? frames.upperBound : min(from + 1, frames.upperBound)
            guard from < to else { return nil }
            return CaptionEvent(
                layer: layer, frames: from..<to, text: text(Easing.out(Double(step + 1) / Double(count))))
        }
    }

    private func word(_ word: CaptionLayout.Word, _ line: CaptionLayout.Line, _ group: CaptionGroup) -> [CaptionEvent] {
        style.kind == .headline ? entering(word, line, group) : lighting(word, line, group)
    }

    /// A word of a text scene comes in from below when it is spoken, and stays.
    private func entering(
        _ word: CaptionLayout.Word, _ line: CaptionLayout.Line, _ group: CaptionGroup
    ) -> [CaptionEvent] {
        let (lit, end) = (word.word.lit, group.frames.upperBound)
        func drawn(_ colour: RGBColour, _ share: Double, _ paint: TextPaint) -> String {
            var paint = paint
            paint.opacity *= share
            return markup.word(
                word.word.text, x: word.x, y: line.y + Self.rise * (1 - share), em: line.em,
                scale: 0.92 + 0.08 * share, paint)
        }
        var events: [CaptionEvent] = []
        if let shadow {
            events += growing(lit.lowerBound..<end, over: Self.entrance, layer: 1) { drawn(shadow.colour, $0, shadow) }
        }
        let coming = lit.lowerBound..<min(end, max(lit.upperBound, lit.lowerBound + Self.entrance))
        events += growing(coming, over: Self.entrance, layer: 2) { drawn(colours.accent, $0, paint(colours.accent)) }
        if coming.upperBound < end {
            events.append(
                CaptionEvent(
                    layer: 2, frames: coming.upperBound..<end,
                    text: drawn(CaptionColours.white, 1, paint(CaptionColours.white))))
        }
        return events
    }

    /// A word of a caption is there with its group, and is lit while it is spoken.
    private func lighting(
        _ word: CaptionLayout.Word, _ line: CaptionLayout.Line, _ group: CaptionGroup
    ) -> [CaptionEvent] {
        let lit = word.word.lit
        func drawn(_ paint: TextPaint, scale: Double = 1) -> String {
            markup.word(word.word.text, x: word.x, y: line.y, em: line.em, scale: scale, paint)
        }
        var events: [CaptionEvent] = []
        func add(_ layer: Int, _ from: Int, _ to: Int, _ text: @autoclosure () -> String) {
            if from < to { events.append(CaptionEvent(layer: layer, frames: from..<to, text: text())) }
        }
        if let shadow { add(1, group.frames.lowerBound, group.frames.upperBound, drawn(shadow)) }
        add(2, group.frames.lowerBound, lit.lowerBound, drawn(upcomingPaint))
        switch style.look {
        case .plate:
            let first = min(lit.lowerBound + 1, lit.upperBound)
            add(1, lit.lowerBound, first, plate(behind: word, line, inset: 5))
            add(1, first, lit.upperBound, plate(behind: word, line, inset: 0))
            add(3, lit.lowerBound, lit.upperBound, drawn(paint(colours.onAccent)))
        case .bold:
            let grown = min(1 + Self.growth.share, 1 + Self.growth.pixels / max(word.width, 1))
            let first = min(lit.lowerBound + 1, lit.upperBound)
            add(3, lit.lowerBound, first, drawn(paint(colours.accent), scale: (1 + grown) / 2))
            add(3, first, lit.upperBound, drawn(paint(colours.accent), scale: grown))
        case .soft, .off:
            add(3, lit.lowerBound, lit.upperBound, drawn(paint(colours.accent)))
        }
        add(2, lit.upperBound, group.frames.upperBound, drawn(paint(CaptionColours.white)))
        return events
    }

    private func plate(behind word: CaptionLayout.Word, _ line: CaptionLayout.Line, inset: Double) -> String {
        // Characters that stand next to each other leave less room than words.
        let isTight = word.word.text.unicodeScalars.contains(where: WritingSystem.isUnspaced)
        let margin = (isTight ? 0.05 : 0.17) * line.em - (isTight ? 0 : inset)
        let height = (style.leading - 0.08) * line.em - 2 * inset
        return markup.plate(
            left: word.x - word.width / 2 - margin, top: line.y - height / 2, width: word.width + 2 * margin,
            height: height, radius: 16, colour: colours.accent)
    }

    /// A line that libass orders: its words stay where they are and change their colours.
    private func whole(_ line: CaptionLayout.Line, _ group: CaptionGroup, _ isFromRight: Bool) -> [CaptionEvent] {
        var changes: Set<Int> = [group.frames.lowerBound, group.frames.upperBound]
        for word in line.words {
            let lit = word.word.lit
            let steps = style.kind == .headline ? Array(0...Self.entrance).map { lit.lowerBound + $0 } : []
            changes.formUnion(([lit.lowerBound, lit.upperBound] + steps).filter { group.frames.contains($0) })
        }
        let times = changes.sorted()
        return zip(times, times.dropFirst()).flatMap { from, to -> [CaptionEvent] in
            func text(_ paint: (CaptionGroup.Word) -> TextPaint) -> String {
                let words = line.words.enumerated().map { index, placed in
                    (placed.word.text, index > 0 && placed.word.separator == .space, paint(placed.word))
                }
                return markup.line(words, x: style.centreX, y: line.y, em: line.em, isFromRight: isFromRight)
            }
            var events = [CaptionEvent(layer: 2, frames: from..<to, text: text { paint(of: $0, at: from) })]
            if let shadow {
                let shadows = text { word in
                    var paint = shadow
                    paint.opacity *= presence(word, at: from)
                    return paint
                }
                events.append(CaptionEvent(layer: 1, frames: from..<to, text: shadows))
            }
            return events
        }
    }

    private func paint(of word: CaptionGroup.Word, at frame: Int) -> TextPaint {
        var paint = self.paint(word.lit.contains(frame) ? colours.accent : CaptionColours.white)
        if frame < word.lit.lowerBound, style.kind == .caption { paint = upcomingPaint }
        paint.opacity *= presence(word, at: frame)
        return paint
    }

    /// How much of a word is there already.
    private func presence(_ word: CaptionGroup.Word, at frame: Int) -> Double {
        guard style.kind == .headline else { return 1 }
        return Easing.out(Double(frame - word.lit.lowerBound + 1) / Double(Self.entrance))
    }

    private func paint(_ colour: RGBColour) -> TextPaint {
        switch style.look {
        // A little blur makes the outline a soft glow; the letters stay sharp.
        case .bold: TextPaint(colour: colour, outline: 0.082 * style.emHeight, blur: 1.4)
        case .plate, .soft, .off: TextPaint(colour: colour)
        }
    }

    private var upcomingPaint: TextPaint {
        var paint = self.paint(CaptionColours.white)
        if style.look == .soft { paint.opacity = 0.8 }
        return paint
    }

    /// Of the quiet letters, which have no outline.
    private var shadow: TextPaint? {
        style.look == .soft
            ? TextPaint(
                colour: CaptionColours.dark, opacity: 0.75, outline: 0.07 * style.emHeight, outlineOpacity: 0.9,
                blur: 9)
            : nil
    }
}
