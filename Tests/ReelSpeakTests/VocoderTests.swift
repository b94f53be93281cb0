import CVocoder
import Foundation
import ReelTestKit
import Testing

/// The mathematics of the waveform against their definitions.
@Suite struct VocoderTests {
    private let bins = Int(CVOCODER_BINS)
    private let window = Int(CVOCODER_WINDOW)
    private let hop = Int(CVOCODER_HOP)

    @Test func transformIsTheDiscreteFourierTransform() {
        var numbers = (0..<window).map {
            cvocoder_complex(re: Float(sin(Double($0 * $0) * 0.37)), im: Float(cos(Double($0) * 1.7)))
        }
        let given = numbers
        var spare = numbers
        cvocoder_transform(&numbers, &spare)
        for k in stride(from: 0, to: window, by: 7) {
            var (re, im) = (0.0, 0.0)
            for (n, x) in given.enumerated() {
                let angle = -2 * Double.pi * Double(k * n % window) / Double(window)
                re += Double(x.re) * cos(angle) - Double(x.im) * sin(angle)
                im += Double(x.re) * sin(angle) + Double(x.im) * cos(angle)
            }
            #expect(abs(Double(numbers[k].re) - re) < 1e-3 && abs(Double(numbers[k].im) - im) < 1e-3, "\(k)")
        }
    }

    /// The sum in closed form is the sum of the harmonics up to 11 kHz.
    @Test func pulsesAreTheSumOfTheirHarmonics() {
        let frames = 8
        var samples = [Float](repeating: 9, count: frames * hop)
        cvocoder_pulses([Float](repeating: 201, count: frames), frames, &samples)
        for i in stride(from: 0, to: samples.count, by: 13) {
            let phase = 2 * Double.pi * Double(i + 1) * 201 / Double(CVOCODER_RATE)
            let sum = (1...54).reduce(0.0) { $0 + cos(Double($1) * phase) }
            #expect(abs(Double(samples[i]) - sum) < 0.2, "\(i)")
        }
        cvocoder_pulses([Float](repeating: 39, count: frames), frames, &samples)
        #expect(samples.allSatisfy { $0 == 0 })
    }

    private func speak(
        frames: Int, pulse: Float = -60, noise: Float = -60, seed: UInt64 = 1, pitch: Float = 200
    ) -> [Float]? {
        let all = { (value: Float) in [Float](repeating: value, count: bins * frames) }
        let (gain, turn, noise, free, phase) = (all(pulse), all(0), all(noise), all(-60), all(0))
        let pitches = [Float](repeating: pitch, count: frames)
        var samples = [Float](repeating: 0, count: frames * hop)
        let isSpoken = gain.withUnsafeBufferPointer { gain in
            turn.withUnsafeBufferPointer { turn in
                noise.withUnsafeBufferPointer { noise in
                    free.withUnsafeBufferPointer { free in
                        phase.withUnsafeBufferPointer { phase in
                            pitches.withUnsafeBufferPointer { pitches in
                                var spectra = cvocoder_spectra(
                                    pulse_gain: gain.baseAddress, pulse_turn: turn.baseAddress,
                                    noise_gain: noise.baseAddress, free_gain: free.baseAddress,
                                    free_phase: phase.baseAddress, pitch: pitches.baseAddress, frames: frames)
                                return cvocoder_speak(&spectra, seed, &samples)
                            }
                        }
                    }
                }
            }
        }
        return isSpoken ? samples : nil
    }

    /// With a gain of 1 and no phase added, transforming there and back gives the pulses again, scaled as the window is.
    @Test(arguments: [3, 4, 7, 40]) func unchangedPulsesComeBack(_ frames: Int) throws {
        let spoken = try #require(speak(frames: frames, pulse: 0))
        var pulses = [Float](repeating: 0, count: frames * hop)
        cvocoder_pulses([Float](repeating: 200, count: frames), frames, &pulses)
        let worst = zip(spoken, pulses).map { abs($0 * Float(window / 4) - $1) }.max() ?? 9
        #expect(worst < 0.05)
    }

    @Test func noiseIsThatOfItsSeed() throws {
        let one = try #require(speak(frames: 20, noise: 0, seed: 1))
        #expect(one == speak(frames: 20, noise: 0, seed: 1))
        #expect(one != speak(frames: 20, noise: 0, seed: 2))
        // Of unit variance in both parts: the sum over the bins, by Parseval, within 10 %.
        let power = one.reduce(0.0) { $0 + Double($1 * $1) } / Double(one.count)
        let expected = 2.0 / Double(window) / 1.5
        #expect(abs(power / expected - 1) < 0.1, "\(power) \(expected)")
    }

    @Test func whatCannotBeSpokenIsRefused() {
        #expect(speak(frames: 2) == nil)
        #expect(speak(frames: 5, pitch: .nan) == nil)
        #expect(speak(frames: 5, pitch: .infinity) == nil)
    }

    /// The largest gain is e^7, whatever is given.
    @Test func gainsAreCapped() throws {
        let loud = try #require(speak(frames: 5, pulse: 1e30))
        #expect(loud == speak(frames: 5, pulse: 7) && loud.allSatisfy(\.isFinite))
    }
}
