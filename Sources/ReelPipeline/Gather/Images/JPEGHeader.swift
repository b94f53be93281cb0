import ReelCore

/// JPEG, ITU-T T.81 annex B: segments of a marker, a length and data, up to the scan.
enum JPEGHeader {
    static func read(_ reader: ByteReader) throws(PictureProblem) -> ImageHeader {
        var offset = 2
        var orientation = Orientation.upright
        while let prefix = reader.byte(offset), let marker = reader.byte(offset + 1) {
            guard prefix == 0xFF else { throw .damaged("its segments do not join") }
            switch marker {
            case 0xFF:  // fill byte
                offset += 1
            case 0x01, 0xD0...0xD8:  // markers without data
                offset += 2
            case 0xD9, 0xDA:
                throw .damaged("it has no frame header")
            default:
                guard let length = reader.big(offset + 2, 2), length >= 2,
                    let data = reader.slice(offset + 4, length - 2)
                else { throw .truncated }
                if marker == 0xE1, data.has("Exif\0\0"), let tiff = data.slice(6, data.count - 6) {
                    orientation = EXIF.orientation(tiff) ?? orientation
                }
                if isFrame(marker) {
                    guard let height = data.big(1, 2), let width = data.big(3, 2) else { throw .truncated }
                    return ImageHeader(
                        format: .jpeg, size: FrameSize(width: width, height: height), orientation: orientation)
                }
                offset += 2 + length
            }
        }
        throw .truncated
    }

    /// SOF0...SOF15, without the tables and extensions between them.
    private static func isFrame(_ marker: Int) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }
}

/// The one thing wanted of EXIF 2.3, which is laid out as a TIFF 6.0 file.
enum EXIF {
    static func orientation(_ tiff: ByteReader) -> Orientation? {
        let isLittle = tiff.has("II")
        guard isLittle || tiff.has("MM") else { return nil }
        func number(_ offset: Int, _ length: Int) -> Int? {
            isLittle ? tiff.little(offset, length) : tiff.big(offset, length)
        }
        guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for entry in 0..<count {
            let offset = directory + 2 + entry * 12
            guard let tag = number(offset, 2) else { return nil }
            if tag == 0x0112 { return number(offset + 8, 2).flatMap(Orientation.init) }
        }
        return nil
    }
}
