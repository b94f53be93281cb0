import Foundation
import ReelCompose
import ReelCore
import ReelTestKit
import Testing

/// Every character half an em wide: 18 characters of 9 ems to a line.
private let grouping = CaptionGrouping(maxLines: 2, maxWidth: 9, maxWords: 7) { Double($0.count) * 0.5 }

@Suite("Words in groups") struct CaptionGroupsTests {
    /// Groups are divided by `|`, lines by `/`.
    @Test(
        "Groups break where sense breaks",
        arguments: [
            "Rain",
            "Nobody saw/it coming.",
            "The reef is alive.|And it grows.",
            "In ten years,/the reef|has grown back/by 40 percent,|faster than anyone/expected.",
            "It cost/$3.50 per door.|The U.S./government refused|to pay Dr. Smith,/“for now.”|And then?",
            "Internationalization-and-more/is long.",
            "The/counterrevolutionary|movement is over.",
        ])
    func table(wanted: String) {
        let text = wanted.replacing("|", with: " ").replacing("/", with: " ")
        let words = CaptionText.readable(spoken(text))
        let groups = grouping.groups(words).map { lines in
            lines.map { $0.map { words[$0].text }.joined(separator: " ") }.joined(separator: "/")
        }
        #expect(groups.joined(separator: "|") == wanted)
    }

    @Test("A long pause divides even without a comma")
    func pause() {
        var words = spoken("one two three four")
        for index in 2..<4 {
            words[index].start += 1
            words[index].end += 1
        }
        #expect(grouping.groups(CaptionText.readable(words)) == [[0..<2], [2..<4]])
    }

    @Test("Any text stays within two lines of thirty characters, every word once, in order")
    func limits() {
        var random = SeededRNG(seed: 7)
        for _ in 0..<200 {
            let count = Int(random.next() % 40) + 1
            let sentence = spoken(
                (0..<count).map { _ in
                    String(repeating: "m", count: Int(random.next() % 14) + 1)
                        + ["", "", ",", "."][Int(random.next() % 4)]
                }.joined(separator: " "))
            let words = CaptionText.readable(sentence)
            let groups = grouping.groups(words)
            #expect(groups.flatMap { $0 }.flatMap { Array($0) } == Array(0..<count))
            for lines in groups {
                #expect(lines.count <= 2)
                for line in lines where line.count > 1 {
                    #expect(line.map { words[$0].text }.joined(separator: " ").count <= 18)
                }
            }
        }
    }
}

@Suite("Captions over time") struct CaptionTrackTests {
    private func groups(_ words: [SpokenWord], frames: Int) -> [CaptionGroup] {
        CaptionTrack.groups(
            of: CaptionText.readable(words), frameCount: frames, frameRate: 30, grouping: grouping)
    }

    @Test("Each word lights up within half a frame of its time, and nothing flickers between")
    func highlight() {
        let words = spoken("Off the coast of Belize, divers are planting coral by hand.", pace: 0.317, from: 0.2)
        let groups = groups(words, frames: 120)
        #expect(groups.first?.frames.lowerBound == 0)
        for (group, next) in zip(groups, groups.dropFirst()) {
            #expect(group.frames.upperBound == next.frames.lowerBound)
        }
        #expect(groups.last?.frames.upperBound == 120)
        let shown = groups.flatMap { $0.lines.flatMap { $0 } }
        #expect(shown.map(\.text) == words.map(\.text))
        for (word, drawn) in zip(words, shown) {
            #expect(abs(Double(drawn.lit.lowerBound) / 30 - word.start) <= 0.5 / 30 + 1e-9)
        }
        for (word, next) in zip(shown, shown.dropFirst()) { #expect(word.lit.upperBound == next.lit.lowerBound) }
    }

    @Test("Silence is left empty")
    func silence() {
        var words = spoken("Wait for it. Now.", pace: 0.3, from: 2)
        words[3].start = 6
        words[3].end = 6.3
        let seen = Set(groups(words, frames: 300).flatMap { Array($0.frames) })
        #expect(!seen.contains(30))
        #expect(!seen.contains(130))
        #expect(seen.contains(185))
        #expect(!seen.contains(280))
    }

    @Test("Words with impossible times do no harm")
    func oddTimes() {
        let words = [
            SpokenWord(text: "one", start: 1, end: 0.5), SpokenWord(text: "two", start: 0.2, end: 9),
            SpokenWord(text: "three", start: 50, end: 51), SpokenWord(text: "four", start: -.infinity, end: .infinity),
        ]
        for group in groups(words, frames: 60) {
            #expect(group.frames.lowerBound >= 0 && group.frames.upperBound <= 60 && !group.frames.isEmpty)
            for word in group.lines.flatMap({ $0 }) {
                #expect(word.lit.lowerBound >= 0 && word.lit.upperBound <= 60)
            }
        }
        #expect(groups([], frames: 60).isEmpty)
    }

    @Test("A segment sees its own part, counted from its beginning")
    func within() {
        let all = [
            CaptionEvent(layer: 0, frames: 3..<20, text: "a"), CaptionEvent(layer: 0, frames: 20..<50, text: "b"),
        ]
        #expect(all.within(0..<9) == [CaptionEvent(layer: 0, frames: 3..<9, text: "a")])
        #expect(
            all.within(9..<60) == [
                CaptionEvent(layer: 0, frames: 0..<11, text: "a"), CaptionEvent(layer: 0, frames: 11..<41, text: "b"),
            ])
    }
}

@Suite("Words that do not fit") struct CaptionFitTests {
    private func fitted(_ text: String) -> [CaptionWord] {
        grouping.fitting(CaptionText.readable([SpokenWord(text: text, start: 1, end: 2)]))
    }

    @Test("A long word is divided, with hyphens between letters, and its time with it")
    func longWord() {
        let parts = fitted("Donaudampfschifffahrtsgesellschaft")
        #expect(parts.count == 2)
        #expect(parts[0].text.hasSuffix("-") && parts[0].text.count <= 18 && parts[1].text.count <= 18)
        #expect(parts.map { $0.text.filter { $0 != "-" } }.joined() == "Donaudampfschifffahrtsgesellschaft")
        #expect(parts[0].start == 1 && parts[0].end == parts[1].start && parts[1].end == 2)
        #expect(parts[1].separator == .rest)
        #expect(fitted("Straightforwardness.").map(\.text) == ["Straightforwardness."])
    }

    @Test("An address is divided at its marks, and cut when it never ends")
    func address() {
        #expect(fitted("www.example.org/reefs-of-belize").map(\.text) == ["www.example.org/", "reefs-of-belize"])
        let endless = fitted(String(repeating: "a", count: 500))
        #expect(endless.count <= 4 && endless.last?.text.hasSuffix("…") == true)
        #expect(endless.allSatisfy { $0.text.count <= 20 })
    }

    @Test("Scripts without spaces come apart into words, where a line may end")
    func unspaced() {
        func segments(_ text: String) -> [String] {
            CaptionText.readable([SpokenWord(text: text, start: 0, end: 1)]).map(\.text)
        }
        #expect(segments("珊瑚礁（100年）复活。") == ["珊瑚礁", "（100", "年）", "复活。"])
        #expect(segments("ちょっと、AI技術") == ["ちょっと、", "AI", "技術"])
        #expect(segments("Riff") == ["Riff"])
    }
}
