import Foundation

/// Kinds of audio that a service may be asked for, by the names that OpenAI's API gives them.
public enum SpeechAudioFormat: String, Codable, CaseIterable, Sendable {
    case mp3, opus, aac, flac, wav, pcm

    /// Hertz of `pcm`: 16 bits, little-endian, mono (OpenAI, "Text to speech", "Supported output formats").
    static let pcmRate = 24_000

    /// What bytes are, by how they begin; `nil` for what is none of these. `pcm` has no beginning of its own.
    package init?(of bytes: Data) {
        let head = [UInt8](bytes.prefix(12))
        func begins(_ text: String, at offset: Int = 0) -> Bool {
            head.dropFirst(offset).starts(with: text.utf8)
        }
        if (begins("RIFF") || begins("RF64")) && begins("WAVE", at: 8) {
            self = .wav
        } else if begins("fLaC") {
            self = .flac
        } else if begins("OggS") {
            self = .opus
        } else if begins("ID3") {
            self = .mp3
        } else if head.count >= 2, head[0] == 0xFF, head[1] & 0xF6 == 0xF0 {
            self = .aac  // ADTS: twelve bits of synchronisation, layer 0 (ISO 13818-7, 6.2)
        } else if head.count >= 2, head[0] == 0xFF, head[1] & 0xE0 == 0xE0, head[1] & 0x06 != 0 {
            self = .mp3  // a frame of layer I, II or III (ISO 11172-3, 2.4.1.3)
        } else {
            return nil
        }
    }

    /// Whether bytes are text, which is what servers send instead of audio when something is wrong.
    package static func isText(_ bytes: Data) -> Bool {
        let head = bytes.prefix(200)
        return !head.isEmpty && head.allSatisfy { (0x20...0x7E).contains($0) || (0x09...0x0D).contains($0) }
    }

    /// ffmpeg's demuxer, and the decoders that it may use.
    var demuxer: String {
        switch self {
        case .opus: "ogg"
        case .pcm: "s16le"
        case .mp3, .aac, .flac, .wav: rawValue
        }
    }

    var decoders: String {
        switch self {
        case .mp3: "mp3,mp3float"
        case .opus: "opus,vorbis,flac"
        case .aac: "aac"
        case .flac: "flac"
        case .wav: "pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_f64le,pcm_u8,pcm_mulaw,pcm_alaw"
        case .pcm: "pcm_s16le"
        }
    }

    /// Whether a file is shorter than it says of itself. What tells nothing of its length is not.
    package func isCut(_ bytes: Data) -> Bool {
        switch self {
        case .wav: WAVHead(bytes).isCut
        case .opus: !Self.hasLastOggPage(bytes)
        case .pcm: bytes.count % 2 != 0
        case .mp3, .aac, .flac: false
        }
    }

    /// Whether one of the last pages ends its stream (RFC 3533, 6: bit 2 of a page's header type). A page has 64 KiB at most.
    private static func hasLastOggPage(_ bytes: Data) -> Bool {
        let tail = bytes.suffix(66_000)
        guard let page = tail.range(of: Data("OggS".utf8), options: .backwards) else { return false }
        let type = page.lowerBound + 5
        return type < tail.endIndex && tail[type] & 4 != 0
    }
}

/// The chunks of a WAVE file, as far as they tell its length.
private struct WAVHead {
    /// Whether the samples are fewer than the header says. Servers that stream do not know how many will come, and write 0 or
    /// a number near the largest.
    let isCut: Bool

    init(_ bytes: Data) {
        func number(_ offset: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(bytes[bytes.startIndex + offset + $1]) << (8 * $1) }
        }
        var offset = 12
        // As many chunks as anybody writes before the samples, and more.
        for _ in 0..<100 {
            guard offset + 8 <= bytes.count else { break }
            let size = number(offset + 4)
            if bytes.dropFirst(offset).starts(with: "data".utf8) {
                isCut = size < 0x7FFF_0000 && size > bytes.count - offset - 8
                return
            }
            offset += 8 + size + size % 2
        }
        isCut = true
    }
}
