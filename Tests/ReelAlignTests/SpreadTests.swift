import Foundation
import ReelAlign
import Testing

/// Times by the lengths of words, where no voice says them for comparison.
@Suite struct SpreadTests {
    private static let rate = 16_000

    /// Tones and silence in turn, in seconds.
    private func sound(_ lengths: [Double]) -> Sound {
        var samples: [Int16] = []
        for (index, length) in lengths.enumerated() {
            for step in 0..<Int(length * Double(Self.rate)) {
                let tone = 8000 * sin(Double(step) * 2 * .pi * 440 / Double(Self.rate))
                samples.append(index % 2 == 0 ? Int16(tone) : 0)
            }
        }
        return Sound(samples: samples, sampleRate: Double(Self.rate))
    }

    @Test func wordsShareTheSpeechByTheirSyllables() throws {
        let result = try SpeechAligner.align(sound([1.2]), to: ["banana", "ban", "–", "bananabanana"], by: nil)
        #expect(!result.isAligned && result.objection == "no voice says these words for comparison")
        let spans = result.spans
        #expect(spans[2] == nil, "a dash has no sound")
        let lengths = [0, 1, 3].map { spans[$0]!.upperBound - spans[$0]!.lowerBound }
        #expect(abs(lengths[2] / lengths[0] - 2) < 0.1 && lengths[0] > 2 * lengths[1])
        #expect(abs(spans[3]!.upperBound - 1.2) < 0.05)
    }

    @Test func pausesLieBetweenWordsAndRatherBetweenClauses() throws {
        // By their lengths alone the words before the comma would take 1.0 s and not 1.2.
        let words = ["bananas,", "bananas", "bananas"]
        let spans = try SpeechAligner.align(sound([1.2, 0.6, 1.8]), to: words, by: nil).spans
        #expect(abs(spans[0]!.upperBound - 1.2) < 0.05 && abs(spans[1]!.lowerBound - 1.8) < 0.05)
        #expect(abs(spans[2]!.upperBound - 3.6) < 0.05)
    }

    @Test func syllablesAreCountedInEveryScript() {
        #expect(WordLength.syllables(of: "–") == 0)
        #expect(WordLength.syllables(of: "бананы") > 3)
        #expect(WordLength.syllables(of: "香蕉") > 2)
        #expect(WordLength.syllables(of: "BBC") > 1)
        #expect(WordLength.syllables(of: "1987") > 6)
    }

    @Test(arguments: [7_999.0, 192_001, .nan])
    func ratesBeyondTheLimitsAreRefused(_ rate: Double) {
        let sound = Sound(samples: [1, 2, 3], sampleRate: rate)
        #expect(throws: AlignmentFailure.soundUnusable) { try SpeechAligner.align(sound, to: ["a"], by: nil) }
    }
}
