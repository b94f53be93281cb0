import ReelCore

/// Where everything on a card is. A pure function of the words' widths.
///
/// Words stand where neither captions nor what platforms draw over a video can cover them, and where a camera that
/// comes 12 % closer still sees them.
struct CardLayout {
    let size: FrameSize
    let card: Card
    let palette: Palette
    let font: CardFont
    let measure: CardMeasure

    static let white: UInt32 = 0xF8_F7F4

    /// The part of the card for words, in shares of width and height. In an upright frame captions begin at 0.6 and the
    /// platforms' own things end at 0.12.
    static func box(_ size: FrameSize) -> (left: Double, top: Double, right: Double, bottom: Double) {
        switch size.aspect {
        case ..<0.8: (0.125, 0.17, 0.855, 0.575)
        case ..<1.3: (0.11, 0.12, 0.89, 0.6)
        default: (0.1, 0.12, 0.84, 0.65)
        }
    }

    /// The words that are set, with their weights.
    static func texts(_ card: Card) -> [(text: CardText, weight: CardFont.Weight)] {
        switch card.kind {
        case .number, .title: [(CardText(card.heading), .heading), (CardText(card.text ?? ""), .text)]
        case .quotation: [(CardText(card.text ?? card.heading), .heading), (CardText(card.heading), .text)]
        }
    }

    /// What lengths are measured in: the shorter edge, and a little more in a wide frame, which is seen from farther
    /// away.
    private var unit: Double { Double(min(size.width, size.height)) * (size.aspect > 1.3 ? 1.15 : 1) }
    private var left: Double { Self.box(size).left * Double(size.width) }
    private var right: Double { Self.box(size).right * Double(size.width) }
    private var top: Double { Self.box(size).top * Double(size.height) }
    private var bottom: Double { Self.box(size).bottom * Double(size.height) }
    private var accent: UInt32 { palette.hex[3] }

    /// From line to line, for a font size of 1: headings are set tighter than running text.
    private func pitch(_ weight: CardFont.Weight) -> Double { weight == .heading ? 0.87 : 0.98 }

    func document() -> CardDocument {
        var document = CardDocument(size: size, font: font)
        switch card.kind {
        case .number: number(&document)
        case .quotation: quotation(&document)
        case .title: title(&document)
        }
        return document
    }

    // MARK: - The three kinds

    private func number(_ document: inout CardDocument) {
        let texts = Self.texts(card)
        // The number has two thirds of what bar and gaps leave.
        let gaps = (beforeWords: 0.055, between: 0.045)
        let room = bottom - top - barHeight - (gaps.beforeWords + gaps.between) * unit
        let isLedUp = card.text?.hasSuffix("\u{2026}") ?? false
        let meaning = fitted(texts[1], width: right - left, height: 0.36 * room, lines: 3, largest: 0.088 * unit)
        let number = fitted(texts[0], width: right - left, height: 0.64 * room, lines: 2, largest: 0.46 * unit)
        ring(&document, x: Double(size.width), y: 0, radius: 0.58 * unit)
        let words = Part.text(meaning, .text, Self.white)
        let figure = Part.text(number, .heading, accent)
        stack(
            [.bar, .gap(gaps.beforeWords), isLedUp ? words : figure, .gap(gaps.between), isLedUp ? figure : words],
            &document, isRightAligned: texts[1].text.isRightToLeft)
    }

    private func quotation(_ document: inout CardDocument) {
        let texts = Self.texts(card)
        let gaps = (afterMark: 0.05, beforeSource: 0.045)
        let mark = measure.markHeight * markSize
        let room = bottom - top - mark - (gaps.afterMark + gaps.beforeSource) * unit
        let words = fitted(texts[0], width: right - left, height: 0.8 * room, lines: 7, largest: 0.105 * unit)
        let source = fitted(
            texts[1], width: right - left - sourceIndent, height: 0.2 * room, lines: 2, largest: 0.056 * unit)
        stack(
            [
                .mark, .gap(gaps.afterMark), .text(words, .heading, Self.white), .gap(gaps.beforeSource),
                .source(source),
            ], &document, isRightAligned: texts[0].text.isRightToLeft)
    }

    private func title(_ document: inout CardDocument) {
        let texts = Self.texts(card)
        let gap = 0.045
        let room = bottom - top - barHeight - gap * unit
        let isShort = texts[0].text.fragments.count <= 4
        let heading = fitted(
            texts[0], width: right - left, height: room, lines: card.heading.count > 60 ? 5 : 4,
            largest: (isShort ? 0.22 : 0.155) * unit)
        let away = Double(size.width) * 0.98
        let isRightAligned = texts[0].text.isRightToLeft
        for radius in [0.5, 0.34] {
            ring(
                &document, x: isRightAligned ? Double(size.width) - away : away, y: bottom + 0.1 * unit,
                radius: radius * unit)
        }
        stack(
            [.text(heading, .heading, Self.white), .gap(gap), .bar], &document, isRightAligned: isRightAligned)
    }

    // MARK: - Setting

    private enum Part {
        case bar
        case mark
        /// In shares of the shorter edge.
        case gap(Double)
        case text(FittedText, CardFont.Weight, UInt32)
        case source(FittedText)
    }

    private func fitted(
        _ text: (text: CardText, weight: CardFont.Weight), width: Double, height: Double, lines: Int, largest: Double
    ) -> FittedText {
        FittedText.fit(
            text.text, widths: text.text.fragments.map { measure.width($0, text.weight) },
            blank: measure.blank(text.weight), pitch: pitch(text.weight), width: width, height: height,
            maximumLines: lines, largest: largest)
    }

    private var barHeight: Double { 0.013 * unit }
    private var markSize: Double { 0.42 * unit }
    private var sourceIndent: Double { 0.09 * unit }

    private func height(_ part: Part) -> Double {
        switch part {
        case .bar: barHeight
        case .mark: measure.markHeight * markSize
        case .gap(let share): share * unit
        case .text(let text, let weight, _): blockHeight(text, weight)
        case .source(let text): blockHeight(text, .text)
        }
    }

    /// From the top of the first line's capitals to the bottom of the last one's commas.
    private func blockHeight(_ text: FittedText, _ weight: CardFont.Weight) -> Double {
        guard !text.lines.isEmpty else { return 0 }
        return (Double(text.lines.count - 1) * pitch(weight) + measure.capHeight + 0.15) * text.size
    }

    /// One under the other, in the middle of the box.
    private func stack(_ parts: [Part], _ document: inout CardDocument, isRightAligned: Bool) {
        let all = parts.reduce(0) { $0 + height($1) }
        var y = top + max(0, (bottom - top - all) / 2)
        let edge = isRightAligned ? right : left
        for part in parts {
            switch part {
            case .gap: break
            case .bar:
                let width = 0.13 * unit
                document.add(
                    bar: isRightAligned ? right - width : left, y, width: width, height: barHeight, colour: accent)
            case .mark:
                document.add(
                    line: CardMeasure.mark, x: edge, top: y - measure.markTop * markSize, size: markSize,
                    weight: .heading, colour: accent, isRightAligned: isRightAligned)
            case .text(let text, let weight, let colour):
                set(text, weight, colour, edge, y, isRightAligned, &document)
            case .source(let text):
                let width = 0.06 * unit
                let middle = y + measure.capHeight * text.size / 2
                document.add(
                    bar: isRightAligned ? right - width : left, middle - barHeight / 2.6, width: width,
                    height: barHeight / 1.3, colour: accent)
                set(
                    text, .text, accent, isRightAligned ? right - sourceIndent : left + sourceIndent, y,
                    isRightAligned, &document)
            }
            y += height(part)
        }
    }

    private func set(
        _ text: FittedText, _ weight: CardFont.Weight, _ colour: UInt32, _ x: Double, _ y: Double,
        _ isRightAligned: Bool, _ document: inout CardDocument
    ) {
        for (index, line) in text.lines.enumerated() {
            let capitals = y + Double(index) * pitch(weight) * text.size
            document.add(
                line: line, x: x, top: capitals - measure.capTop * text.size, size: text.size, weight: weight,
                colour: colour, isRightAligned: isRightAligned)
        }
    }

    /// A quiet ornament in the palette's own light.
    private func ring(_ document: inout CardDocument, x: Double, y: Double, radius: Double) {
        document.add(ring: x, y, radius: radius, line: 0.006 * unit, colour: palette.hex[2], opacity: 0.467)
    }
}
