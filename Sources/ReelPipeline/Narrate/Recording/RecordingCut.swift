import Foundation
import ReelCore
import ReelSpeech

/// A recording cut into scenes: in the middle of the pause between the last word of one and the first of the next.
struct RecordingCut {
    struct Part {
        var samples: [Int16]
        /// In seconds from the beginning of the part.
        var words: [SpokenWord]
    }

    let parts: [Part]
    let sampleRate: Int

    /// Seconds before the first word that are kept.
    private static let leadIn = 0.2

    /// - Parameters:
    ///   - words: of all scenes, with their times in the recording.
    ///   - wordCounts: how many of them each scene has.
    ///   - finalPause: seconds after the last word that are kept, or added.
    /// - Throws: `SpeechError`; `RecordingError.nothingToSay` for a scene without words.
    init(of file: URL, _ words: [SpokenWord], wordCounts: [Int], finalPause: Double) throws {
        let (samples, rate) = try WAVFile.read(file, longest: AlignmentRequest.longest)
        sampleRate = rate
        var scenes: [ArraySlice<SpokenWord>] = []
        for count in wordCounts {
            let start = scenes.last?.endIndex ?? 0
            scenes.append(words[start..<(start + count)])
        }
        guard scenes.allSatisfy({ !$0.isEmpty }), let first = words.first, let last = words.last else {
            throw RecordingError.nothingToSay
        }
        var cuts = [max(0, first.start - Self.leadIn)]
        for (scene, next) in zip(scenes, scenes.dropFirst()) {
            cuts.append((scene[scene.endIndex - 1].end + next[next.startIndex].start) / 2)
        }
        cuts.append(last.end + finalPause)
        func index(_ seconds: Double) -> Int { Int((seconds * Double(rate)).rounded()) }
        parts = scenes.enumerated().map { number, scene in
            let (start, end) = (index(cuts[number]), index(cuts[number + 1]))
            var part = Array(samples[min(start, samples.count)..<min(end, samples.count)])
            part += [Int16](repeating: 0, count: max(0, end - start - part.count))
            let length = Double(part.count) / Double(rate)
            let from = Double(start) / Double(rate)
            return Part(
                samples: part,
                words: scene.map {
                    SpokenWord(
                        text: $0.text, start: min(max($0.start - from, 0), length),
                        end: min(max($0.end - from, 0), length))
                })
        }
    }
}
