import ReelCore
import ReelSpeak
import ReelSpeech
import Testing

/// Japanese in Chinese characters, read by MeCab.
@Suite struct JapaneseReaderTests {
    @Test func wordsAreReadByTheirNeighbours() throws {
        func readings(_ text: String) throws -> String {
            try JapaneseReader.readings(of: WrittenWords.split(text)).joined(separator: "|")
        }
        #expect(try readings("東京都は新しい計画を発表しました。") == "トーキョー|トワ|アタラシイ|ケイカクヲ|ハッピョーシマシタ。")
        #expect(try readings("iPhoneを買う") == "iPhone|ヲ|カウ" || (try readings("iPhoneを買う")) == "iPhoneヲ|カウ")
        #expect(try JapaneseReader.readings(of: ["No", "kana."]) == ["No", "kana."])
    }

    /// Each word keeps its place, whatever it is made of.
    @Test(arguments: [["東京", "\u{0}", "都は"], ["の\n", "、", ""], ["𠮷野家", "々々", "ー"], ["字\u{301}", "🗾県"]])
    func everyWordKeepsItsPlace(_ words: [String]) throws {
        let readings = try JapaneseReader.readings(of: words)
        #expect(readings.count == words.count)
    }
}
