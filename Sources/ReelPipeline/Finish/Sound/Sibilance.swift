import Foundation
import ReelSpeech

/// How loud the hiss of a voice ("s", "sh") is beside the voice itself, and from when on it is tamed.
package struct Sibilance: Hashable, Sendable {
    /// dB below full scale: the mean of all 10 ms in which somebody speaks.
    package var level: Double
    /// dB above `level`: what lies above 5 kHz, in those 5 % of the 10 ms that have most of it.
    package var hiss: Double

    /// dB above the level of the voice. Measured over the same four sentences (2026-11): heart -8.5, espeak-ng -7.9, flite's
    /// slt -12.3 and its rms -4.8, which is heard as sharp.
    static let loudest = -8.0
    /// Hz from which on a voice has hiss and little else.
    static let corner = 5_000.0

    /// - Returns: `nil` for silence, and for a sound without anything above 5 kHz.
    package static func measured(_ files: [URL]) throws -> Sibilance? {
        var powers: [(all: Double, high: Double)] = []
        for file in files {
            let sound = try WAVFile.decode(file)
            guard Double(sound.sampleRate) > 2 * corner else { continue }
            powers += Self.powers(sound.samples, rate: sound.sampleRate)
        }
        // 40 dB below the loudest there is breath and echo, and the pauses.
        let threshold = (powers.map(\.all).max() ?? 0) * 1e-4
        let spoken = powers.filter { $0.all > threshold && $0.all > 1e-8 }
        guard !spoken.isEmpty else { return nil }
        let level = spoken.reduce(0) { $0 + $1.all } / Double(spoken.count)
        let high = spoken.map(\.high).sorted()[spoken.count * 95 / 100]
        return Sibilance(level: decibels(level), hiss: decibels(max(high, 1e-12) / level))
    }

    /// Of all 10 ms: the mean square of the samples, and of what is above the corner.
    private static func powers(_ samples: [Int16], rate: Int) -> [(all: Double, high: Double)] {
        var filter = HighPass(corner: corner, rate: Double(rate))
        let length = rate / 100
        return stride(from: 0, to: samples.count - length + 1, by: length).map { start in
            var (all, high) = (0.0, 0.0)
            for sample in samples[start..<start + length] {
                let value = Double(sample) / 32_768
                let passed = filter.next(value)
                all += value * value
                high += passed * passed
            }
            return (all / Double(length), high / Double(length))
        }
    }

    private static func decibels(_ power: Double) -> Double { 10 * log10(power) }

    /// Filters of ffmpeg for a voice as it is: without rumble below 80 Hz, which no voice has; and where its hiss is too
    /// loud, with what is above the corner compressed from 3 dB below that on.
    package static func filters(taming sibilance: Sibilance?) -> String {
        let cut = "highpass=f=80"
        guard let sibilance, sibilance.hiss > loudest else { return cut }
        // In each of two channels, which have half of its power.
        let threshold = pow(10, (sibilance.level + loudest - 3 - 3) / 20)
        return cut + ",acrossover=split=\(Int(corner)):order=4th[low][high];[high]acompressor="
            + "threshold=\(String(format: "%.6f", max(threshold, 0.000_977))):ratio=4:attack=1:release=30:knee=2.8"
            + "[tamed];[low][tamed]amix=inputs=2:normalize=0"
    }
}

/// A Butterworth high-pass of the fourth order: two sections, by the bilinear transform (R. Bristow-Johnson, Cookbook
/// formulae for audio equalizer biquad filter coefficients).
private struct HighPass {
    private var first: Section
    private var second: Section

    init(corner: Double, rate: Double) {
        first = Section(corner: corner, rate: rate, q: 0.541_196)
        second = Section(corner: corner, rate: rate, q: 1.306_563)
    }

    mutating func next(_ sample: Double) -> Double { second.next(first.next(sample)) }

    private struct Section {
        private let gain: Double
        private let a1: Double
        private let a2: Double
        private var state1 = 0.0
        private var state2 = 0.0

        init(corner: Double, rate: Double, q: Double) {
            let angle = 2 * Double.pi * corner / rate
            let alpha = sin(angle) / (2 * q)
            let scale = 1 / (1 + alpha)
            gain = (1 + cos(angle)) / 2 * scale
            a1 = -2 * cos(angle) * scale
            a2 = (1 - alpha) * scale
        }

        /// Transposed direct form II; its numerator is `gain` times 1, -2, 1.
        mutating func next(_ sample: Double) -> Double {
            let result = gain * sample + state1
            state1 = -2 * gain * sample - a1 * result + state2
            state2 = gain * sample - a2 * result
            return result
        }
    }
}
