import Foundation
import ReelTool
import Testing

@Suite struct FFmpegTextTests {
    @Test("Names inside a filter graph keep their odd characters")
    func filterOption() {
        #expect(FFmpegText.filterOption("/w/a.ass") == "/w/a.ass")
        #expect(FFmpegText.filterOption("it's") == #"it\\\'s"#)
        #expect(FFmpegText.filterOption("a:b,[c]") == #"a\\:b\,\[c\]"#)
    }

    @Test("Lengths in a list add up to the whole")
    func concatList() {
        let files = ["a", "it's", "c"].map { URL(fileURLWithPath: "/w/\($0)") }
        #expect(
            FFmpegText.concatList(files, lengths: [10, 10, 10], frameRate: 30) == """
                ffconcat version 1.0
                file 'file:/w/a'
                duration 333333us
                file 'file:/w/it'\\''s'
                duration 333334us
                file 'file:/w/c'
                duration 333333us

                """)
    }
}
