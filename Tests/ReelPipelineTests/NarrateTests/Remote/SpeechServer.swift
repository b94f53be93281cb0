import Foundation
import ReelCore
import ReelNarrate
import ReelSpeech
import ReelTestKit
import ReelTool
import Synchronization
import Testing

/// A speech service of the tests: speech of another engine, in whatever format it is asked for.
struct SpeechServer: Sendable {
    let server: LocalHTTPServer

    /// The JSON that was sent with each request so far.
    var bodies: [JSONValue] {
        server.requests.compactMap { try? WireCoding.decode(JSONValue.self, from: $0.body) }
    }

    /// Answers as OpenAI does.
    static func openAI(_ request: LocalRequest) async throws -> LocalResponse {
        let body = try WireCoding.decode(JSONValue.self, from: request.body)
        let format = try #require(SpeechAudioFormat(rawValue: body["response_format"]?.string ?? "mp3"))
        let text = try #require(body["input"]?.string)
        let speech = try await SampleSpeech.of(text)
        return .data(try await speech.encoded(format), type: "audio/\(format.rawValue)")
    }

    /// Answers the first requests with these, and the others as OpenAI does.
    static func afterwards(
        _ first: [LocalResponse]
    ) -> @Sendable (LocalRequest) async throws -> LocalResponse {
        let left = Mutex(first)
        return { request in
            if let response = left.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return response }
            return try await openAI(request)
        }
    }
}

/// Speech by flite, with the times of its words, made once for each text.
struct SampleSpeech: Sendable {
    /// A WAV file's bytes: 16 kHz.
    let wav: Data
    let words: [SpokenWord]

    private static let made = Mutex<[String: SampleSpeech]>([:])

    static func of(_ text: String) async throws -> SampleSpeech {
        if let known = made.withLock({ $0[text] }) { return known }
        let speech = try await withTemporaryFolder { folder in
            let request = SpeechRequest(text: text, voice: "slt", pauses: Pauses(leadIn: 0.2, after: 0.3))
            try await SpeechProgram(ToolCommand(try BuiltProgram.url("ReelSpeak").path, [])).speak(
                try WireCoding.encode(request), into: folder, timeout: .seconds(60))
            return SampleSpeech(
                wav: try Data(contentsOf: folder.appending(path: SpeechFiles.audio)),
                words: try WireCoding.decode(
                    [SpokenWord].self, from: Data(contentsOf: folder.appending(path: SpeechFiles.words))))
        }
        made.withLock { $0[text] = speech }
        return speech
    }

    func encoded(_ format: SpeechAudioFormat) async throws -> Data {
        switch format {
        case .wav: wav
        case .mp3: try await converted(["-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp3"])
        case .opus: try await converted(["-c:a", "libopus", "-b:a", "48k", "-f", "ogg"])
        case .aac: try await converted(["-c:a", "aac", "-f", "adts"])
        case .flac: try await converted(["-c:a", "flac", "-f", "flac"])
        case .pcm: try await converted(["-ar", "24000", "-c:a", "pcm_s16le", "-f", "s16le"])
        }
    }

    /// By ffmpeg.
    func converted(_ arguments: [String]) async throws -> Data {
        try await withTemporaryFolder { folder in
            let (input, output) = (folder.appending(path: "in.wav"), folder.appending(path: "out"))
            try wav.write(to: input)
            try await Tool.run(
                ToolCommand("ffmpeg", ["-loglevel", "error", "-i", input.path] + arguments + [output.path]))
            return try Data(contentsOf: output)
        }
    }

    /// As Kokoro-FastAPI sends it: words and signs are pieces of their own.
    var captions: [JSONValue] {
        words.flatMap { word -> [JSONValue] in
            let core = word.text.trimmingCharacters(in: .punctuationCharacters)
            let sign = word.text.hasPrefix(core) ? String(word.text.dropFirst(core.count)) : ""
            return [Self.caption(core, word.start, word.end)]
                + (sign.isEmpty ? [] : [Self.caption(sign, word.end, word.end)])
        }
    }

    static func caption(_ word: String, _ start: Double, _ end: Double) -> JSONValue {
        .object(["word": .string(word), "start_time": .number(start), "end_time": .number(end)])
    }
}
