import ReelCore

/// The frame in which captions are measured, whatever the size of the real one: its shorter edge is 1080; libass
/// scales.
package struct CaptionCanvas: Hashable, Sendable {
    package var size: FrameSize
    /// Clear of what the platforms draw over a video. For upright reels that is what all of them leave free; over
    /// square ones little is drawn; over wide ones a player's bar lies at the bottom, and 5 % at the sides are
    /// nobody's.
    package var safe: PixelRect

    package init(_ aspect: Aspect) {
        size = Quality.standard.frameSize(aspect)
        safe =
            switch aspect {
            case .vertical: PixelRect(x: 60, y: 220, width: 856, height: 1250)
            case .square: PixelRect(x: 60, y: 60, width: 960, height: 940)
            case .wide: PixelRect(x: 96, y: 54, width: 1728, height: 926)
            }
    }
}

/// How captions look. All lengths are pixels of the canvas.
package struct CaptionStyle: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The words of a scene with a picture, a few at a time, below its middle.
        case caption
        /// The words of a text scene, large in the middle; each comes in when it is spoken.
        case headline
    }

    package var kind: Kind
    package var look: CaptionLook
    package var canvas: CaptionCanvas
    /// Font size: the height of an em.
    package var emHeight: Double
    package var maxWidth: Double
    package var maxLines: Int
    package var maxWords: Int
    /// The middle of the block of words.
    package var centreX: Double
    package var centreY: Double
    /// From baseline to baseline, in ems.
    package var leading: Double

    /// - Returns: `nil` where no words are drawn: captions are off. The words of a text scene are its picture and are
    ///   always drawn.
    package static func of(_ type: Scene.SceneType, _ look: CaptionLook, _ aspect: Aspect) -> CaptionStyle? {
        switch (type, look) {
        case (.text, _): headline(look == .off ? .bold : look, aspect)
        case (.media, .off): nil
        case (.media, _): caption(look, aspect)
        }
    }

    private static func caption(_ look: CaptionLook, _ aspect: Aspect) -> CaptionStyle {
        let canvas = CaptionCanvas(aspect)
        let em: Double =
            switch (look, aspect) {
            case (.bold, .vertical): 82
            case (.bold, .square): 76
            case (.bold, .wide): 80
            case (.plate, .vertical): 70
            case (.plate, .square): 64
            case (.plate, .wide): 72
            case (_, .vertical): 64
            case (_, .square): 58
            case (_, .wide): 68
            }
        let (centreX, maxWidth) = across(aspect, look)
        let centreY: Double =
            switch aspect {
            case .vertical: look == .soft ? 1330 : 1285
            case .square: look == .soft ? 890 : 872
            case .wide: look == .soft ? 880 : 860
            }
        return CaptionStyle(
            kind: .caption, look: look, canvas: canvas, emHeight: em, maxWidth: maxWidth, maxLines: 2, maxWords: 7,
            centreX: centreX, centreY: centreY, leading: look == .plate ? 1.34 : 1.22)
    }

    private static func headline(_ look: CaptionLook, _ aspect: Aspect) -> CaptionStyle {
        let (centreX, maxWidth) = across(aspect, look)
        return CaptionStyle(
            kind: .headline, look: look, canvas: CaptionCanvas(aspect), emHeight: aspect == .vertical ? 108 : 100,
            maxWidth: maxWidth, maxLines: aspect == .vertical ? 5 : 4, maxWords: 14, centreX: centreX,
            centreY: aspect == .vertical ? 860 : aspect == .square ? 540 : 530, leading: 1.18)
    }

    /// Words stand in the middle of the frame, where the eye expects them; the width is what that leaves of the safe
    /// area, less what outlines, plates and a word's growing need. Wide lines are no wider than can be read without
    /// turning the eye.
    private static func across(_ aspect: Aspect, _ look: CaptionLook) -> (centreX: Double, maxWidth: Double) {
        switch aspect {
        case .vertical: (540, look == .plate ? 690 : 712)
        case .square: (540, 880)
        case .wide: (960, 1240)
        }
    }

    /// Larger letters for few words: as large as leaves them in one group.
    package func fitted(to words: [CaptionWord], _ fonts: CaptionFonts) -> CaptionStyle {
        guard kind == .headline else { return self }
        for larger in [1.4, 1.2] {
            var style = self
            style.emHeight = emHeight * larger
            style.maxLines = maxLines - 1
            if style.grouping(fonts).groups(words).count <= 1 { return style }
        }
        return self
    }

    /// Between two words, in ems. Outlines need a little more than a space, and a word on a plate of its own even more.
    func gap(_ fonts: CaptionFonts) -> Double {
        switch look {
        case .plate: max(0.38, fonts.width(" "))
        case .bold: fonts.width(" ") + 0.06
        case .soft, .off: fonts.width(" ")
        }
    }

    package func grouping(_ fonts: CaptionFonts) -> CaptionGrouping {
        CaptionGrouping(maxLines: maxLines, maxWidth: maxWidth / emHeight, maxWords: maxWords) {
            $0 == " " ? gap(fonts) : fonts.width($0)
        }
    }
}
