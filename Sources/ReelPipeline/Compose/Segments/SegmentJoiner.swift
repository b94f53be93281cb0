import Foundation
import ReelCore
import ReelTool

/// Joins the segments to one file and makes sure that every frame is in its place.
struct SegmentJoiner: Sendable {
    let ffmpeg: String

    /// - Throws: `ComposeError`, file errors.
    func join(
        _ segments: [(file: URL, frames: Int)], frameRate: Int, into workFolder: URL
    ) async throws -> URL {
        let list = workFolder.appending(path: "segments.txt")
        let file = workFolder.appending(path: "pictures.mp4")
        do {
            let text = FFmpegText.concatList(
                segments.map(\.file), lengths: segments.map(\.frames), frameRate: frameRate)
            try Data(text.utf8).write(to: list)
            let packets = try await Tool.run(ToolCommand(ffmpeg, FFmpegArguments.join(list: list, to: file)))
            let frames = segments.reduce(0) { $0 + $1.frames }
            let problem = JoinedPackets.problem(
                String(decoding: packets.standardOutput, as: UTF8.self), frameCount: frames, frameRate: frameRate)
            if let problem { throw ComposeError.joinedWrong(problem) }
        } catch {
            throw ComposeError.explain(error) { .joinFailed(lastWords: $0) }
        }
        return file
    }
}
