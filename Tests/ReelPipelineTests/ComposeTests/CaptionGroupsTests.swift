import Foundation
import ReelCompose
import ReelCore
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
            "It cost $3.50/per door.|The U.S./government refused|to pay Dr. Smith,/“for now.”|And then?",
            "Internationalization-and-more|is long.",
        ])
    func table(wanted: String) {
        let text = wanted.replacing("|", with: " ").replacing("/", with: " ")
        let words = spoken(text)
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
        #expect(grouping.groups(words) == [[0..<2], [2..<4]])
    }

    @Test("Any text stays within two lines of thirty characters, every word once, in order")
    func limits() {
        var random = SplitMix64(state: 7)
        for _ in 0..<200 {
            let count = Int(random.next() % 40) + 1
            let words = spoken(
                (0..<count).map { _ in
                    String(repeating: "m", count: Int(random.next() % 14) + 1)
                        + ["", "", ",", "."][Int(random.next() % 4)]
                }.joined(separator: " "))
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
    private func states(_ words: [SpokenWord], frames: Int) -> [CaptionState] {
        CaptionTrack.states(
            of: TimelineScene(sceneNumber: 1, startFrame: 0, frameCount: frames, words: words), frameRate: 30,
            grouping: grouping)
    }

    @Test("Each word lights up within half a frame of its time, and nothing flickers between")
    func highlight() {
        let words = spoken("Off the coast of Belize, divers are planting coral by hand.", pace: 0.317, from: 0.2)
        let states = states(words, frames: 120)
        #expect(states.first?.frames.lowerBound == 0)
        for (state, next) in zip(states, states.dropFirst()) {
            #expect(state.frames.upperBound == next.frames.lowerBound)
        }
        #expect(states.last?.frames.upperBound == 120)
        let lit = states.compactMap { state in state.spoken.map { (state.lines.flatMap { $0 }[$0], state.frames) } }
        #expect(lit.map(\.0) == words.map(\.text))
        for (word, (_, frames)) in zip(words, lit) {
            #expect(abs(Double(frames.lowerBound) / 30 - word.start) <= 0.5 / 30 + 1e-9)
        }
    }

    @Test("Silence is left empty")
    func silence() {
        var words = spoken("Wait for it. Now.", pace: 0.3, from: 2)
        words[3].start = 6
        words[3].end = 6.3
        let states = states(words, frames: 300)
        let seen = Set(states.flatMap { Array($0.frames) })
        #expect(!seen.contains(30))
        #expect(!seen.contains(130))
        #expect(seen.contains(185))
        #expect(!seen.contains(280))
    }

    @Test("Words with impossible times do no harm")
    func oddTimes() {
        let words = [
            SpokenWord(text: "one", start: 1, end: 0.5), SpokenWord(text: "two", start: 0.2, end: 9),
            SpokenWord(text: "three", start: 50, end: 51),
        ]
        for state in states(words, frames: 60) {
            #expect(state.frames.lowerBound >= 0 && state.frames.upperBound <= 60 && !state.frames.isEmpty)
        }
        #expect(states([], frames: 60).isEmpty)
    }

    @Test("A piece sees its own part, counted from its beginning")
    func within() {
        let all = states(spoken("One two three"), frames: 50)
        let opening = all.within(0..<9)
        let body = all.within(9..<60)
        #expect(opening.allSatisfy { $0.frames.upperBound <= 9 })
        #expect(body.first?.frames.lowerBound == 0)
        #expect(body.last?.frames.upperBound == 41)
        #expect((opening + body).reduce(0) { $0 + $1.frames.count } == 50)
    }
}
