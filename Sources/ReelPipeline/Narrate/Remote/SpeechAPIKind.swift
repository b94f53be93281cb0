import Foundation
import ReelCore
import ReelFetch

extension SpeechAPIKind {
    /// `nil` where there is none that would be everybody's.
    var usualModel: String? {
        switch self {
        case .openai: nil
        case .captioned: "kokoro"
        case .elevenlabs: "eleven_multilingual_v2"
        }
    }

    /// Without loss where that costs nothing: a minute has 3 MB. ElevenLabs gives uncompressed sound to dearer plans only.
    var usualFormat: SpeechAudioFormat { self == .elevenlabs ? .mp3 : .wav }

    var formats: [SpeechAudioFormat] {
        self == .elevenlabs ? [.mp3, .opus, .pcm] : SpeechAudioFormat.allCases
    }
}

extension RemoteSpeechSettings {
    /// One request for a text.
    ///
    /// - Parameter speed: how many times faster than the voice's own pace.
    func request(for text: String, speed: Double) throws -> FetchRequest {
        var headers = [HTTPField("Content-Type", "application/json")]
        if let key {
            headers.append(
                kind == .elevenlabs
                    ? HTTPField("xi-api-key", key.value) : HTTPField("Authorization", "Bearer \(key.value)"))
        }
        return FetchRequest(
            url: endpoint, accept: kind == .openai ? "audio/*, application/octet-stream" : "application/json",
            maximumBytes: Self.largestAnswer, method: .post, headers: headers,
            body: try WireCoding.encode(JSONValue.object(body(text, speed: speed))), takesAnyStatus: true)
    }

    /// Bytes: ten minutes of WAV at 24 kHz, or two of what is in base64. A scene has 1,000 characters, a minute.
    private static let largestAnswer = 32_000_000

    /// Where requests go, whether the address in the settings names the API's root, its version or the endpoint itself.
    var endpoint: String {
        switch kind {
        case .openai: url.hasSuffix("/audio/speech") ? url : url + "/audio/speech"
        case .captioned: url.hasSuffix("/captioned_speech") ? url : root + "/dev/captioned_speech"
        case .elevenlabs:
            root + "/v1/text-to-speech/\(Self.pathSegment(voice))/with-timestamps?output_format=\(elevenLabsFormat)"
        }
    }

    private var root: String { url.hasSuffix("/v1") ? String(url.dropLast(3)) : url }

    private static func pathSegment(_ name: String) -> String {
        name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-_"))) ?? ""
    }

    /// Codec, sample rate and bit rate (ElevenLabs, "Create speech with timing", `output_format`).
    private var elevenLabsFormat: String {
        switch format {
        case .pcm: "pcm_\(SpeechAudioFormat.pcmRate)"
        case .opus: "opus_48000_96"
        case .mp3, .aac, .flac, .wav: "mp3_44100_128"
        }
    }

    private func body(_ text: String, speed: Double) -> [String: JSONValue] {
        var body: [String: JSONValue] = [:]
        switch kind {
        case .elevenlabs:
            body = ["text": .string(text), "model_id": .string(model)]
            // What this API takes.
            if speed != 1 { body["voice_settings"] = .object(["speed": .number(min(max(speed, 0.7), 1.2))]) }
        case .openai, .captioned:
            body = [
                "model": .string(model), "input": .string(text), "voice": .string(voice),
                "response_format": .string(format.rawValue),
            ]
            if speed != 1 { body["speed"] = .number(speed) }
            if let instructions { body["instructions"] = .string(instructions) }
            if kind == .captioned {
                body["return_timestamps"] = .bool(true)
                // Else it sends a line of JSON for each piece.
                body["stream"] = .bool(false)
            }
        }
        return body
    }
}
