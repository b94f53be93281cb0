import Foundation
import ReelCore
import ReelSpeech
import ReelTool
import Synchronization

/// What the offline voices sound like: a few seconds of each, spoken when somebody asks for it first and kept.
///
/// A stranger can have no more made than there are voices, one at a time: each is made once for each version of
/// `ReelSpeak`, one that failed is not tried again for a minute, and who asks while another is made is told to wait.
package final class VoiceSamples: Sendable {
    /// Why there is no sample now.
    package enum Failure: Error, Hashable {
        /// Another one is being made.
        case busy
        /// It could not be spoken, by the engine's own account.
        case failed(String)
    }

    private struct State {
        var isAtWork = false
        var failures: [VoiceName: (until: ContinuousClock.Instant, reason: String)] = [:]
    }

    private let folder: URL
    private let command: ToolCommand
    private let program: SpeechProgram
    private let state = Mutex(State())

    /// How long a voice that failed is left alone.
    private static let patience = Duration.seconds(60)
    private static let timeout = Duration.seconds(20)

    /// - Parameters:
    ///   - folder: where samples are kept; made when the first one is.
    ///   - command: the program `ReelSpeak`.
    ///   - voices: where voices lie that Debian does not have.
    package init(folder: URL, command: ToolCommand = SpeechProgram.command(), voices: VoiceFolder?) {
        self.folder = folder
        self.command = command
        program = SpeechProgram(command, voices: voices)
    }

    /// The name of a voice's sample in the folder, which is there afterwards. Blocks its thread for as long as the voice
    /// speaks.
    package func file(of voice: VoiceName) throws(Failure) -> String {
        let name = Self.fileName(voice)
        if isCurrent(name) { return name }
        try begin(voice)
        defer { state.withLock { $0.isAtWork = false } }
        do {
            try make(voice, name)
        } catch {
            let reason = String(describing: error)
            state.withLock { $0.failures[voice] = (.now + Self.patience, reason) }
            throw .failed(reason)
        }
        return name
    }

    /// Letters, digits and `. _ + -` alone, which `ProviderVoices` holds names to; brackets, which stand in names of mixed
    /// voices, are no part of it.
    package static func fileName(_ voice: VoiceName) -> String {
        let name = voice.fullName.map { $0 == "/" || $0 == "(" || $0 == ")" ? "_" : $0 }
        return String(name) + ".wav"
    }

    private func begin(_ voice: VoiceName) throws(Failure) {
        let refusal: Failure? = state.withLock { state in
            state.failures = state.failures.filter { $0.value.until > .now }
            if let failure = state.failures[voice] { return .failed(failure.reason) }
            if state.isAtWork { return .busy }
            state.isAtWork = true
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Whether it is there and the program that spoke it is not newer.
    private func isCurrent(_ name: String) -> Bool {
        func date(_ path: String) -> Date? {
            (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
        }
        guard let made = date(folder.appending(path: name).path) else { return false }
        return date(command.executable).map { $0 < made } ?? true
    }

    private func make(_ voice: VoiceName, _ name: String) throws {
        let request = try WireCoding.encode(
            SpeechRequest(
                text: VoiceSample.text(in: voice.language), voice: voice.rawValue,
                language: voice.languages.count > 1 ? voice.language.code : nil))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // In the same folder, so that it can be renamed.
        let work = folder.appending(path: ".\(UUID().uuidString)", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: work) }
        try Self.blocking { [program] in try await program.speak(request, into: work, timeout: Self.timeout) }
        let target = folder.appending(path: name)
        guard rename(work.appending(path: SpeechFiles.audio).path, target.path) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    /// Runs what is asynchronous on a thread that may block, which those that answer are.
    private static func blocking(_ body: @escaping @Sendable () async throws -> Void) throws {
        let outcome = Outcome()
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            do {
                try await body()
            } catch {
                outcome.error.withLock { $0 = error }
            }
            done.signal()
        }
        done.wait()
        if let error = outcome.error.withLock(\.self) { throw error }
    }

    private final class Outcome: Sendable {
        let error = Mutex<(any Error)?>(nil)
    }
}
