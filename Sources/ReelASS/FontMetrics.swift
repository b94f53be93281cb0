import Foundation

/// Advance widths of an OpenType or TrueType font (ISO/IEC 14496-22: tables `cmap`, `head`, `hhea`, `hmtx`, `OS/2`).
///
/// Kerning and ligatures are left out: they change the width of a word by less than the captions' margins.
package struct FontMetrics: Hashable, Sendable {
    /// The height that libass, as Windows did, takes for the font size: ascent and descent of `OS/2`, in ems.
    package var lineHeight: Double { ascent + descent }
    /// The two parts of it, above and below the baseline.
    package let ascent: Double
    package let descent: Double
    /// Widths in ems by character.
    private let advances: [UInt32: Float]

    /// Characters of other fonts are taken for as wide as the widest script.
    static let foreignAdvance = 1.0

    /// The width of a text in ems.
    package func width(_ text: String) -> Double {
        text.unicodeScalars.reduce(0) { sum, scalar in
            if let advance = advances[scalar.value] { return sum + Double(advance) }
            let isMark = scalar.properties.generalCategory == .nonspacingMark || Self.isInvisible(scalar)
            return sum + (isMark ? 0 : Self.foreignAdvance)
        }
    }

    package func covers(_ scalar: Unicode.Scalar) -> Bool { advances[scalar.value] != nil }

    /// Whether it has every character that is seen.
    package func covers(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { covers($0) || Self.isInvisible($0) }
    }

    /// Joiners and selectors, which act on their neighbours and need no glyph.
    package static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isJoinControl || scalar.properties.isDefaultIgnorableCodePoint
    }

    /// - Parameter face: which font of a collection.
    /// - Returns: `nil` for anything that is not a font with a Unicode character map.
    package init?(_ font: Data, face: Int = 0) {
        let reader = TableReader(font, face: face)
        guard let head = reader.table("head"), let horizontal = reader.table("hhea"), let widths = reader.table("hmtx"),
            let map = reader.table("cmap"), let unitsPerEm = reader.uint16(head + 18), unitsPerEm > 0,
            let ascent = reader.uint16(horizontal + 4), let descent = reader.uint16(horizontal + 6),
            let longWidths = reader.uint16(horizontal + 34), longWidths > 0
        else { return nil }
        let em = Double(unitsPerEm)
        if let os2 = reader.table("OS/2"), let top = reader.uint16(os2 + 74), let bottom = reader.uint16(os2 + 76),
            top + bottom > 0
        {
            (self.ascent, self.descent) = (Double(top) / em, Double(bottom) / em)
        } else {
            // There `descent` is a number of 16 bits that is negative below the baseline.
            (self.ascent, self.descent) = (
                Double(ascent) / em, Double(descent < 32768 ? descent : 65536 - descent) / em
            )
        }
        var advances: [UInt32: Float] = [:]
        for (character, glyph) in reader.characterMap(map) {
            guard let width = reader.uint16(widths + 4 * min(glyph, longWidths - 1)) else { continue }
            advances[character] = Float(width) / Float(em)
        }
        guard !advances.isEmpty else { return nil }
        self.advances = advances
    }
}

/// Reads big-endian numbers out of a font, never beyond its end.
private struct TableReader {
    private let bytes: Data
    private var tables: [String: Int] = [:]

    init(_ font: Data, face: Int) {
        bytes = font
        // A collection begins with a list of fonts.
        let start = uint32(0) == 0x7474_6366 ? uint32(12 + 4 * face) ?? 0 : 0
        for record in 0..<(uint16(start + 4) ?? 0) {
            let entry = start + 12 + 16 * record
            guard let offset = uint32(entry + 8), entry + 4 <= bytes.count else { break }
            let tag = bytes[bytes.startIndex + entry..<bytes.startIndex + entry + 4]
            tables[String(decoding: tag, as: UTF8.self)] = offset
        }
    }

    func table(_ tag: String) -> Int? { tables[tag] }

    func uint16(_ offset: Int) -> Int? {
        guard offset >= 0, offset + 2 <= bytes.count else { return nil }
        let at = bytes.startIndex + offset
        return Int(bytes[at]) << 8 | Int(bytes[at + 1])
    }

    func uint32(_ offset: Int) -> Int? {
        guard let high = uint16(offset), let low = uint16(offset + 2) else { return nil }
        return high << 16 | low
    }

    /// Characters and their glyphs, from the fullest subtable of format 4 or 12.
    func characterMap(_ map: Int) -> [(character: UInt32, glyph: Int)] {
        let subtables = (0..<(uint16(map + 2) ?? 0)).compactMap { uint32(map + 4 + 8 * $0 + 4).map { map + $0 } }
        if let full = subtables.first(where: { uint16($0) == 12 }) { return segmentedCoverage(full) }
        if let basic = subtables.first(where: { uint16($0) == 4 }) { return segmentMapping(basic) }
        return []
    }

    private func segmentedCoverage(_ table: Int) -> [(character: UInt32, glyph: Int)] {
        var result: [(UInt32, Int)] = []
        var next = 0
        for group in 0..<min(uint32(table + 12) ?? 0, 65536) {
            let at = table + 16 + 12 * group
            // Groups rise and do not overlap, so that there are never more than Unicode has characters.
            guard let first = uint32(at), let last = uint32(at + 4), let glyph = uint32(at + 8), next <= first,
                first <= last, last <= 0x10FFFF
            else { break }
            next = last + 1
            result += (first...last).map { (UInt32($0), glyph + $0 - first) }
        }
        return result
    }

    private func segmentMapping(_ table: Int) -> [(character: UInt32, glyph: Int)] {
        let doubled = uint16(table + 6) ?? 0
        var result: [(UInt32, Int)] = []
        var next = 0
        for segment in stride(from: 0, to: doubled, by: 2) {
            let ends = table + 14
            let starts = ends + doubled + 2
            let (deltas, offsets) = (starts + doubled, starts + 2 * doubled)
            guard let last = uint16(ends + segment), let first = uint16(starts + segment),
                let delta = uint16(deltas + segment), let offset = uint16(offsets + segment), next <= first,
                first <= last
            else { break }
            next = last + 1
            for character in first...last where character != 0xFFFF {
                var glyph = character
                if offset != 0 {
                    guard let found = uint16(offsets + segment + offset + 2 * (character - first)), found != 0 else {
                        continue
                    }
                    glyph = found
                }
                result.append((UInt32(character), (glyph + delta) & 0xFFFF))
            }
        }
        return result
    }
}
