import CAlign

/// The frames of a rendering's words, one state each, stretched to the pace of the other sound, with a state of silence
/// before, between and behind the words: where the rendering pauses is left out, where the other sound does is free.
struct WordStates {
    let kinds: [UInt8]
    /// For each dimension its value in every state.
    let rows: [Float]
    /// The states of each unit of the rendering.
    let ranges: [Range<Int>]
    /// How much longer the other sound's speech is than the rendering's.
    let stretch: Double

    var count: Int { kinds.count }

    func isSilence(_ state: Int) -> Bool { kinds[state] == UInt8(CALIGN_SILENCE) }

    /// - Parameter speechFrames: of the other sound.
    init(_ rendering: Rendering, _ frames: SoundFrames, speechFrames: Int) {
        let spans = rendering.units.map { Self.trimmed($0, frames.speech) }
        let stretch = Double(speechFrames) / Double(max(1, spans.reduce(0) { $0 + $1.count }))
        var kinds = [UInt8(CALIGN_SILENCE)]
        var sources: [Double?] = [nil]
        var ranges: [Range<Int>] = []
        for span in spans {
            let count = max(2, Int((Double(span.count) * stretch).rounded()))
            ranges.append(kinds.count..<(kinds.count + count))
            for index in 0..<count {
                kinds.append(UInt8(index == 0 ? CALIGN_FIRST : CALIGN_INNER))
                let place = (Double(index) + 0.5) / Double(count) * Double(span.count) - 0.5
                sources.append(Double(span.lowerBound) + place)
            }
            kinds.append(UInt8(CALIGN_SILENCE))
            sources.append(nil)
        }
        rows = Self.rows(frames, at: sources)
        self.kinds = kinds
        self.ranges = ranges
        self.stretch = stretch
    }

    /// The frames of a word without the longer silence that an engine counts to it.
    private static func trimmed(_ unit: Rendering.Unit, _ speech: SpeechDetection) -> Range<Int> {
        let total = speech.isSpeech.count
        var start = min(max(Int((unit.start * AlignmentLoops.frameRate).rounded()), 0), total - 1)
        var end = min(max(Int((unit.end * AlignmentLoops.frameRate).rounded()), start + 1), total)
        let (shortest, kept) = (4, 6)
        while end - start > shortest, !speech.isLoud[max(end - kept - 1, start)..<end].contains(true) { end -= 1 }
        while end - start > shortest, !speech.isLoud[start..<min(start + kept, end)].contains(true) { start += 1 }
        return start..<end
    }

    /// Between two frames of the rendering their values in proportion.
    private static func rows(_ frames: SoundFrames, at sources: [Double?]) -> [Float] {
        let (n, last) = (SoundFrames.dimensions, frames.count - 1)
        var rows = [Float](repeating: 0, count: n * sources.count)
        for (state, source) in sources.enumerated() {
            guard let source else { continue }
            let place = min(max(source, 0), Double(last))
            let (first, second) = (Int(place), min(Int(place) + 1, last))
            let share = Float(place - Double(first))
            for k in 0..<n {
                let value = frames.features[first * n + k] * (1 - share) + frames.features[second * n + k] * share
                rows[k * sources.count + state] = value
            }
        }
        return rows
    }
}
