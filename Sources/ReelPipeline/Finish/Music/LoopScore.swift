import ReelCore

/// A note of a loop.
struct LoopNote: Hashable, Sendable {
    enum Instrument: Sendable {
        /// Swells and fades slowly.
        case pad
        /// A soft string.
        case pluck
        /// A glassy tone that rings for long.
        case bell
        case bass
    }

    var instrument: Instrument
    /// Beats from the beginning of the loop; the sound may ring over its end, into its beginning.
    var start: Double
    /// Beats for which it is held; plucks and bells ring as long as they ring.
    var length: Double
    /// MIDI: 60 is the middle C.
    var pitch: Int
    /// 1 is the loudest note of its instrument.
    var level: Double
    /// -1 is left, 1 right.
    var pan: Double
}

/// What is played in a loop, written for this project.
package struct LoopScore: Sendable {
    let beatsPerMinute: Double
    let beats: Int
    private(set) var notes: [LoopNote] = []

    package init(_ loop: MusicName.Loop) {
        switch loop {
        case .drift: self.init(drift: ())
        case .dawn: self.init(dawn: ())
        case .stride: self.init(stride: ())
        }
    }

    /// A minor, six beats to a chord, a bell now and then.
    private init(drift: Void) {
        (beatsPerMinute, beats) = (60, 24)
        let chords = [[45, 52, 59, 60, 67], [41, 48, 57, 60, 64], [48, 55, 59, 62, 64], [40, 52, 55, 59, 62]]
        for (index, chord) in chords.enumerated() { pad(chord, at: Double(index) * 6, for: 6, level: 0.8) }
        let melody: [(Double, Int, Double)] = [
            (1, 76, 0.7), (2.5, 79, 0.5), (4, 74, 0.6), (7, 72, 0.7), (9.5, 69, 0.5), (10.5, 72, 0.45), (13, 79, 0.7),
            (15, 76, 0.55), (16.5, 74, 0.5), (19, 71, 0.7), (21, 74, 0.5), (22.5, 67, 0.45),
        ]
        for (index, (start, pitch, level)) in melody.enumerated() {
            notes.append(
                LoopNote(
                    instrument: .bell, start: start, length: 1, pitch: pitch, level: level,
                    pan: index.isMultiple(of: 2) ? -0.4 : 0.4))
        }
    }

    /// D major, four beats to a chord, chords broken in soft plucks.
    private init(dawn: Void) {
        (beatsPerMinute, beats) = (80, 32)
        let chords = [
            [50, 57, 62, 64, 66], [49, 57, 61, 64, 69], [47, 54, 59, 62, 66], [43, 55, 59, 62, 66],
            [50, 57, 62, 66, 69], [49, 57, 61, 64, 69], [43, 55, 62, 64, 67], [45, 57, 62, 64, 69],
        ]
        let figure = [1, 2, 3, 4, 2, 3, 4, 3]
        let levels = [0.75, 0.45, 0.55, 0.7, 0.4, 0.5, 0.6, 0.45]
        for (index, chord) in chords.enumerated() {
            let start = Double(index) * 4
            pad(Array(chord.dropFirst()), at: start, for: 4, level: 0.7)
            notes.append(
                LoopNote(instrument: .bass, start: start, length: 3.5, pitch: chord[0] - 12, level: 0.8, pan: 0))
            for (step, tone) in figure.enumerated() {
                notes.append(
                    LoopNote(
                        instrument: .pluck, start: start + Double(step) / 2, length: 1, pitch: chord[tone] + 12,
                        level: levels[step], pan: Double(step % 4) / 3 - 0.5))
            }
        }
    }

    /// C major, a walking bass and plucks on and off the beat.
    private init(stride: Void) {
        (beatsPerMinute, beats) = (96, 32)
        let chords = [
            [48, 60, 64, 67], [47, 59, 62, 67], [45, 60, 64, 67], [41, 60, 65, 69], [48, 60, 64, 67],
            [43, 59, 62, 67], [41, 57, 60, 65], [43, 59, 62, 65],
        ]
        let steps: [(Double, Int)] = [(0, 1), (0.5, 3), (1.5, 2), (2, 3), (2.5, 1), (3.5, 2)]
        for (index, chord) in chords.enumerated() {
            let start = Double(index) * 4
            pad(Array(chord.dropFirst()), at: start, for: 4, level: 0.75)
            for (beat, move) in [(0.0, 0), (1, 7), (2, 12), (3, 7)] {
                notes.append(
                    LoopNote(
                        instrument: .bass, start: start + beat, length: 0.8, pitch: chord[0] - 12 + move,
                        level: beat == 0 ? 0.75 : 0.5, pan: 0))
            }
            for (number, (beat, tone)) in steps.enumerated() {
                notes.append(
                    LoopNote(
                        instrument: .pluck, start: start + beat, length: 0.5, pitch: chord[tone] + 12,
                        level: number == 0 ? 0.7 : 0.5, pan: number.isMultiple(of: 2) ? -0.35 : 0.35))
            }
        }
    }

    private mutating func pad(_ chord: [Int], at start: Double, for length: Double, level: Double) {
        for (index, pitch) in chord.enumerated() {
            notes.append(
                LoopNote(
                    instrument: .pad, start: start, length: length, pitch: pitch, level: level,
                    pan: (Double(index) / Double(max(1, chord.count - 1)) - 0.5) * 0.8))
        }
    }
}
