import Foundation
import ReelCore

/// A picture reduced for being measured: large enough to show whether it is sharp, small enough to be looked at pixel
/// by pixel.
package struct AnalysisImage: Sendable {
    /// Pixels of the longer edge, at most: about what a picture has on a phone's screen.
    package static let edge = 960

    package let size: FrameSize
    /// RGB, 8 bits, row by row.
    package let pixels: [UInt8]

    /// - Returns: `nil` when the bytes are not those of a picture of this size.
    package init?(_ pixels: [UInt8], size: FrameSize) {
        guard size.width > 0, size.height > 0, pixels.count == size.width * size.height * 3 else { return nil }
        self.size = size
        self.pixels = pixels
    }

    /// The size in which a picture of that size is looked at: never larger than it is.
    package static func size(of picture: FrameSize) -> FrameSize {
        let longer = max(picture.width, picture.height)
        guard longer > edge else { return picture }
        func scaled(_ side: Int) -> Int { max(1, Int((Double(side) * Double(edge) / Double(longer)).rounded())) }
        return FrameSize(width: scaled(picture.width), height: scaled(picture.height))
    }

    /// Brightness as seen, 0...255.
    var luma: [Float] {
        [Float](unsafeUninitializedCapacity: pixels.count / 3) { luma, count in
            for index in 0..<pixels.count / 3 {
                luma[index] =
                    0.2126 * Float(pixels[3 * index]) + 0.7152 * Float(pixels[3 * index + 1])
                    + 0.0722 * Float(pixels[3 * index + 2])
            }
            count = pixels.count / 3
        }
    }
}
