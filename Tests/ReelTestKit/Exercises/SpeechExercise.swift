import Foundation
import ReelCore
import ReelSpeech
import Testing

/// What a correct speech provider is: every provider's tests run all of `SpeechExercise.all`.
///
///     @Test(arguments: SpeechExercise.applicable(to: subject))
///     func behaves(_ exercise: SpeechExercise) async throws { try await exercise.run(subject) }
public struct SpeechExercise: Sendable, CustomTestStringConvertible {
    /// The sentence that holds.
    public let name: String
    /// What the provider must be able to do for it; `nil` for what every provider does.
    let needed: SpeechCapability?
    private let body: @Sendable (SpeechBench) async throws -> Void

    init(
        _ name: String, needs needed: SpeechCapability? = nil,
        _ body: @escaping @Sendable (SpeechBench) async throws -> Void
    ) {
        self.name = name
        self.needed = needed
        self.body = body
    }

    public var testDescription: String { name }

    public func run(_ subject: SpeechSubject) async throws {
        let bench = try SpeechBench(subject)
        defer { bench.remove() }
        try await body(bench)
    }

    public static let all = words + requests + languages

    /// Those that a provider's declared capabilities allow.
    public static func applicable(to subject: SpeechSubject) -> [SpeechExercise] {
        all.filter { $0.needed.map(subject.capabilities.contains) ?? true }
    }

    /// The names of those that they do not, for a test to list.
    public static func skipped(by subject: SpeechSubject) -> [String] {
        all.filter { $0.needed.map { !subject.capabilities.contains($0) } ?? false }.map(\.name)
    }
}

/// What not every provider can do.
public enum SpeechCapability: Hashable, Sendable {
    /// The same request gives the same samples, each time.
    case sameBytes
    /// The pace follows `SpeechRequest.speed`.
    case speed
    /// Text without letters or digits that the voice can pronounce is refused, instead of spoken in some way.
    case refusesSigns
    /// Text in the language of this code is pronounced.
    case language(String)

    /// Twelve languages in eight scripts, a sentence of each; numbers, quotation marks and abbreviations are in them.
    public static let sentences: [(language: String, text: String)] = [
        ("en", "Mr. Smith paid $3.50 in 2026 — a well-known “deal,” said the U.S. Senate. Was it?"),
        ("de", "Im Jahr 2026 kostet das Brötchen 3,50 € – sagt Dr. Müller am 3. Mai. Ja, „wirklich“?"),
        ("fr", "Le 14 juillet, l’hôtel a coûté 1 250 000 euros. C’est vrai !"),
        ("es", "¿Cuánto cuesta? Unos 2,5 millones de dólares, dijo el Sr. Núñez."),
        ("it", "Il fiume è salito di 2 metri; la città è al buio."),
        ("pl", "Rzeka podniosła się o 2 metry; straty wynoszą 15%."),
        ("ru", "Ночью вода поднялась на 2 метра. Город остался без света."),
        ("el", "Το ποτάμι ανέβηκε 2 μέτρα."), ("hi", "नदी रात में 2 मीटर बढ़ी। शहर में बिजली नहीं थी।"),
        ("ko", "강물이 밤새 2미터 올랐다."), ("ar", "ارتفع النهر مترين في الليل."),
        ("pt-br", "O rio subiu 2 metros — e a cidade acordou sem luz."),
    ]
}

/// A provider under test, as its program answers.
public struct SpeechSubject: Sendable {
    /// Answers a request, JSON as `SpeechRequest` has it, into a folder: with sound and words, or with a `SpeechError`
    /// in it and an error thrown.
    public typealias Answer = @Sendable (Data, URL) async throws -> Void

    let voices: ProviderVoices
    let capabilities: Set<SpeechCapability>
    let answer: Answer

    public init(_ voices: ProviderVoices, capabilities: Set<SpeechCapability>, answer: @escaping Answer) {
        self.voices = voices
        self.capabilities = capabilities
        self.answer = answer
    }
}

/// One scene's speech as it came back.
struct SpokenScene {
    let audio: Data
    let duration: Double
    let words: [SpokenWord]

    /// Each word as written, in order; each after the one before, and within the sound.
    func expectInOrder(_ text: String) {
        #expect(words.map(\.text) == text.split(whereSeparator: \.isWhitespace).map(String.init))
        var last = 0.0
        for word in words {
            #expect(last <= word.start && word.start <= word.end, "\(word) after \(last)")
            last = word.end
        }
        #expect(last <= duration)
    }
}

/// A subject, a folder for its answers, and shorthands for what nearly every exercise does.
struct SpeechBench: Sendable {
    let subject: SpeechSubject
    private let folder: URL

    init(_ subject: SpeechSubject) throws {
        self.subject = subject
        folder = FileManager.default.temporaryDirectory.appending(path: "speech-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// The voice of a language, or the provider's first.
    func voice(_ language: String? = nil) throws -> String {
        try #require(subject.voices.voices.first { language == nil || $0.language.code == language }).rawValue
    }

    func speak(_ request: SpeechRequest) async throws -> SpokenScene {
        let output = try emptyFolder()
        try await subject.answer(WireCoding.encode(request), output)
        let audio = output.appending(path: SpeechFiles.audio)
        let words = try Data(contentsOf: output.appending(path: SpeechFiles.words))
        #expect(!FileManager.default.fileExists(atPath: output.appending(path: SpeechFiles.error).path))
        return SpokenScene(
            audio: try Data(contentsOf: audio), duration: try WAVFile.duration(of: audio),
            words: try WireCoding.decode([SpokenWord].self, from: words))
    }

    func speak(_ text: String, _ edit: (inout SpeechRequest) -> Void = { _ in }) async throws -> SpokenScene {
        var request = SpeechRequest(text: text, voice: try voice())
        edit(&request)
        return try await speak(request)
    }

    /// The error that a request ends in; nothing else may be left of it.
    func error(of input: Data) async throws -> SpeechError {
        let output = try emptyFolder()
        await #expect(throws: (any Error).self) { try await subject.answer(input, output) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: output.path) == [SpeechFiles.error])
        return try WireCoding.decode(
            SpeechError.self, from: Data(contentsOf: output.appending(path: SpeechFiles.error)))
    }

    private func emptyFolder() throws -> URL {
        let output = folder.appending(path: UUID().uuidString, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: false)
        return output
    }
}
