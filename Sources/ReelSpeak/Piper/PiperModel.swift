import Foundation
import ReelCore
import ReelSpeech

/// The network of one voice of Piper (VITS), as its exporter writes it.
final class PiperModel: SpeechNetwork {
    let encoding: PhonemeEncoding
    let sampleRate: Int
    let longestPart = 300
    let lateness = 0.0
    /// In samples: three minutes, more than the longest part takes at half the speed.
    private static let mostSamples = 180 * 48_000

    private let network: ONNXNetwork
    private let configuration: PiperConfiguration
    private let output: String
    private let durations: String

    /// - Throws: `SpeechError` with the code `voiceMissing` or `voiceDamaged`.
    init(_ voice: PiperVoice, configuration: PiperConfiguration, in folder: VoiceFolder) throws {
        let library = try ONNXNetwork.library(in: folder)
        if let problem = voice.problemOfModel { throw problem }
        self.configuration = configuration
        sampleRate = configuration.sampleRate
        let numbers = configuration.numbers
        encoding = PhonemeEncoding(
            numbers, start: numbers["^"] ?? [], end: numbers["$"] ?? [], pad: numbers["_"] ?? [])
        do {
            let model = try ONNXModel(Data(contentsOf: voice.model, options: .alwaysMapped))
            guard model.inputs.isSuperset(of: ["input", "input_lengths", "scales"]),
                model.outputs.count == 1, let output = model.outputs.first
            else { throw ONNXModel.Unreadable(description: "its inputs and outputs are not those of a voice of Piper") }
            // The one tensor that is rounded up has the samples' hops for each letter.
            let rounded = model.nodes.filter { $0.operation == "Ceil" }
            guard rounded.count == 1 else {
                throw ONNXModel.Unreadable(description: "it does not tell how long its phonemes last")
            }
            (self.output, durations) = (output, rounded[0].output)
            network = try ONNXNetwork(
                model: model.seeded(outputs: output == durations ? [] : [durations]), library: library)
        } catch let error as ONNXModel.Unreadable {
            throw SpeechError(.voiceDamaged, "\(voice.model.path): \(error.description)")
        } catch let error as SpeechError where error.code == .voiceDamaged {
            throw SpeechError(.voiceDamaged, "\(voice.model.path): \(error.detail)")
        }
    }

    func synthesize(
        _ input: PhonemeEncoding.Encoded, speed: Float
    ) throws -> (samples: [Int16], durations: [Float]) {
        let scales = [
            Float(configuration.noise), Float(configuration.length) / speed, Float(configuration.noiseOfDurations),
        ]
        var inputs = [
            ONNXInput.integers("input", input.numbers, shape: [1, input.numbers.count]),
            .integers("input_lengths", [Int64(input.numbers.count)]), .numbers("scales", scales),
        ]
        // The first of several speakers.
        if configuration.speakers > 1 { inputs.append(.integers("sid", [0])) }
        return try network.run(inputs, outputs: [output, durations]) { tensors in
            guard (1...Self.mostSamples).contains(tensors[0].count) else {
                throw SpeechError(.engineFailed, "the network made \(tensors[0].count) samples")
            }
            return ([Int16](clipping: tensors[0]), Array(tensors[1]))
        }
    }
}
