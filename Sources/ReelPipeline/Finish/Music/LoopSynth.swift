import Foundation

/// Plays a score. Every sound rings around the end of the loop into its beginning, the room's echo too, so the loop has
/// no seam. The same score is the same bytes.
package enum LoopSynth {
    static let headerSize = 44

    /// WAV, 48 kHz, stereo, 16 bits.
    package static func wav(_ score: LoopScore) -> Data {
        let (left, right) = samples(score)
        var data = header(byteCount: left.count * 4)
        for (left, right) in zip(left, right) {
            for sample in [left, right] {
                let level = Int16((sample * 32_767).rounded())
                data.append(UInt8(truncatingIfNeeded: level))
                data.append(UInt8(truncatingIfNeeded: level >> 8))
            }
        }
        return data
    }

    /// Both channels, with a highest peak of half of full scale.
    package static func samples(_ score: LoopScore) -> (left: [Double], right: [Double]) {
        let rate = Double(SoundFormat.rate)
        let beat = 60 / score.beatsPerMinute * rate
        let count = Int((Double(score.beats) * beat).rounded())
        var left = [Double](repeating: 0, count: count)
        var right = left
        for note in score.notes {
            let voice = LoopVoice(note.instrument)
            let start = Int((note.start * beat).rounded()) % count
            let held = Int((note.length * beat).rounded())
            let frequency = 440 * pow(2, Double(note.pitch - 69) / 12)
            // Equal power on both sides, and a little out of tune, which makes the sound wide.
            let angle = (note.pan + 1) * .pi / 4
            let detune = pow(2, voice.detune / 1200)
            voice.play(frequency / detune, cos(angle) * note.level, at: start, held: held, into: &left)
            voice.play(frequency * detune, sin(angle) * note.level, at: start, held: held, into: &right)
        }
        left = LoopRoom(delays: [1687, 1931, 2053, 2251], widening: 0).filled(left)
        right = LoopRoom(delays: [1687, 1931, 2053, 2251], widening: 37).filled(right)
        let peak = max(left.lazy.map(abs).max() ?? 0, right.lazy.map(abs).max() ?? 0)
        let scale = peak > 0 ? 0.5 / peak : 0
        return (left.map { $0 * scale }, right.map { $0 * scale })
    }

    /// RIFF, fmt and data chunks (Microsoft/IBM, Multimedia Programming Interface 1.0).
    private static func header(byteCount: Int) -> Data {
        var data = Data(capacity: headerSize + byteCount)
        func append(_ number: Int, bytes: Int) {
            for byte in 0..<bytes { data.append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
        }
        data.append(contentsOf: "RIFF".utf8)
        append(headerSize - 8 + byteCount, bytes: 4)
        data.append(contentsOf: "WAVEfmt ".utf8)
        append(16, bytes: 4)
        append(1, bytes: 2)  // PCM
        append(SoundFormat.channels, bytes: 2)
        append(SoundFormat.rate, bytes: 4)
        append(SoundFormat.rate * 4, bytes: 4)  // bytes per second
        append(4, bytes: 2)  // bytes per frame
        append(16, bytes: 2)  // bits per sample
        data.append(contentsOf: "data".utf8)
        append(byteCount, bytes: 4)
        return data
    }
}

/// How an instrument sounds: a sum of sines that swell and die away.
struct LoopVoice {
    /// Times the note's frequency, level, and how fast it dies away by itself (a share of e each second).
    private let partials: [(ratio: Double, level: Double, decay: Double)]
    /// Seconds.
    private let attack: Double
    private let release: Double
    private let level: Double
    /// Whether it ends when it is no longer held.
    private let isHeld: Bool
    /// Hundredths of a semitone, to either side.
    let detune: Double

    init(_ instrument: LoopNote.Instrument) {
        switch instrument {
        case .pad:
            partials = [(1, 1, 0), (2, 0.32, 0), (3, 0.14, 0), (4, 0.06, 0), (5, 0.03, 0)]
            (attack, release, level, isHeld, detune) = (0.9, 1.6, 0.16, true, 4)
        case .pluck:
            partials = [(1, 1, 2.4), (2, 0.42, 3.6), (3, 0.2, 5), (4, 0.09, 7), (5, 0.04, 9)]
            (attack, release, level, isHeld, detune) = (0.012, 0, 0.16, false, 1.5)
        case .bell:
            partials = [(1, 1, 1.1), (2, 0.3, 1.7), (3.01, 0.12, 2.6), (4.16, 0.06, 4)]
            (attack, release, level, isHeld, detune) = (0.02, 0, 0.2, false, 2)
        case .bass:
            partials = [(1, 1, 0.7), (2, 0.28, 1.4), (3, 0.08, 2.5)]
            (attack, release, level, isHeld, detune) = (0.03, 0.25, 0.3, true, 0)
        }
    }

    /// Adds a note to a channel that is a circle.
    func play(_ frequency: Double, _ gain: Double, at start: Int, held: Int, into channel: inout [Double]) {
        let rate = Double(SoundFormat.rate)
        let rising = max(1, Int(attack * rate))
        let falling = Int(release * rate)
        for partial in partials where frequency * partial.ratio < 12_000 {
            // A thousandth of its level is the end of a sound that dies away.
            let ringing = partial.decay > 0 ? Int(6.9 / partial.decay * rate) : .max
            let length = isHeld ? min(held + falling, ringing) : ringing
            let decay = exp(-partial.decay / rate)
            let fadeOut = isHeld ? max(1, falling) : max(1, length / 4)
            let step = 2 * Double.pi * frequency * partial.ratio / rate
            // sin(n·step) by the recurrence of Chebyshev.
            var (previous, current) = (-sin(step), 0.0)
            let turn = 2 * cos(step)
            var strength = gain * level * partial.level
            var place = start
            for sample in 0..<length {
                var envelope = strength
                if sample < rising { envelope *= Self.swell(Double(sample) / Double(rising)) }
                let left = length - sample
                if left < fadeOut { envelope *= Self.swell(Double(left) / Double(fadeOut)) }
                channel[place] += current * envelope
                (previous, current) = (current, turn * current - previous)
                strength *= decay
                place += 1
                if place == channel.count { place = 0 }
            }
        }
    }

    /// From 0 to 1 without a corner.
    private static func swell(_ share: Double) -> Double { 0.5 - 0.5 * cos(.pi * share) }
}

/// The echo of a room: delays that feed back, dampened (M. R. Schroeder, Natural Sounding Artificial Reverberation,
/// 1962).
struct LoopRoom {
    private static let feedback = 0.78
    private static let damping = 0.35
    private static let share = 0.22

    private let delays: [Int]

    /// - Parameters:
    ///   - delays: samples.
    ///   - widening: samples by which all of them are longer, another number for each channel.
    init(delays: [Int], widening: Int) {
        self.delays = delays.map { $0 + widening }
    }

    /// The sound in the room. It goes through twice: the first time only fills the room with what the loop's end leaves
    /// for its beginning.
    func filled(_ dry: [Double]) -> [Double] {
        var wet = dry
        for delay in delays {
            var line = [Double](repeating: 0, count: delay)
            var place = 0
            var dampened = 0.0
            for pass in 0..<2 {
                for index in dry.indices {
                    let echo = line[place]
                    dampened = echo * (1 - Self.damping) + dampened * Self.damping
                    line[place] = dry[index] + dampened * Self.feedback
                    if pass == 1 { wet[index] += echo * Self.share / Double(delays.count) * 2 }
                    place += 1
                    if place == delay { place = 0 }
                }
            }
        }
        return wet
    }
}
