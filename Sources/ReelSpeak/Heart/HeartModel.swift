import CVocoder
import Foundation
import ReelCore
import ReelSpeech

/// The network of `heart`, which gives spectra, with the vocoder that makes sound of them.
final class HeartModel: SpeechNetwork {
    let encoding: PhonemeEncoding
    let sampleRate = CVOCODER_RATE
    /// About 15 s: memory grows by 4 MB with each second. The network was trained with 400 at most.
    let longestPart = 220
    /// By pocketsphinx's alignment of 442 words.
    let lateness = 0.05
    /// A minute of frames, three times what the longest input takes at half the speed.
    private static let mostFrames = 24_000
    /// The durations of the phonemes, in frames.
    private static let durationsName = "/Clip_output_0"

    private let network: ONNXNetwork

    /// - Throws: `SpeechError` with the code `voiceMissing` or `voiceDamaged`.
    init(in folder: VoiceFolder?, for voice: VoiceName) throws {
        guard let folder, let file = VoicePackage.hibari.file("hibari.onnx"),
            let letters = VoicePackage.hibari.file("vocab.json")
        else { throw SpeechError(.voiceMissing, voice.rawValue) }
        let library = try ONNXNetwork.library(in: folder)
        encoding = PhonemeEncoding(try Self.alphabet(folder.data(of: letters)))
        network = try ONNXNetwork(
            model: folder.data(of: file) + ONNXModel.addition(outputs: [Self.durationsName]), library: library)
    }

    private static func alphabet(_ data: Data) throws(SpeechError) -> [Unicode.Scalar: [Int64]] {
        guard let numbers = try? JSONDecoder().decode([String: Int64].self, from: data) else {
            throw SpeechError(.voiceDamaged, "vocab.json is no list of letters")
        }
        return Dictionary(
            numbers.compactMap { name, number in name.unicodeScalars.first.map { ($0, [number]) } },
            uniquingKeysWith: { first, _ in first })
    }

    func synthesize(
        _ input: PhonemeEncoding.Encoded, speed: Float
    ) throws -> (samples: [Int16], durations: [Float]) {
        let inputs = [
            ONNXInput.integers("ids", input.numbers, shape: [1, input.numbers.count]), .numbers("speed", [speed]),
        ]
        let names = ["lh", "theta", "ln", "lr", "phi", "f0", Self.durationsName]
        return try network.run(inputs, outputs: names) { tensors in
            let frames = tensors[5].count
            guard tensors[..<5].allSatisfy({ $0.count == CVOCODER_BINS * frames }),
                (3...Self.mostFrames).contains(frames)
            else { throw SpeechError(.engineFailed, "the network's outputs have sizes \(tensors.map(\.count))") }
            return (try Self.waveform(tensors, frames: frames, seed: input.seed), Array(tensors[6]))
        }
    }

    private static func waveform(
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
        return [Int16](clipping: wave)
    }
}
