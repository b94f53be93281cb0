import Foundation
import ReelCore
import ReelSpeech

/// A network that makes sound of phonemes, and tells how long each of them lasts. Not to be used from two threads at once.
protocol SpeechNetwork {
    var encoding: PhonemeEncoding { get }
    /// In hertz.
    var sampleRate: Int { get }
    /// In letters, of a part of a sentence.
    var longestPart: Int { get }
    /// How much later a phoneme is by the network's durations than in the sound, in seconds, by measurement.
    var lateness: Double { get }

    /// - Returns: the samples, and for each number of the input how long it lasts, in any unit.
    /// - Throws: `SpeechError`.
    func synthesize(
        _ input: PhonemeEncoding.Encoded, speed: Float
    ) throws -> (samples: [Int16], durations: [Float])
}

extension SpeechNetwork {
    /// - Returns: a span for each unit; `nil` for those without phonemes.
    func speak(_ units: [PhonemeUnit], speed: Double) throws -> Utterance {
        var samples: [Int16] = []
        var spans: [ClosedRange<Double>?] = []
        for part in Self.parts(of: units, longest: longestPart) {
            let spoken = try speak(part: part, speed: Float(speed))
            let offset = Double(samples.count) / Double(sampleRate)
            spans += spoken.spans.map { $0.map { $0.lowerBound + offset...$0.upperBound + offset } }
            samples += spoken.samples
        }
        return Utterance(samples: samples, sampleRate: sampleRate, spans: spans)
    }

    private func speak(part units: [PhonemeUnit], speed: Float) throws -> Utterance {
        let input = encoding.encode(units)
        guard !input.isEmpty else {
            return Utterance(samples: [], sampleRate: sampleRate, spans: units.map { _ in nil })
        }
        let (samples, durations) = try synthesize(input, speed: speed)
        guard durations.count == input.numbers.count, durations.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw SpeechError(.engineFailed, "\(durations.count) durations for \(input.numbers.count) letters")
        }
        let ends = durations.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + Double($1)) }
        guard let total = ends.last, total > 0 else {
            throw SpeechError(.engineFailed, "the network's durations add up to nothing")
        }
        let length = Double(samples.count) / Double(sampleRate)
        let spans = input.places.map { place in
            place.map { place in
                let first = max(0, ends[place.lowerBound] / total * length - lateness)
                return first...max(first, ends[place.upperBound] / total * length - lateness)
            }
        }
        return Utterance(samples: samples, sampleRate: sampleRate, spans: spans)
    }

    /// Cut after the last mark that fits, or else after the last unit.
    private static func parts(of units: [PhonemeUnit], longest: Int) -> [[PhonemeUnit]] {
        var parts: [[PhonemeUnit]] = []
        var current: [PhonemeUnit] = []
        var length = 0
        for unit in units {
            let cost = unit.phonemes.count + 2
            if length + cost > longest, !current.isEmpty {
                let cut = current.lastIndex { $0.mark != nil }.map { $0 + 1 } ?? current.count
                parts.append(Array(current[..<cut]))
                current.removeFirst(cut)
                length = current.reduce(0) { $0 + $1.phonemes.count + 2 }
            }
            current.append(unit)
            length += cost
        }
        return parts + [current]
    }
}

extension [Int16] {
    /// Samples within -1...1 as 16-bit PCM; what is no number is silence.
    init(clipping wave: some Collection<Float>) {
        self = wave.map { $0.isFinite ? Int16((Swift.max(-1, Swift.min(1, $0)) * 32_767).rounded()) : 0 }
    }
}
