import ReelSpeak
import ReelSpeech
import Testing

@Suite struct EnglishNumberTests {
    @Test(arguments: [
        ("0", "zero"), ("7", "seven"), ("13", "thirteen"), ("40", "forty"), ("99", "ninety nine"),
        ("100", "one hundred"), ("305", "three hundred five"), ("44,000", "forty four thousand"),
        ("1,250,000", "one million two hundred fifty thousand"), ("3000", "three thousand"),
        ("2000000000000", "two trillion"),
        ("3.5", "three point five"), ("0.05", "zero point zero five"), ("3.141", "three point one four one"),
        ("15%", "fifteen percent"), ("2.5%", "two point five percent"),
    ]) func readsQuantities(_ number: String, _ words: String) {
        #expect(EnglishNumber.words(of: number).joined(separator: " ") == words)
    }

    @Test(arguments: [
        ("1998", "nineteen ninety eight"), ("1900", "nineteen hundred"), ("1905", "nineteen oh five"),
        ("2026", "twenty twenty six"), ("2000", "two thousand"), ("2007", "two thousand seven"),
        ("1066", "one thousand sixty six"), ("1990s", "nineteen nineties"), ("80s", "eighties"),
        ("1st", "first"), ("22nd", "twenty second"), ("3rd", "third"), ("20th", "twentieth"), ("12th", "twelfth"),
        ("7:30", "seven thirty"), ("7:00", "seven o'clock"), ("10:05", "ten oh five"),
        ("1/2", "one half"), ("3/4", "three quarters"), ("2/3", "two thirds"), ("1/10", "one tenth"),
    ]) func readsYearsTimesAndFractions(_ number: String, _ words: String) {
        #expect(EnglishNumber.words(of: number).joined(separator: " ") == words)
    }

    @Test(arguments: [
        ("5G", "five G"), ("COVID-19", "COVID nineteen"), ("G7", "G seven"), ("10km", "ten kilometers"),
        ("B2B", "B two B"), ("007", "zero zero seven"), ("7:99", "seven ninety nine"), ("word", "word"),
        ("1.2.3", "one point two point three"), ("5-4", "five four"), ("100%%", "one hundred percent"),
    ]) func readsWhatHasLettersAndDigits(_ token: String, _ words: String) {
        #expect(EnglishNumber.words(of: token).joined(separator: " ") == words)
    }

    /// Longer than any quantity has a name for: digit by digit, and no digit is left to the engine.
    @Test func readsAnythingWithoutDigitsLeft() {
        let long = String(repeating: "1234567890", count: 4)
        #expect(EnglishNumber.words(of: long).count == 40)
        for token in [long, "9/0", "1/1", "0/5", "25:61", "1,,2", "1.", ".5", "99999999999999999999%", "3rd4th"] {
            let words = EnglishNumber.words(of: token)
            #expect(
                !words.isEmpty && words.allSatisfy { !$0.contains(where: \.isNumber) && !$0.isEmpty },
                "\(token): \(words)")
        }
    }
}
