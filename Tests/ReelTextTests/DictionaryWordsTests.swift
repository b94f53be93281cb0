import ReelText
import Testing

/// Words of scripts that part none by spaces.
@Suite struct DictionaryWordsTests {
    /// Words by dictionary, each with its punctuation; Japanese particles and endings with the word before them.
    @Test(arguments: [
        ("北京市政府宣布了新的公共交通计划，价格为3.50元。", "北京市|政府|宣布了|新的|公共|交通|计划，|价格|为|3.50|元。"),
        ("他说：「我们赢了」。", "他|说：|「我们|赢了」。"), ("学生们走过的路", "学生们|走过的|路"),
        ("東京都は新しい公共交通の計画を発表しました。", "東京|都は|新しい|公共|交通の|計画を|発表しました。"),
        ("กรุงเทพมหานครประกาศแผนการขนส่งสาธารณะใหม่", "กรุงเทพมหานคร|ประกาศ|แผนการ|ขนส่ง|สาธารณะ|ใหม่"),
        ("រដ្ឋាភិបាលបានប្រកាសផែនការ", "រដ្ឋាភិបាល|បាន|ប្រកាស|ផែនការ"),
        ("ລັດຖະບານໄດ້ປະກາດແຜນການ", "ລັດຖະບານ|ໄດ້|ປະກາດ|ແຜນການ"),
        ("ပြည်သူ့သယ်ယူပို့ဆောင်ရေး", "ပြည်|သူ့|သယ်ယူ|ပို့ဆောင်|ရေး"),
        ("使用iPhone手机", "使用|iPhone|手机"), ("Donaudampfschiff", "Donaudampfschiff"), ("", ""), ("（）", "（）"), ("。", "。"),
    ])
    func units(_ text: String, _ words: String) {
        #expect(DictionaryWords.units(text).joined(separator: "|") == words)
    }

    /// Nothing is lost or added, whatever the text.
    @Test(arguments: [
        "「「（北", "北））」」", "北\u{301}京\u{200D}市", "ー々〜", "ก็\u{E31}\u{E31}", "👩‍👩‍👧北京👍🏽", "\u{3099}\u{FF9E}か",
        String(repeating: "北", count: 5_000),
    ])
    func theUnitsAreTheText(_ text: String) {
        let units = DictionaryWords.units(text)
        #expect(units.joined() == text && units.allSatisfy { !$0.isEmpty })
    }

    @Test func wordsAreCountedInEveryScript() {
        #expect(DictionaryWords.count(in: "one two  three") == 3)
        #expect(DictionaryWords.count(in: "北京市政府宣布了新的公共交通计划") == 7)
        #expect(DictionaryWords.count(in: "") == 0)
    }
}
