import ReelCore
import ReelText
import Testing

@Suite struct AbbreviationTests {
    @Test(arguments: [
        ("Dr", "Smith"), ("Sens", "Booker"), ("Fr", "Brown"), ("U.S", "Army"), ("J", "Doe"), ("Jr", "Day"),
    ])
    func aNameStillToComeBelongsToTheSameSentence(_ word: String, _ next: String) {
        #expect(Abbreviation.joins(word, to: next, followedByNumber: false))
        #expect(Abbreviation.expectsMore(word, beforeNumber: false))
    }

    /// "Fig. 3" is one phrase; "He said no. Then he left." is two sentences.
    @Test(arguments: ["no", "No", "fig", "art", "vol", "c"])
    func wordsThatCountAreAbbreviationsBeforeNumbersOnly(_ word: String) {
        #expect(Abbreviation.joins(word, to: "", followedByNumber: true))
        #expect(Abbreviation.expectsMore(word, beforeNumber: true))
        #expect(!Abbreviation.joins(word, to: "Then", followedByNumber: false))
        #expect(!Abbreviation.expectsMore(word, beforeNumber: false))
    }

    /// Swedish "hon" (she) and "det" (it), Spanish "mar" (sea) and "no" are words, whatever English abbreviates.
    @Test(arguments: [("sv", "hon"), ("sv", "det"), ("es", "mar"), ("es", "no"), ("fr", "col"), ("it", "sig")])
    func aLanguageHasItsOwn(_ code: String, _ word: String) throws {
        let language = try #require(SpokenLanguage(code: code))
        #expect(Abbreviation.expectsMore(word, beforeNumber: false, in: language) == (word == "sig"))
    }

    @Test(arguments: [
        ("de", "bzw"), ("de", "Dr"), ("es", "Sr"), ("pl", "np"), ("ru", "г"), ("pt-br", "Sra"), ("fr", "M"),
    ])
    func otherLanguagesAbbreviateToo(_ code: String, _ word: String) throws {
        let language = try #require(SpokenLanguage(code: code))
        #expect(Abbreviation.expectsMore(word, beforeNumber: false, in: language))
    }

    @Test func aWrittenWordMayEndInAPeriodOfItsOwn() {
        for word in ["Dr.", "U.S.", "a.m.", "J.", "Gen.", "St."] {
            #expect(Abbreviation.endsInOwnPeriod(word), "\(word)")
        }
        for word in ["end.", "no.", "Dr", "why?", "."] { #expect(!Abbreviation.endsInOwnPeriod(word), "\(word)") }
    }
}
