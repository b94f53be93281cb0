import Foundation
import ReelCore
import ReelTool

/// The program `ReelSpeak`, which is run once for each scene: an engine that crashes takes no other process with it, and
/// the same text gives the same bytes. It alone links the speech engines, because espeak-ng is under the GPL.
public struct SpeechProgram: Sendable {
    public static let name = "ReelSpeak"

    private let command: ToolCommand
    private let folder: VoiceFolder?

    /// - Parameters:
    ///   - command: a program that takes the arguments of `ReelSpeak` after its own.
    ///   - folder: where voices lie that Debian does not have; `nil` for nowhere.
    public init(_ command: ToolCommand, voices folder: VoiceFolder? = nil) {
        self.command = command
        self.folder = folder
    }

    /// Where the program is: beside the running executable, else in `PATH`.
    ///
    /// - Parameter executable: the path of the running executable; `nil` where `/proc` does not tell.
    public static func command(
        beside executable: String? = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    ) -> ToolCommand {
        guard let executable else { return ToolCommand(name, []) }
        let sibling = URL(fileURLWithPath: executable).deletingLastPathComponent().appending(path: name).path
        return ToolCommand(FileManager.default.isExecutableFile(atPath: sibling) ? sibling : name, [])
    }

    /// Asks which providers are built into the program.
    ///
    /// - Throws: `ToolError`, also for an answer that cannot be read; `CancellationError`.
    public func providers(timeout: Duration) async throws -> [ProviderDescription] {
        let result = try await Tool.run(limited(["voices"], timeout))
        do {
            return try WireCoding.decode([ProviderDescription].self, from: result.standardOutput)
        } catch {
            throw ToolError.failed(
                executable: command.executable, status: "no list of voices", errorTail: result.errorTail)
        }
    }

    /// Speaks one scene.
    ///
    /// - Parameters:
    ///   - request: a `SpeechRequest` as JSON.
    ///   - folder: an existing folder, which gets the files of `SpeechFiles`.
    ///   - timeout: for one scene.
    ///   - isSlow: whether the voice is one of the large networks, which get more time and memory.
    /// - Throws: `SpeechError`, the program's own; `ToolError` when it ended without one; `CancellationError`.
    public func speak(_ request: Data, into folder: URL, timeout: Duration, isSlow: Bool = false) async throws {
        do {
            try await Tool.run(
                limited(["speak", folder.path], timeout, isSlow: isSlow), input: { try await $0.write(request) })
        } catch let error as ToolError {
            // A program that was killed leaves no reason, or half of one.
            guard let told = try? Data(contentsOf: folder.appending(path: SpeechFiles.error)),
                let reason = try? WireCoding.decode(SpeechError.self, from: told)
            else { throw error }
            throw reason
        }
    }

    /// Finds when each word is heard in a sound that tells nothing of it.
    ///
    /// - Parameters:
    ///   - request: the sound and its words.
    ///   - timeout: for the whole of it; ten minutes of sound take some 20 s.
    /// - Returns: as many words as the request has. Where the sound does not agree with the words, they are spread over
    ///   its speech, and `reason` says why.
    /// - Throws: `SpeechError` with the code `silentAudio`, `unreadableAudio`, `audioTooLong` or `nothingToSay`;
    ///   `ToolError` when the program ended without one; `CancellationError`.
    public func align(_ request: AlignmentRequest, timeout: Duration) async throws -> WordAlignment {
        var command = limited(["align"], timeout)
        command.limits.cpuSeconds = 120
        let input = try WireCoding.encode(request)
        let result = try await Tool.run(command, input: { try await $0.write(input) })
        guard let answer = try? WireCoding.decode(AlignmentAnswer.self, from: result.standardOutput) else {
            throw ToolError.failed(
                executable: command.executable, status: "no times of words", errorTail: result.errorTail)
        }
        if let error = answer.error { throw error }
        guard let alignment = answer.alignment, alignment.words.count == request.words.count else {
            throw ToolError.failed(
                executable: command.executable, status: "other words than were asked for", errorTail: result.errorTail)
        }
        return alignment
    }

    private func limited(_ arguments: [String], _ timeout: Duration, isSlow: Bool = false) -> ToolCommand {
        var command = command
        command.arguments += arguments
        if let folder { command.arguments += ["--voices", folder.url.path] }
        // No more than an attempt has by default, which a child cannot raise.
        command.limits = ToolLimits(memory: (isSlow ? 3 : 2) << 30, cpuSeconds: isSlow ? 200 : 30, fileSize: 64 << 20)
        command.timeout = timeout
        return command
    }
}
