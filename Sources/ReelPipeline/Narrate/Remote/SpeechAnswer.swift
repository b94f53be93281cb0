import Foundation
import ReelCore

/// What a service answered: audio, and what it says of when things are heard.
package struct SpeechAnswer: Sendable {
    package var audio: Data
    /// What is heard when, in the server's own pieces; `nil` where it tells nothing.
    package var times: [TimedText]?

    /// A word or a part of one, as the server wrote it, and seconds.
    package struct TimedText: Hashable, Codable, Sendable {
        package var text: String
        package var start: Double
        package var end: Double

        package init(text: String, start: Double, end: Double) {
            self.text = text
            self.start = start
            self.end = end
        }
    }

    /// Pieces that are looked at; a text of 40,000 characters has no more words.
    private static let mostPieces = 20_000

    /// - Throws: `RemoteSpeechError.unusable` for what is not of the form that is documented.
    package init(_ body: Data, of kind: SpeechAPIKind) throws(RemoteSpeechError) {
        switch kind {
        case .openai:
            audio = body
        case .captioned:
            let json = try Self.json(body)
            audio = try Self.audio(json["audio"])
            // Outside English, and where it is not asked for, `null`.
            times = json["timestamps"]?.array.flatMap(Self.words)
        case .elevenlabs:
            let json = try Self.json(body)
            audio = try Self.audio(json["audio_base64"])
            times = json["alignment"].flatMap(Self.characters)
        }
    }

    private static func json(_ body: Data) throws(RemoteSpeechError) -> JSONValue {
        do {
            return try WireCoding.read(body)
        } catch {
            throw .unusable("no JSON: \(error)")
        }
    }

    private static func audio(_ value: JSONValue?) throws(RemoteSpeechError) -> Data {
        guard let text = value?.string else { throw .unusable("no audio in its JSON") }
        guard let audio = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else {
            throw .unusable("its audio is not in base64")
        }
        return audio
    }

    /// `[{"word": "Hello", "start_time": 0.1, "end_time": 0.4}, …]`
    private static func words(_ values: [JSONValue]) -> [TimedText]? {
        guard values.count <= mostPieces else { return nil }
        var words: [TimedText] = []
        for value in values {
            guard let text = value["word"]?.string else { return nil }
            // A piece without times has no sound of its own, as punctuation has none.
            guard let start = value["start_time"]?.double, let end = value["end_time"]?.double else { continue }
            words.append(TimedText(text: text, start: start, end: end))
        }
        return words.isEmpty ? nil : words
    }

    /// `{"characters": ["H", …], "character_start_times_seconds": [0, …], "character_end_times_seconds": [0.1, …]}`: words
    /// are made of what stands between white space.
    private static func characters(_ value: JSONValue) -> [TimedText]? {
        guard let characters = value["characters"]?.array, let starts = value["character_start_times_seconds"]?.array,
            let ends = value["character_end_times_seconds"]?.array, characters.count == starts.count,
            starts.count == ends.count, characters.count <= 10 * mostPieces
        else { return nil }
        var words: [TimedText] = []
        var isInWord = false
        for (index, value) in characters.enumerated() {
            guard let text = value.string, let start = starts[index].double, let end = ends[index].double else {
                return nil
            }
            if text.allSatisfy(\.isWhitespace) {
                isInWord = false
            } else if isInWord {
                words[words.count - 1].text += text
                words[words.count - 1].end = end
            } else {
                words.append(TimedText(text: text, start: start, end: end))
                isInWord = true
            }
        }
        return words.isEmpty || words.count > mostPieces ? nil : words
    }
}

extension JSONValue {
    fileprivate var double: Double? { if case .number(let value) = self { value } else { nil } }
}
