/// Picture files written byte by byte: the first bytes of real ones, and what a hostile server may send.
enum ImageBytes {
    static func png(
        width: Int, height: Int, colourType: UInt8 = 2, chunks: [(name: String, data: [UInt8])] = []
    ) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let header = big(width, 4) + big(height, 4) + [8, colourType, 0, 0, 0]
        for chunk in [("IHDR", header)] + chunks + [("IDAT", [0, 0, 0, 0])] {
            bytes += big(chunk.1.count, 4) + Array(chunk.0.utf8) + chunk.1 + [0, 0, 0, 0]
        }
        return bytes
    }

    static func jpeg(width: Int, height: Int, segments: [(marker: UInt8, data: [UInt8])] = []) -> [UInt8] {
        let frame: [UInt8] = [8] + big(height, 2) + big(width, 2) + [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]
        var bytes: [UInt8] = [0xFF, 0xD8]
        for segment in segments + [(0xC0, frame)] {
            bytes += [0xFF, segment.marker] + big(segment.data.count + 2, 2) + segment.data
        }
        return bytes + [0xFF, 0xDA]
    }

    static func webP(_ chunks: [(String, [UInt8])]) -> [UInt8] {
        var body: [UInt8] = []
        for (name, data) in chunks {
            body += Array(name.utf8) + little(data.count, 4) + data + (data.count % 2 == 1 ? [0] : [])
        }
        return Array("RIFF".utf8) + little(body.count + 4, 4) + Array("WEBP".utf8) + body
    }

    static func extendedWebP(width: Int, height: Int, flags: UInt8, chunks: [(String, [UInt8])] = []) -> [UInt8] {
        webP([("VP8X", [flags, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))] + chunks)
    }

    static func gif(width: Int, height: Int) -> [UInt8] {
        Array("GIF89a".utf8) + little(width, 2) + little(height, 2) + [0, 0, 0]
    }

    /// A TIFF header with one entry, the orientation.
    static func exif(orientation: Int, littleEndian: Bool = false) -> [UInt8] {
        let number = littleEndian ? little : big
        return Array((littleEndian ? "II" : "MM").utf8) + number(42, 2) + number(8, 4) + number(1, 2)
            + number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + [0, 0] + number(0, 4)
    }

    /// An APP1 segment's data.
    static func exifSegment(orientation: Int, littleEndian: Bool = false) -> [UInt8] {
        Array("Exif\0\0".utf8) + exif(orientation: orientation, littleEndian: littleEndian)
    }

    static func big(_ value: Int, _ length: Int) -> [UInt8] {
        (0..<length).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func little(_ value: Int, _ length: Int) -> [UInt8] {
        big(value, length).reversed()
    }
}
