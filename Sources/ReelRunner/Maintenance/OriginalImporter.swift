import Foundation
import Logging
import ReelCache
import ReelCore
import ReelStore
import ReelTool

/// Brings the films of the Python ReelCraft, whose database was taken over, to where nginx serves films from.
///
/// The original wrote paths relative to its own folder, in which its database lies too. Its files are copied, or linked
/// where that is possible, and never changed.
package struct OriginalImporter: Sendable {
    let layout: HomeLayout
    /// Against which the original's paths are read: the folder of the database.
    let folder: URL
    let store: AsyncStore
    let logger: Logger

    package init(layout: HomeLayout, database: URL, store: AsyncStore, logger: Logger) {
        self.layout = layout
        folder = database.deletingLastPathComponent()
        self.store = store
        self.logger = logger
    }

    package func run() async {
        do {
            for video in try await store.perform({ try $0.videosToImport() }) {
                try Task.checkCancellation()
                let film = await film(of: video)
                try await store.perform { try $0.setImported(video.id, film: film) }
                logger.info(
                    film == nil ? "a video of the original has lost its file" : "a video of the original is imported",
                    metadata: ["video": "\(video.id)", "path": "\(video.filePath ?? "")"])
            }
        } catch is CancellationError {
        } catch {
            logger.error("the videos of the original could not be imported", metadata: ["error": "\(error)"])
        }
    }

    /// - Returns: `nil` when there is no film to import.
    private func film(of video: Video) async -> ImportedFilm? {
        guard let path = video.filePath else { return nil }
        let source = URL(fileURLWithPath: path, relativeTo: folder)
        let baseName = "\(OutputPublisher.slug(video.title))-\(String(UInt64.random(in: 0...(.max)), radix: 36))"
        let target = layout.outputs.appending(path: "\(baseName).mp4")
        do {
            let duration = try await duration(source)
            let poster = layout.outputs.appending(path: "\(baseName).jpg")
            try FileManager.default.createDirectory(at: layout.outputs, withIntermediateDirectories: true)
            try await makePoster(of: source, at: poster, second: min(1.2, duration / 2))
            try await blocking { try Self.place(source, at: target) }
            let size = try target.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            return ImportedFilm(
                filePath: "\(HomeLayout.outputsName)/\(baseName).mp4", duration: duration,
                sizeMB: Double(size) / 1_048_576)
        } catch {
            logger.warning("a video was not imported", metadata: ["path": "\(source.path)", "error": "\(error)"])
            return nil
        }
    }

    private static func place(_ source: URL, at target: URL) throws {
        let real = source.resolvingSymlinksInPath()
        let making = target.appendingPathExtension("making")
        do {
            try FileManager.default.linkItem(at: real, to: making)
        } catch {
            try FileManager.default.copyItem(at: real, to: making)
        }
        try DurableFile.publish(making, as: target)
    }

    private static let reading = ["-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file"]

    /// - Returns: seconds.
    private func duration(_ film: URL) async throws -> Double {
        let answer = try await Tool.run(
            ToolCommand(
                "ffprobe",
                Self.reading + ["-show_entries", "format=duration", "-of", "csv=p=0", "file:\(film.path)"],
                timeout: .seconds(60)))
        let text = String(decoding: answer.standardOutput, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
        guard let seconds = Double(text), seconds > 0 else { throw NoFilm() }
        return seconds
    }

    private func makePoster(of film: URL, at poster: URL, second: Double) async throws {
        _ = try await Tool.run(
            ToolCommand(
                "ffmpeg",
                Self.reading + [
                    "-nostdin", "-ss", String(format: "%.3f", second), "-i", "file:\(film.path)", "-frames:v", "1",
                    "-q:v", "3", "-f", "image2", "-update", "1", "-y", "file:\(poster.path)",
                ], timeout: .seconds(60)))
    }
}

private struct NoFilm: Error, CustomStringConvertible {
    let description = "it has no duration"
}
