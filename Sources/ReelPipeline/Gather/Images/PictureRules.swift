import ReelCore

/// Which pictures are worth showing on a whole screen.
package enum PictureRules {
    /// - Throws: `PictureProblem` before anything is decoded.
    package static func check(_ header: ImageHeader, _ settings: GatherSettings) throws(PictureProblem) {
        let size = header.size
        // Sides first: the product of two untrusted numbers may overflow.
        let side = 32_767
        if size.width > side || size.height > side || size.pixels > settings.pixels {
            throw .tooLarge(size, pixels: settings.pixels)
        }
        if max(size.width, size.height) < settings.smallestEdge {
            throw .tooSmall(size, smallestEdge: settings.smallestEdge)
        }
        if max(size.aspect, 1 / size.aspect) > 4 { throw .strip(size) }
        if header.isAnimatedWebP { throw .unsupported("animated WebP") }
    }
}

extension FrameSize {
    package var pixels: Int { width * height }
    /// Width over height.
    package var aspect: Double { Double(width) / Double(height) }
}
