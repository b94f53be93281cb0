import Foundation
import ReelCore
import ReelSpeak
import ReelSpeech
import ReelTestKit
import Testing

/// Making a text pronounceable costs as much as it is long, whatever its words are.
@Suite struct SpeakDoublingTests {
    private static let texts: [HostileShape] =
        HostileShape.words + HostileShape.prose + [
            .repeated("- "), .repeated("\u{2014} "), .repeated("$1 "), .repeated("1/2/"), .repeated("a_"),
            .repeated("A&"), .repeated("a.com."), .repeated("1-"), .repeated("\u{6F22}"), .repeated("\u{44F}"),
            .repeated("\u{BD}"), .repeated("* "),
        ]

    @Test(arguments: texts)
    func wordsBecomeTokensInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 300).run(shape) { _ = Pronunciation.words(WrittenWords.split($0)) }
    }

    @Test(arguments: texts)
    func wordsAreMadeReadableForEspeakInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 300).run(shape) { text in
            let words = WrittenWords.split(text).map(EspeakText.init)
            _ = SpeechSentence.cut(words.indices) { index in
                words[index].endsSentence(before: index + 1 < words.count ? words[index + 1] : nil, in: .english)
            }
        }
    }

    /// By MeCab, whose lattice holds every reading of every stretch. A scene has 1,000 characters at most.
    @Test(arguments: [
        HostileShape.repeated("\u{6F22}"), .repeated("\u{3042}"), .repeated("\u{30A2}"), .repeated("1"), .repeated("a"),
        .repeated("\u{5DDD}\u{306E}\u{6C34}\u{306F}"), .repeated("\u{3002}"), .repeated("\u{3005}"),
        .repeated("\u{30FC}"), .repeated("\u{1F600}\u{6F22}"),
    ])
    func japaneseIsReadInOnePass(_ shape: HostileShape) {
        DoublingExercise(first: 30).run(shape) { text in
            _ = try? JapaneseReader.readings(of: ["\u{6F22}"] + WrittenWords.split(text))
        }
    }
}
