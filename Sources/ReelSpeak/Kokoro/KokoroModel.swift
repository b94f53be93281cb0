import Foundation
import ReelCore
import ReelSpeech

/// The network Kokoro-82M with the style of one voice.
final class KokoroModel: SpeechNetwork {
    let encoding: PhonemeEncoding
    let sampleRate = 24_000
    /// The network takes 510, but a second of speech takes 150 MB.
    let longestPart = 150
    let lateness = 0.05
    private static let durationsName = "/encoder/Clip_output_0"
    /// Numbers of a style, and how many styles a voice has: one for each length of the text.
    private static let styleSize = 256, styleCount = 510

    private let network: ONNXNetwork
    private let styles: [Float]

    /// - Throws: `SpeechError` with the code `voiceMissing` or `voiceDamaged`.
    init(in folder: VoiceFolder?, style: String, for voice: VoiceName) throws {
        guard let folder, let letters = VoicePackage.kokoro.file("vocab.json"),
            let styleFile = VoicePackage.kokoro.file("voices_ja.npz")
        else { throw SpeechError(.voiceMissing, voice.rawValue) }
        let library = try ONNXNetwork.library(in: folder)
        encoding = PhonemeEncoding(try Self.alphabet(folder.data(of: letters)))
        styles = try Self.styles(style, in: folder.data(of: styleFile))
        var whole = Data(capacity: 93 << 20)
        for part in VoicePackage.kokoroModel {
            for file in part.files where file.path.hasSuffix(".bin") { whole += try folder.data(of: file) }
        }
        whole += ONNXModel.addition(outputs: [Self.durationsName])
        network = try ONNXNetwork(model: whole, library: library)
    }

    private static func alphabet(_ data: Data) throws(SpeechError) -> [Unicode.Scalar: [Int64]] {
        guard let numbers = try? JSONDecoder().decode([String: [String: Int64]].self, from: data)["vocab"] else {
            throw SpeechError(.voiceDamaged, "kokoro/vocab.json is no list of letters")
        }
        return Dictionary(
            numbers.compactMap { name, number in name.unicodeScalars.first.map { ($0, [number]) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The file is a ZIP archive of NumPy's arrays, none of them compressed; its bytes are pinned, so that it is enough to
    /// find an entry's local header (PKWARE's APPNOTE, 4.3.7) by its name, and to pass over the array's (NumPy's NEP 1).
    private static func styles(_ name: String, in archive: Data) throws(SpeechError) -> [Float] {
        let wanted = Data("\(name).npy".utf8)
        let size = styleCount * styleSize * MemoryLayout<Float>.size
        guard let entry = archive.range(of: wanted),
            let array = archive.range(
                of: Data("\u{93}NUMPY".unicodeScalars.map { UInt8($0.value) }), in: entry.upperBound..<archive.endIndex),
            array.upperBound + 4 <= archive.endIndex
        else { throw SpeechError(.voiceDamaged, "kokoro/voices_ja.npz has no voice \(name)") }
        let length = Int(archive[array.upperBound + 2]) | Int(archive[array.upperBound + 3]) << 8
        let start = array.upperBound + 4 + length
        guard start + size <= archive.endIndex else {
            throw SpeechError(.voiceDamaged, "kokoro/voices_ja.npz is cut short")
        }
        return archive[start..<start + size].withUnsafeBytes { bytes in
            (0..<styleCount * styleSize).map { index in
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
            }
        }
    }

    func synthesize(
        _ input: PhonemeEncoding.Encoded, speed: Float
    ) throws -> (samples: [Int16], durations: [Float]) {
        let length = min(max(1, input.numbers.count - 2), Self.styleCount)
        let style = Array(styles[(length - 1) * Self.styleSize..<length * Self.styleSize])
        let inputs = [
            ONNXInput.integers("tokens", input.numbers, shape: [1, input.numbers.count]),
            .numbers("style", style, shape: [1, Self.styleSize]), .numbers("speed", [speed]),
        ]
        return try network.run(inputs, outputs: ["audio", Self.durationsName]) { tensors in
            guard !tensors[0].isEmpty else { throw SpeechError(.engineFailed, "the network made no sound") }
            return ([Int16](clipping: tensors[0]), Array(tensors[1]))
        }
    }
}
