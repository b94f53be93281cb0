import Foundation
import ReelASS
import ReelCore
import ReelText

/// The fonts of the captions: the chosen one, and those that have what it has not. Which font draws which character is
/// known before anything is drawn, and with it that every character has one.
package struct CaptionFonts: Sendable {
    /// The chosen one first.
    package var fonts: [CaptionFont]

    package init(_ fonts: [CaptionFont]) {
        self.fonts = fonts
    }

    package var chosen: CaptionFont { fonts[0] }

    /// A stretch of text in one font.
    package struct Run: Hashable, Sendable {
        package var font: Int
        package var text: String
    }

    /// The text in the first font that has all of it, because letters of one word belong together; else character by
    /// character.
    package func runs(_ text: String) -> [Run] {
        if let font = fonts.indices.first(where: { fonts[$0].metrics.covers(text) }) {
            return [Run(font: font, text: text)]
        }
        var runs: [Run] = []
        for character in text {
            let text = String(character)
            let font = fonts.indices.first { fonts[$0].metrics.covers(text) } ?? 0
            if runs.last?.font == font || character == " ", !runs.isEmpty {
                runs[runs.count - 1].text += text
            } else {
                runs.append(Run(font: font, text: text))
            }
        }
        return runs
    }

    /// The width of a text in ems.
    package func width(_ text: String) -> Double {
        runs(text).reduce(0) { sum, run in
            let apart = fonts[run.font].metrics.width(run.text)
            return sum + (WritingSystem.isJoined(run.text) ? Self.joinedShare : 1) * apart
        }
    }

    /// What is left of the widths of single Arabic letters when they are joined.
    private static let joinedShare = 0.8

    func covers(_ scalar: Unicode.Scalar) -> Bool {
        FontMetrics.isInvisible(scalar) || fonts.contains { $0.metrics.covers(scalar) }
    }

    /// Families of Debian's packages that have many scripts in a bold weight, before whatever else there is.
    private static func preferred(for text: String) -> String {
        let eastAsian = eastAsian(text).map { "Noto Sans CJK " + $0 }
        return
            ([
                "Noto Sans Arabic UI", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari UI",
                "Noto Sans Thai UI", "Noto Sans Lao UI", "Noto Sans Khmer UI", "Noto Sans Myanmar UI",
            ] + eastAsian + ["WenQuanYi Micro Hei", "Noto Sans", "sans-serif"]).joined(separator: ",")
    }

    /// Whose shapes of Chinese characters come first: one code point looks different in Japan, Korea and China.
    private static func eastAsian(_ text: String) -> [String] {
        let kana = text.unicodeScalars.contains { (0x3041...0x30FF).contains($0.value) }
        let hangul = text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
        return kana ? ["JP", "SC", "KR"] : hangul ? ["KR", "SC", "JP"] : ["SC", "JP", "KR"]
    }

    /// So many fonts are taken beside the chosen one; a text that needs more is no text.
    private static let mostFallbacks = 12
    /// So many times fontconfig is asked, each of which is a process: a stranger's text may have a thousand characters that
    /// no font has. Scripts of living languages need one question each.
    package static let mostQuestions = 32

    /// Finds the chosen font and what else the characters need.
    ///
    /// - Parameters:
    ///   - pattern: see `CaptionFont.find`.
    ///   - text: all that will be drawn.
    /// - Throws: `ComposeError.fontMissing`. Characters that no font has are no error here: see `GlyphCheck`.
    package static func find(_ pattern: String, for text: String) async throws -> CaptionFonts {
        var found = CaptionFonts([try await CaptionFont.find(pattern)])
        var wanted = Set(text.unicodeScalars).filter { !found.covers($0) }.sorted()
        let preferred = preferred(for: text)
        var questions = 0
        while let scalar = wanted.first, found.fonts.count <= mostFallbacks, questions < mostQuestions {
            questions += 1
            // 205 is the weight of extra bold. One character is asked for at a time: for several, fontconfig may name a
            // font that has none of them.
            let code = String(scalar.value, radix: 16)
            let font = try await CaptionFont.find("\(preferred):weight=205:charset=\(code)")
            if font.metrics.covers(scalar) { found.fonts.append(font) }
            // What stands beside a character that no font has is asked for last.
            let neighbours = wanted.filter { $0.value >> 7 == scalar.value >> 7 && $0 != scalar }
            let isMissing = !font.metrics.covers(scalar)
            wanted.removeAll { $0 == scalar || found.covers($0) || isMissing && neighbours.contains($0) }
            if isMissing { wanted += neighbours }
        }
        return found
    }
}

/// Finds out before anything is drawn whether every character can be.
package enum GlyphCheck {
    /// What takes the place of characters that no font has: their compatibility form (`ﬁ` becomes `fi`), or nothing
    /// where they are neither letters nor digits.
    ///
    /// - Throws: `ComposeError.glyphsMissing` for letters and digits.
    package static func substitutes(for text: String, in fonts: CaptionFonts) throws -> [Unicode.Scalar: String] {
        var substitutes: [Unicode.Scalar: String] = [:]
        var missing: [Unicode.Scalar] = []
        for scalar in Set(text.unicodeScalars).sorted() where !fonts.covers(scalar) {
            let plain = String(scalar).precomposedStringWithCompatibilityMapping
            if plain.unicodeScalars.allSatisfy({ fonts.covers($0) }) {
                substitutes[scalar] = plain
            } else if isNeeded(scalar) {
                missing.append(scalar)
            } else {
                substitutes[scalar] = ""
            }
        }
        guard missing.isEmpty else {
            throw ComposeError.glyphsMissing(
                characters: missing.prefix(12).map { String($0) }.joined(separator: " "),
                package: missing.contains(where: WritingSystem.isEastAsian) ? "fonts-wqy-microhei" : "fonts-noto-core")
        }
        return substitutes
    }

    private static func isNeeded(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .nonspacingMark
    }

    /// The words with what is drawn in place of what cannot be.
    package static func apply(_ substitutes: [Unicode.Scalar: String], to words: [CaptionWord]) -> [CaptionWord] {
        guard !substitutes.isEmpty else { return words }
        return words.compactMap { word in
            var word = word
            word.text = word.text.unicodeScalars.reduce(into: "") { $0 += substitutes[$1] ?? String($1) }
                .trimmingCharacters(in: .whitespaces)
            return word.text.isEmpty ? nil : word
        }
    }
}
