import Foundation
import ReelTool

/// What the ffmpeg at hand says of itself: part of every key, because another version may make other bytes.
actor FFmpegVersion {
    static let shared = FFmpegVersion()

    private var answers: [String: Task<String, any Error>] = [:]

    /// Asked once for each path, then remembered.
    ///
    /// - Throws: `ToolError`.
    func of(_ executable: String) async throws -> String {
        if let known = answers[executable] { return try await known.value }
        let asking = Task {
            let result = try await Tool.run(ToolCommand(executable, ["-hide_banner", "-version"]))
            return String(decoding: result.standardOutput, as: UTF8.self)
        }
        answers[executable] = asking
        do {
            return try await asking.value
        } catch {
            answers[executable] = nil
            throw error
        }
    }
}
