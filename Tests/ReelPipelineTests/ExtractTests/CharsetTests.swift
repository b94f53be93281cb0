import Foundation
import ReelExtract
import Testing

struct CharsetTests {
    /// "Größe – 5 €" in windows-1252, where the dash and the euro are bytes that Latin-1 has no signs for.
    static let western = Data([0x47, 0x72, 0xf6, 0xdf, 0x65, 0x20, 0x96, 0x20, 0x35, 0x20, 0x80])

    @Test func nothingSaid() {
        #expect(Charset.decode(Self.western, contentType: nil) == "Größe – 5 €")
        #expect(Charset.decode(Data("Größe – 5 €".utf8), contentType: "text/html") == "Größe – 5 €")
    }

    @Test(arguments: ["iso-8859-1", "ISO_8859-1", "latin1", "US-ASCII", "windows-1252", "\"cp1252\"", "'l1'"])
    func labelsOfWindows1252(_ label: String) {
        #expect(Charset.decode(Self.western, contentType: "text/html; charset=\(label)") == "Größe – 5 €")
    }

    @Test(arguments: [
        ("windows-1251", [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2], "Привет"),
        ("koi8-r", [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4], "Привет"),
        ("iso-8859-2", [0xa3, 0xf3, 0x64, 0xbc], "Łódź"),
        ("iso-8859-15", [0xa4], "€"),
        ("shift_jis", [0x93, 0xfa, 0x96, 0x7b], "日本"),
        ("euc-jp", [0xc6, 0xfc, 0xcb, 0xdc], "日本"),
        ("gb2312", [0xd6, 0xd0, 0xb9, 0xfa], "中国"),
        ("big5", [0xa4, 0xa4, 0xb0, 0xea], "中國"),
        ("euc-kr", [0xc7, 0xd1, 0xb1, 0xb9], "한국"),
        ("utf-16le", [0x48, 0x00, 0x69, 0x00], "Hi"),
        ("utf-16be", [0x00, 0x48, 0x00, 0x69], "Hi"),
    ])
    func reads(label: String, bytes: [UInt8], text: String) {
        #expect(Charset.decode(Data(bytes), contentType: "text/html;charset=\(label)") == text)
    }

    @Test func aMarkBeatsTheHeaderAndTheHeaderBeatsThePage() {
        let page = "<meta charset=windows-1251>é"
        #expect(
            Charset.decode(Data([0xef, 0xbb, 0xbf]) + Data("é".utf8), contentType: "text/html; charset=latin1") == "é")
        #expect(Charset.decode(Data([0xff, 0xfe, 0x48, 0x00]), contentType: nil) == "H")
        #expect(Charset.decode(Data(page.utf8), contentType: "text/html; charset=utf-8") == page)
        #expect(Charset.decode(Data(page.utf8), contentType: "text/html; charset=nonsense").hasSuffix("Г©"))
    }

    @Test(arguments: [
        "<meta charset=\"koi8-r\">", "<META CHARSET = koi8-r />", "<meta name=x><meta charset='koi8-r'>",
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">",
        "<!-- " + String(repeating: "x", count: 3000) + " --><meta charset=koi8-r>",
    ])
    func thePageSays(_ meta: String) {
        #expect(Charset.decode(Data(meta.utf8) + Data([0xf0]), contentType: nil).hasSuffix("П"))
    }

    @Test func aPageThatCanBeReadIsNotUTF16() {
        #expect(Charset.decode(Data("<meta charset=utf-16>é".utf8), contentType: nil).hasSuffix("é"))
    }

    @Test func whatMeansNothingIsMarked() {
        #expect(Charset.decode(Data([0x61, 0xff, 0x62]), contentType: "text/html; charset=utf-8") == "a\u{fffd}b")
        #expect(
            Charset.decode(Data([0x61, 0x81, 0x62]), contentType: "text/html; charset=windows-1252") == "a\u{81}b")
        #expect(Charset.decode(Data("abc".utf8), contentType: "text/html; charset=iso-2022-kr") == "\u{fffd}")
        #expect(
            Charset.decode(Data([0x61, 0x80, 0xff]), contentType: "text/html; charset=x-user-defined")
                == "a\u{f780}\u{f7ff}")
        #expect(Charset.decode(Data([0x93]), contentType: "text/html; charset=shift_jis") == "\u{fffd}")
    }

    @Test func longTextsAreWhole() {
        let bytes = Data(repeating: 0xe9, count: 300_000)
        #expect(
            Charset.decode(bytes, contentType: "text/html; charset=latin1") == String(repeating: "é", count: 300_000))
    }
}
