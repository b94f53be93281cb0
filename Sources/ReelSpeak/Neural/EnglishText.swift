import ReelSpeech

/// From written words to units: currencies, signs and abbreviations as flite's reader has them, numbers in words.
package enum EnglishText {
    /// Those with something to say.
    package static func sentences(of written: [String]) -> [[SpokenUnit]] {
        let pronounced = Pronunciation.words(written)
        let units = written.indices.map { Self.units(of: pronounced[$0], written[$0], at: $0) }
        return SpeechSentence.cut(written.indices) { pronounced[$0].endsSentence }
            .map { sentence in sentence.flatMap { units[$0] } }
            .filter { !$0.isEmpty }
    }

    private static func units(of word: PronouncedWord, _ written: String, at index: Int) -> [SpokenUnit] {
        var units: [SpokenUnit] = []
        for (place, token) in word.tokens.enumerated() {
            var texts = EnglishNumber.words(of: token.name)
            // 3½ is "3" and "1/2".
            let isMixed = token.name.contains("/") && place > 0 && word.tokens[place - 1].name.allSatisfy(\.isNumber)
            if isMixed { texts.insert("and", at: 0) }
            units += texts.map { SpokenUnit(word: index, text: $0) }
            if !texts.isEmpty, let mark = token.punctuation.unicodeScalars.first {
                units[units.count - 1].mark = Self.mark(mark, of: written)
            }
        }
        return units
    }

    /// What flite has one mark for, this voice was trained to tell apart.
    private static func mark(_ plain: Unicode.Scalar, of written: String) -> Unicode.Scalar {
        let candidates: [Unicode.Scalar] = plain == "." ? ["!"] : plain == "," ? [";", ":"] : []
        let last = written.unicodeScalars.last { candidates.contains($0) || $0 == plain || $0.properties.isAlphabetic }
        return last.flatMap { candidates.contains($0) ? $0 : nil } ?? plain
    }
}
