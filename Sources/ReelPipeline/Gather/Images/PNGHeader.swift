import ReelCore

/// PNG, W3C third edition: chunks of a length, a name, data and a checksum; the first is IHDR.
enum PNGHeader {
    static func read(_ reader: ByteReader) throws(PictureProblem) -> ImageHeader {
        guard reader.has("IHDR", at: 12), let width = reader.big(16, 4), let height = reader.big(20, 4),
            let colourType = reader.byte(25)
        else { throw .truncated }
        var header = ImageHeader(format: .png, size: FrameSize(width: width, height: height), isLossless: true)
        // Colour types 4 and 6 carry an alpha channel; the others may have a tRNS chunk.
        header.mayBeTransparent = colourType == 4 || colourType == 6
        var offset = 8
        while let length = reader.big(offset, 4), !reader.has("IDAT", at: offset + 4) {
            if reader.has("tRNS", at: offset + 4) { header.mayBeTransparent = true }
            if reader.has("eXIf", at: offset + 4), let data = reader.slice(offset + 8, length) {
                header.orientation = EXIF.orientation(data) ?? .upright
            }
            offset += 12 + length
        }
        return header
    }
}
