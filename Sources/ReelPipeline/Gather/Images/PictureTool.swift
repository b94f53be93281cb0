import Foundation
import ReelCore
import ReelTool

/// Runs ffmpeg on untrusted files, in a child process with limits.
enum PictureTool {
    /// What a single picture may cost.
    static let pictureLimits = ToolLimits(memory: 3 << 30, cpuSeconds: 60, fileSize: 256 << 20)

    /// The bytes of standard output.
    ///
    /// - Throws: `PictureProblem` when ffmpeg refuses the input; `GatherError`; `JobFailure` for a full disk;
    ///   `CancellationError`.
    static func ffmpeg(
        _ arguments: [String], limits: ToolLimits = pictureLimits, timeout: Duration = .seconds(60)
    ) async throws -> [UInt8] {
        do {
            let result = try await Tool.run(
                ToolCommand("ffmpeg", arguments, limits: limits, timeout: timeout),
                output: .collected(limit: 1 << 20))
            return [UInt8](result.standardOutput)
        } catch let error as ToolError {
            if error.isDiskFull { throw JobFailure.diskFull(in: .gather, detail: error.description) }
            switch error {
            case .notFound: throw GatherError.ffmpegMissing
            case .failed(_, let status, let tail):
                throw PictureProblem.undecodable(tail.isEmpty ? status : String(tail.suffix(300)))
            default: throw PictureProblem.undecodable(error.description)
            }
        }
    }
}
