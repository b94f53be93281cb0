import Foundation

/// A voice of Piper that a user has dropped into the voices folder: `NAME.onnx` and `NAME.onnx.json`, as Piper's own
/// downloader brings them. Both are strangers' files.
public struct PiperVoice: Hashable, Sendable {
    /// By which requests and settings name it, `piper/NAME`.
    public let voice: VoiceName
    public let model: URL
    public let configuration: URL

    /// Why a voice cannot be used, as a part of a sentence.
    public struct Unusable: Error, CustomStringConvertible {
        public let description: String
    }

    /// What is looked at in a folder, so that a folder of other things costs little.
    private static let mostVoices = 200

    /// The voices in a folder, by their names; whether they can be used is not looked at.
    public static func all(in folder: VoiceFolder?) -> [PiperVoice] {
        guard let folder, let files = try? FileManager.default.contentsOfDirectory(atPath: folder.url.path) else {
            return []
        }
        return files.filter { $0.hasSuffix(".onnx") }.sorted().prefix(mostVoices)
            .compactMap { PiperVoice(name: String($0.dropLast(".onnx".count)), in: folder) }
    }

    /// - Returns: `nil` for a name that no request can give.
    public init?(name: String, in folder: VoiceFolder) {
        guard let guessed = Self.name("piper/" + name) else { return nil }
        model = folder.url.appending(path: name + ".onnx")
        configuration = folder.url.appending(path: name + ".onnx.json")
        let told = try? PiperConfiguration(file: configuration).language
        voice = VoiceName(
            guessed.rawValue, provider: guessed.provider, nameAtProvider: name, language: told ?? guessed.language,
            namesLanguage: true)
    }

    /// A name such as `piper/de_DE-thorsten-medium`, whose beginning tells the language; of one that does not, English is
    /// supposed until the voice's file is read.
    ///
    /// - Returns: `nil` for what is no name of such a voice.
    static func name(_ rawValue: String) -> VoiceName? {
        let name = rawValue.utf8.dropFirst("piper/".utf8.count)
        guard rawValue.hasPrefix("piper/"), (1...80).contains(name.count), name.first != UInt8(ascii: "."),
            name.allSatisfy(isAllowed)
        else { return nil }
        let text = String(decoding: name, as: UTF8.self)
        let tag = text.prefix { $0 != "-" }
        let language = tag.contains("_") || tag.count == 2 ? SpokenLanguage(tag: String(tag)) : nil
        return VoiceName(
            rawValue, provider: "piper", nameAtProvider: text, language: language ?? .english, namesLanguage: true)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// What the voice's file says of it.
    ///
    /// - Throws: `Unusable`.
    public func read() throws -> PiperConfiguration { try PiperConfiguration(file: configuration) }
}

/// The file `NAME.onnx.json` of a voice of Piper.
public struct PiperConfiguration: Hashable, Sendable {
    /// In hertz.
    public let sampleRate: Int
    /// What espeak-ng calls the language, such as `en-us`.
    public let accent: String
    public let language: SpokenLanguage
    /// Numbers by phonemes, each a single scalar.
    public let numbers: [Unicode.Scalar: [Int64]]
    public let speakers: Int
    public let noise: Double
    public let length: Double
    public let noiseOfDurations: Double

    /// In bytes; the largest known has 10 KB.
    private static let longestFile = 1 << 20

    /// - Throws: `PiperVoice.Unusable`.
    init(file: URL) throws {
        let path = file.resolvingSymlinksInPath()
        guard let found = try? path.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]) else {
            throw PiperVoice.Unusable(description: "\(file.path) is not there")
        }
        guard found.isRegularFile == true, let size = found.fileSize, size <= Self.longestFile,
            let data = try? Data(contentsOf: path)
        else { throw PiperVoice.Unusable(description: "\(file.path) is no file of a voice") }
        do {
            try self.init(data)
        } catch let error as PiperVoice.Unusable {
            throw PiperVoice.Unusable(description: "\(file.path): \(error.description)")
        }
    }

    /// - Parameter data: the file's bytes.
    /// - Throws: `PiperVoice.Unusable`.
    public init(_ data: Data) throws {
        let json: JSONValue
        do {
            json = try WireCoding.read(data)
        } catch {
            throw PiperVoice.Unusable(description: "it is not JSON: \(error)")
        }
        let kind = json["phoneme_type"]?.string ?? "espeak"
        guard kind == "espeak" else {
            throw PiperVoice.Unusable(
                description: "its phonemes are of the type \(kind.prefix(40)); only those of espeak are known")
        }
        guard let rate = json["audio"]?["sample_rate"]?.integer, (8_000...48_000).contains(rate) else {
            throw PiperVoice.Unusable(description: "audio.sample_rate should be a number from 8000 to 48000")
        }
        let isName = { (text: String) in
            (2...40).contains(text.utf8.count)
                && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        }
        guard let accent = json["espeak"]?["voice"]?.string, isName(accent) else {
            throw PiperVoice.Unusable(description: "espeak.voice should be the name of a language")
        }
        guard let language = SpokenLanguage(tag: accent) else {
            throw PiperVoice.Unusable(description: "its language, \(accent), is not one that is spoken here")
        }
        (sampleRate, self.accent, self.language) = (rate, accent, language)
        numbers = try Self.numbers(json["phoneme_id_map"])
        speakers = max(1, json["num_speakers"]?.integer ?? 1)
        let inference = json["inference"]
        noise = Self.number(inference?["noise_scale"], in: 0...2, default: 0.667)
        length = Self.number(inference?["length_scale"], in: 0.25...4, default: 1)
        noiseOfDurations = Self.number(inference?["noise_w"], in: 0...2, default: 0.8)
    }

    private static func numbers(_ json: JSONValue?) throws -> [Unicode.Scalar: [Int64]] {
        var numbers: [Unicode.Scalar: [Int64]] = [:]
        for (letter, value) in json?.object ?? [:] {
            let scalars = Array(letter.unicodeScalars)
            let list = (value.array ?? []).map { $0.integer ?? -1 }
            guard scalars.count == 1, (1...16).contains(list.count), list.allSatisfy({ (0...100_000).contains($0) })
            else { continue }
            numbers[scalars[0]] = list.map(Int64.init)
        }
        guard ["^", "$", "_", " "].allSatisfy({ numbers[$0] != nil }), numbers.count > 10 else {
            throw PiperVoice.Unusable(
                description: "phoneme_id_map should have a number for each phoneme, and for ^, $, _")
        }
        return numbers
    }

    private static func number(_ json: JSONValue?, in range: ClosedRange<Double>, default usual: Double) -> Double {
        guard case .number(let value)? = json, range.contains(value) else { return usual }
        return value
    }
}
