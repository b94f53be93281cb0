import CVocoder
import Foundation
import ReelCore
import ReelSpeech

/// The network with its alphabet. Not to be used from two threads at once.
final class HeartModel {
    /// Of a part of a sentence, about 15 s: memory grows by 4 MB with each second. The network was trained with 400 at most.
    private static let longestInput = 220
    /// How much later a phoneme is by the network's durations than in the sound, in seconds: measured by pocketsphinx's
    /// alignment of 442 words.
    private static let lateness = 0.05
    /// A minute of frames, three times what the longest input takes at half the speed.
    private static let mostFrames = 24_000
    /// Adds a seventh output to the graph (protocol buffers: field 7 of a model is its graph, field 12 of that an output, field
    /// 1 of that its name), the durations of the phonemes; a field that is given twice is merged.
    private static let durationsName = "/Clip_output_0"
    private static let durationsOutput = Data([0x3A, 0x12, 0x62, 0x10, 0x0A, 0x0E] + Array(durationsName.utf8))

    private let network: ONNXNetwork
    private let alphabet: [Unicode.Scalar: Int64]
    private let space: Int64

    /// Why no machine of this kind can run it.
    static var problemOfMachine: SpeechError? {
        #if arch(x86_64)
            nil
        #else
            SpeechError(.voiceDamaged, "ONNX Runtime is installed for x86-64 machines only")
        #endif
    }

    /// - Throws: `SpeechError` with the code `voiceMissing` or `voiceDamaged`.
    init(in folder: VoiceFolder?, for voice: VoiceName) throws {
        guard let folder, let file = VoicePackage.hibari.file("hibari.onnx"),
            let letters = VoicePackage.hibari.file("vocab.json"),
            let library = VoicePackage.onnxRuntime.file("libonnxruntime.so.1")
        else { throw SpeechError(.voiceMissing, voice.rawValue) }
        // The library's bytes are hashed once for each job (`problem`), not for each scene: that takes longer than a sentence.
        if let problem = folder.problem(with: library) { throw problem }
        alphabet = try Self.alphabet(folder.data(of: letters))
        space = alphabet[" "] ?? 0
        var model = try folder.data(of: file)
        model.append(Self.durationsOutput)
        network = try ONNXNetwork(model: model, library: folder.url(of: library))
    }

    private static func alphabet(_ data: Data) throws(SpeechError) -> [Unicode.Scalar: Int64] {
        guard let numbers = try? JSONDecoder().decode([String: Int64].self, from: data) else {
            throw SpeechError(.voiceDamaged, "vocab.json is no list of letters")
        }
        return Dictionary(
            numbers.compactMap { name, number in name.unicodeScalars.first.map { ($0, number) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// - Returns: a span for each unit; `nil` for those without phonemes.
    func speak(_ units: [PhonemeUnit], speed: Double) throws -> Utterance {
        var samples: [Int16] = []
        var spans: [ClosedRange<Double>?] = []
        for part in parts(of: units) {
            let spoken = try speak(part, speed: Float(speed))
            let offset = Double(samples.count) / Double(CVOCODER_RATE)
            spans += spoken.spans.map { $0.map { $0.lowerBound + offset...$0.upperBound + offset } }
            samples += spoken.samples
        }
        return Utterance(samples: samples, sampleRate: CVOCODER_RATE, spans: spans)
    }

    /// Cut after the last mark that fits, or else after the last unit.
    private func parts(of units: [PhonemeUnit]) -> [[PhonemeUnit]] {
        var parts: [[PhonemeUnit]] = []
        var current: [PhonemeUnit] = []
        var length = 0
        for unit in units {
            let cost = unit.phonemes.count + 2
            if length + cost > Self.longestInput, !current.isEmpty {
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

    private func speak(_ units: [PhonemeUnit], speed: Float) throws -> Utterance {
        let input = encode(units)
        guard input.numbers.count > 2 else {
            return Utterance(samples: [], sampleRate: CVOCODER_RATE, spans: units.map { _ in nil })
        }
        let names = ["lh", "theta", "ln", "lr", "phi", "f0", Self.durationsName]
        return try network.run(ids: input.numbers, speed: speed, outputs: names) { tensors in
            let frames = tensors[5].count
            let bins = CVOCODER_BINS
            guard tensors[..<5].allSatisfy({ $0.count == bins * frames }), (3...Self.mostFrames).contains(frames),
                tensors[6].count == input.numbers.count
            else { throw SpeechError(.engineFailed, "the network's outputs have sizes \(tensors.map(\.count))") }
            let samples = try waveform(tensors, frames: frames, seed: input.seed)
            let ends = tensors[6].reduce(into: [0.0]) { $0.append($0[$0.count - 1] + Double($1)) }
            guard let total = ends.last, total > 0 else {
                throw SpeechError(.engineFailed, "the network's durations add up to nothing")
            }
            let length = Double(samples.count) / Double(CVOCODER_RATE)
            let spans = input.places.map { place in
                place.map { place in
                    let (start, end) = (ends[place.lowerBound], ends[place.upperBound])
                    let first = max(0, start / total * length - Self.lateness)
                    return first...max(first, end / total * length - Self.lateness)
                }
            }
            return Utterance(samples: samples, sampleRate: CVOCODER_RATE, spans: spans)
        }
    }

    private func waveform(
        _ tensors: [UnsafeBufferPointer<Float>], frames: Int, seed: UInt64
    ) throws -> [Int16] {
        var spectra = cvocoder_spectra(
            pulse_gain: tensors[0].baseAddress, pulse_turn: tensors[1].baseAddress, noise_gain: tensors[2].baseAddress,
            free_gain: tensors[3].baseAddress, free_phase: tensors[4].baseAddress, pitch: tensors[5].baseAddress,
            frames: frames)
        var wave = [Float](repeating: 0, count: frames * CVOCODER_HOP)
        guard cvocoder_speak(&spectra, seed, &wave) else {
            throw SpeechError(.engineFailed, "no waveform of \(frames) frames")
        }
        return wave.map { sample in
            // What is no number is silence.
            sample.isFinite ? Int16((max(-1, min(1, sample)) * 32_767).rounded()) : 0
        }
    }

    /// The numbers of a part: 0 at both ends, spaces between units. `places` has for each unit where it begins, its space
    /// included, and where it ends, its mark not included. `seed` is a hash of the numbers (FNV-1a), so that the same text
    /// has the same noise.
    private func encode(
        _ units: [PhonemeUnit]
    ) -> (numbers: [Int64], places: [Range<Int>?], seed: UInt64) {
        var numbers: [Int64] = [0]
        var places: [Range<Int>?] = []
        for unit in units {
            let letters = unit.phonemes.compactMap { alphabet[$0] }
            let start = numbers.count
            if !letters.isEmpty {
                if start > 1 { numbers.append(space) }
                numbers += letters
            }
            places.append(letters.isEmpty ? nil : start..<numbers.count)
            if let mark = unit.mark.flatMap({ alphabet[$0] }), numbers.count > 1 { numbers.append(mark) }
        }
        numbers.append(0)
        let seed = numbers.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return (numbers, places, seed)
    }
}
