import Foundation
import ReelCore
import ReelSpeech
import ReelText

/// A voice, and the version of its engine, which is a part of what its speech is kept under.
struct Speaker: Sendable {
    var voice: VoiceName
    var version: String
}

/// A stretch of a scene that one voice speaks.
struct SpokenPart: Sendable {
    var text: String
    var speaker: Speaker
}

/// Who speaks which part of each scene.
struct SceneParts: Sendable {
    private let parts: [Int: [SpokenPart]]
    private let speaker: Speaker
    /// Whether anything is spoken by the second voice.
    let areQuoting: Bool

    /// - Parameter quotes: who speaks what is quoted; `nil` for who speaks the rest.
    init(_ script: Script, _ speaker: Speaker, quotes: Speaker?) {
        self.speaker = speaker
        guard let quotes else {
            (parts, areQuoting) = ([:], false)
            return
        }
        let found = Quotations.parts(ofScenes: script.scenes.map(\.script))
        areQuoting = found.joined().contains(where: \.isQuoted)
        parts = Dictionary(
            zip(script.scenes.map(\.sceneNumber), found).map { number, parts in
                (number, parts.map { SpokenPart(text: $0.text, speaker: $0.isQuoted ? quotes : speaker) })
            }, uniquingKeysWith: { first, _ in first })
    }

    func of(_ scene: Scene) -> [SpokenPart] {
        guard let parts = parts[scene.sceneNumber], !parts.isEmpty else {
            return [SpokenPart(text: scene.script, speaker: speaker)]
        }
        return parts
    }
}

extension NarrateStage {
    /// Seconds of silence where another voice goes on.
    private static let pauseBetweenVoices = 0.22

    /// Speaks a scene, of which parts may be spoken by another voice than the rest.
    func narrate(
        _ scene: Scene, _ parts: [SpokenPart], in language: SpokenLanguage, pauses: Pauses, speed: Double,
        _ context: StageContext
    ) async throws -> SceneNarration {
        let requests = parts.enumerated().map { index, part in
            var around = pauses
            if index > 0 { around.leadIn = 0 }
            if index < parts.count - 1 { around.after = Self.pauseBetweenVoices }
            return request(for: part, in: language, speed: speed, pauses: around)
        }
        if parts.count == 1 {
            return try await kept(scene, requests[0], version: parts[0].speaker.version, in: context) { output, _ in
                try await speak(requests[0], by: parts[0].speaker.voice, of: scene, into: output)
            }
        }
        var version = JoinedSpeech.recipe
        for (request, part) in zip(requests, parts) {
            version += "\n\(part.speaker.version) \(String(decoding: try WireCoding.encode(request), as: UTF8.self))"
        }
        return try await kept(scene, requests[0], version: version, in: context) { output, folder in
            var files: [(audio: URL, words: URL)] = []
            for (index, part) in parts.enumerated() {
                let place = folder.appending(path: "part-\(index)", directoryHint: .isDirectory)
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                try await speak(requests[index], by: part.speaker.voice, of: scene, into: place)
                files.append((place.appending(path: SpeechFiles.audio), place.appending(path: SpeechFiles.words)))
            }
            try await translatingErrors(for: scene, by: parts[0].speaker.voice) { [files] in
                try await JoinedSpeech.join(files, into: output, timeout: settings.timeout)
            }
        }
    }

    private func speak(
        _ request: SpeechRequest, by voice: VoiceName, of scene: Scene, into folder: URL
    ) async throws {
        let isSlow = VoiceCatalog.standard.provider(of: voice)?.isSlow == true
        try await translatingErrors(for: scene, by: voice) {
            try await program.speak(
                try WireCoding.encode(request), into: folder, timeout: settings.timeout * (isSlow ? 4 : 1),
                isSlow: isSlow)
        }
    }

    private func request(
        for part: SpokenPart, in language: SpokenLanguage, speed: Double, pauses: Pauses
    ) -> SpeechRequest {
        let voice = part.speaker.voice
        let speaksOne = VoiceName(rawValue: voice.rawValue)?.languages.count == 1
        return request(
            for: part.text, by: voice.rawValue, in: speaksOne ? nil : language,
            speed: settings.speech.speed(of: voice) * speed, pauses: pauses)
    }
}
