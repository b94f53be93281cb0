import ReelCore

/// How captions look. All lengths are pixels of a frame 1080 wide and 1920 high; libass scales them.
package struct CaptionStyle: Hashable, Sendable {
    /// Sizes and places of one kind of scene.
    package var emHeight: Double
    package var maxWidth: Double
    package var maxLines: Int
    package var maxWords: Int
    /// The middle of the block of words.
    package var centreX = 540
    package var centreY: Int
    package var outline: Double
    /// Words not yet spoken are seen only faintly.
    package var dimsWordsToCome: Bool

    package static let text = Colour(red: 255, green: 255, blue: 255)
    package static let accent = Colour(red: 255, green: 201, blue: 40)
    package static let outlineColour = Colour(red: 12, green: 14, blue: 20)

    /// Below the middle, clear of what the platforms draw over a video: x 60...916, y 220...1470. The width is what is
    /// left when the text stands in the middle of the frame, where the eye expects it.
    package static let caption = CaptionStyle(
        emHeight: 80, maxWidth: 744, maxLines: 2, maxWords: 7, centreY: 1285, outline: 5.5, dimsWordsToCome: false)
    /// The few words of a text scene, large in the middle of what stays visible.
    package static let headline = CaptionStyle(
        emHeight: 108, maxWidth: 736, maxLines: 5, maxWords: 14, centreY: 845, outline: 4, dimsWordsToCome: true)

    package static func of(_ type: Scene.SceneType) -> CaptionStyle {
        type == .text ? .headline : .caption
    }

    func grouping(_ metrics: FontMetrics) -> CaptionGrouping {
        CaptionGrouping(maxLines: maxLines, maxWidth: maxWidth / emHeight, maxWords: maxWords) { metrics.width($0) }
    }
}

/// A colour as it should be seen: sRGB, 0...255.
package struct Colour: Hashable, Sendable {
    package var red, green, blue: Int

    package init(red: Int, green: Int, blue: Int) {
        self.red = red
        self.green = green
        self.blue = blue
    }
}
