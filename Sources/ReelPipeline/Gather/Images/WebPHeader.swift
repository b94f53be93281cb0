import ReelCore

/// WebP, RFC 9649: a RIFF file whose first chunk is `VP8 ` (lossy), `VP8L` (lossless) or `VP8X` (extended).
enum WebPHeader {
    static func read(_ reader: ByteReader) throws(PictureProblem) -> ImageHeader {
        if reader.has("VP8 ", at: 12) { return try lossy(reader) }
        if reader.has("VP8L", at: 12) { return try lossless(reader) }
        if reader.has("VP8X", at: 12) { return try extended(reader) }
        throw .damaged("it begins with an unknown chunk")
    }

    /// RFC 6386, section 9.1: three bytes of frame tag, the start code, 14 bits each of width and height.
    private static func lossy(_ reader: ByteReader) throws(PictureProblem) -> ImageHeader {
        guard let width = reader.little(26, 2), let height = reader.little(28, 2) else { throw .truncated }
        guard reader.big(23, 3) == 0x9D_012A else { throw .damaged("its first frame has no start code") }
        return ImageHeader(format: .webP, size: FrameSize(width: width & 0x3FFF, height: height & 0x3FFF))
    }

    /// RFC 9649, section 3.4: a signature byte, 14 bits each of width and height less one, one bit of alpha.
    private static func lossless(_ reader: ByteReader) throws(PictureProblem) -> ImageHeader {
        guard reader.byte(20) == 0x2F, let bits = reader.little(21, 4) else { throw .truncated }
        return ImageHeader(
            format: .webP, size: FrameSize(width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1),
            mayBeTransparent: bits >> 28 & 1 == 1, isLossless: true)
    }

    /// RFC 9649, section 2.7: a byte of flags, three reserved, 24 bits each of width and height less one.
    private static func extended(_ reader: ByteReader) throws(PictureProblem) -> ImageHeader {
        guard let flags = reader.byte(20), let width = reader.little(24, 3), let height = reader.little(27, 3) else {
            throw .truncated
        }
        var header = ImageHeader(format: .webP, size: FrameSize(width: width + 1, height: height + 1))
        header.isAnimatedWebP = flags & 0x02 != 0
        header.mayBeTransparent = flags & 0x10 != 0
        var offset = 12
        while let length = reader.little(offset + 4, 4) {
            if reader.has("VP8L", at: offset) { header.isLossless = true }
            if reader.has("EXIF", at: offset), let data = reader.slice(offset + 8, length) {
                // Some writers put JPEG's "Exif\0\0" before the TIFF header.
                let tiff = data.has("Exif\0\0") ? data.slice(6, data.count - 6) ?? data : data
                header.orientation = EXIF.orientation(tiff) ?? .upright
            }
            offset += 8 + length + length & 1
        }
        return header
    }
}
