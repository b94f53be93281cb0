import ReelCore

/// What a picture file says about itself before anything is decoded.
package struct ImageHeader: Hashable, Sendable {
    package var format: ImageFormat
    /// As stored, before it is turned upright.
    package var size: FrameSize
    package var orientation = Orientation.upright
    /// Whether pixels may be transparent.
    package var mayBeTransparent = false
    /// Whether it was compressed without loss: drawings, screenshots.
    package var isLossless = false
    /// A WebP of several frames, which the decoder cannot read.
    package var isAnimatedWebP = false

    /// As seen.
    package var uprightSize: FrameSize {
        orientation.swapsSides ? FrameSize(width: size.height, height: size.width) : size
    }

    /// - Throws: `notAPicture`, `unsupported` or `damaged`.
    package static func read(_ bytes: [UInt8]) throws(PictureProblem) -> ImageHeader {
        let reader = ByteReader(bytes[...])
        let header =
            switch try ImageFormat.sniff(reader) {
            case .jpeg: try JPEGHeader.read(reader)
            case .png: try PNGHeader.read(reader)
            case .webP: try WebPHeader.read(reader)
            case .gif: try gif(reader)
            }
        guard header.size.width > 0, header.size.height > 0 else { throw .damaged("its header gives no size") }
        return header
    }

    /// GIF89a, section 18: the logical screen follows the signature.
    private static func gif(_ reader: ByteReader) throws(PictureProblem) -> ImageHeader {
        guard let width = reader.little(6, 2), let height = reader.little(8, 2) else { throw .truncated }
        return ImageHeader(
            format: .gif, size: FrameSize(width: width, height: height), mayBeTransparent: true, isLossless: true)
    }
}

extension PictureProblem {
    static let truncated = PictureProblem.damaged("it ends early")
}

/// How the stored pixels must be turned to be seen upright: EXIF 2.3, tag 0x0112.
package enum Orientation: Int, Sendable {
    case upright = 1
    case mirrored, upsideDown, flipped, transposed, turnedRight, transversed, turnedLeft

    package var swapsSides: Bool { rawValue >= 5 }
}
