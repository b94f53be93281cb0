import ReelCore
import ReelSpeak
import ReelSpeech
import Testing

/// From words to the network's alphabet, by the real engine.
@Suite(.serialized) struct PhonemeTests {
    private func said(_ phonemes: [Unicode.Scalar]) -> String { String(String.UnicodeScalarView(phonemes)) }

    private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    private func pronounced(_ text: String) throws -> [String] {
        let phonemizer = try Phonemizer.american(for: .heart)
        return EnglishText.sentences(of: WrittenWords.split(text)).flatMap { phonemizer.pronounce($0) }.map { unit in
            said(unit.phonemes) + (unit.mark.map { String($0) } ?? "")
        }
    }

    @Test(arguments: [
        ("ɹˈɪvɚ", "ɹˈɪvəɹ"), ("ɹˈo^ʊz", "ɹˈOz"), ("tˈuː", "tˈu"), ("mˈiːɾɚz", "mˈiTəɹz"), ("fˈoː^ɹ", "fˈɔɹ"),
        ("hˈɜːt", "hˈɜɹt"), ("ˈæpə^l", "ˈæpᵊl"), ("d^ʒˈʌd^ʒ", "ʤˈʌʤ"), ("t^ʃˈe^ɪnd^ʒ", "ʧˈAnʤ"),
        ("bˈʌʔn\u{329}", "bˈʌtᵊn"),
        ("fɚɹə", "fəɹə"), ("(fr)ʒˈɑ\u{303}(en-us)", "ʒˈɑ"),
    ]) func mapsPhonemes(_ espeak: String, _ network: String) {
        #expect(said(PhonemeMap.american.apply(PhonemeMap.withoutRemarks(espeak))) == network)
    }

    /// "fˈoː^ɹ" is the engine's "four": what is left as "oɹ" is heard as "fair".
    @Test func fourIsNotFair() throws {
        #expect(try pronounced("four fair") == ["fˈɔɹ", "fˈɛɹ."])
    }

    @Test func wordsThatAreRunTogetherAreParted() throws {
        #expect(
            try pronounced("one of the best for a long time") == [
                "wˈʌn", "ʌv", "ðə", "bˈɛst", "fəɹ", "ə", "lˈɔŋ", "tˈIm.",
            ])
        #expect(try pronounced("the apple, the pear") == ["ðɪ", "ˈæpᵊl,", "ðə", "pˈɛɹ."])
    }

    @Test func marksGoThrough() throws {
        #expect(try pronounced("Stop! Now; go: left, right?").map { $0.last } == ["!", ";", ":", ",", "?"])
    }

    @Test(arguments: [
        ("ʌvðə kˈæt", ["ˈʌv", "ðˈə", "kˈæt"], ["ʌv", "ðə", "kˈæt"]),
        ("ðə kˈæt", ["ðˈə", "kˈæt"], ["ðə", "kˈæt"]),
        ("nˈIntin hˈʌndɹəd", ["nˈIntin hˈʌndɹəd"], ["nˈIntin hˈʌndɹəd"]),
        // What is left out altogether is said as it is alone.
        ("kˈæt", ["ðˈə", "kˈæt"], ["ðˈə", "kˈæt"]),
        ("", ["ðˈə"], ["ðˈə"]),
    ]) func aClauseIsSplitAmongItsWords(_ clause: String, _ alone: [String], _ parts: [String]) {
        #expect(PhonemeAlignment.split(scalars(clause), among: alone.map(scalars)).map(said) == parts)
    }

    @Test(arguments: [
        ("3½ hours", "three and one half hours"), ("$3.50!", "three dollars fifty cents"),
        ("£2 in 1998", "two pounds in nineteen ninety eight"),
        ("the U.S. at 7:30 p.m.", "the U.S at seven thirty p.m"),
    ]) func writtenWordsAreReadInWords(_ text: String, _ read: String) {
        let units = EnglishText.sentences(of: WrittenWords.split(text)).flatMap(\.self)
        #expect(units.map(\.text).joined(separator: " ") == read)
    }

    /// Every unit has its place, whatever the text is.
    @Test func everyUnitIsPronounced() throws {
        let text =
            "On July 4th, 1998, the U.S. paid $3.5 million for 3/4 of AT&T, COVID-19 vaccines and a 5G network at 7:30 p.m."
        let units = EnglishText.sentences(of: WrittenWords.split(text)).flatMap(\.self)
        let phonemizer = try Phonemizer.american(for: .heart)
        let spoken = phonemizer.pronounce(units)
        #expect(spoken.count == units.count)
        for (unit, phonemes) in zip(units, spoken) { #expect(!phonemes.phonemes.isEmpty, "\(unit.text)") }
        #expect(units.allSatisfy { !$0.text.contains(where: \.isNumber) })
    }

    @Test func longClausesStayBounded() throws {
        let units = (0..<500).map { SpokenUnit(word: $0, text: String(repeating: "donaudampf", count: 4)) }
        let clock = ContinuousClock()
        let began = clock.now
        #expect(try Phonemizer.american(for: .heart).pronounce(units).allSatisfy { !$0.phonemes.isEmpty })
        #expect(clock.now - began < .seconds(60))
    }
}
