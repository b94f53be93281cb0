/// The formats that are decoded, told apart by their first bytes alone: names and headers lie.
package enum ImageFormat: String, Codable, CaseIterable, Sendable {
    case jpeg, png, webP, gif

    /// - Throws: `unsupported` for a known format that is not decoded, `notAPicture` for everything else.
    package static func sniff(_ reader: ByteReader) throws(PictureProblem) -> ImageFormat {
        if reader.big(0, 3) == 0xFF_D8FF { return .jpeg }
        if reader.big(0, 4) == 0x8950_4E47, reader.big(4, 4) == 0x0D0A_1A0A { return .png }
        if reader.has("RIFF"), reader.has("WEBP", at: 8) { return .webP }
        if reader.has("GIF87a") || reader.has("GIF89a") { return .gif }
        if let name = unsupportedName(reader) { throw .unsupported(name) }
        throw .notAPicture
    }

    private static func unsupportedName(_ reader: ByteReader) -> String? {
        if reader.has("ftyp", at: 4) {
            // ISO 14496-12: the major brand says which kind of file it is.
            if ["avif", "avis"].contains(where: { reader.has($0, at: 8) }) { return "AVIF" }
            if ["heic", "heix", "hevc", "heim", "mif1", "msf1"].contains(where: { reader.has($0, at: 8) }) {
                return "HEIC"
            }
            return "a film"
        }
        if reader.big(0, 2) == 0xFF0A || reader.has("JXL ", at: 4) { return "JPEG XL" }
        if reader.has("BM") { return "BMP" }
        if reader.has("II*\0") || reader.has("MM\0*") { return "TIFF" }
        if reader.big(0, 4) == 0x0000_0100 { return "an icon file" }
        if reader.has("%PDF") { return "PDF" }
        let head = String(decoding: reader.bytes.prefix(1024), as: UTF8.self).lowercased()
        return head.contains("<svg") ? "SVG" : nil
    }
}
